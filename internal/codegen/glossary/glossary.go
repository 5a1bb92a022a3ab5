// Package glossary reads api/glossary: what the parts of the API mean, in our own words.
//
//	<domain>.yaml   the domain, its resources, operations, properties, parameters and enum values
//	_names.yaml     the meaning of a name in all domains, where the file of a domain has none
//
// [Read] refuses keys that it does not know. [Glossary.Apply] gives each part of a spec its
// meaning. An entry that fits nothing is an error, as in the overlay: the published spec has
// changed, and a person should review the entry. After an application, [Missing] lists the
// resources and actions without a meaning, and [Measure] counts the parts that have one.
package glossary

import "regexp"

// A Glossary holds the entries of all files.
type Glossary struct {
	domains    map[string]entry
	resources  []entry // their only place is domain/segment
	operations []entry
	places     []entry // of properties and parameters, the file of a domain in the order of its lines
	values     []entry
	names      []entry
}

// An entry is the meaning of some places.
type entry struct {
	file string
	at   []string
	not  []string // for names: the places to leave out

	text, null, unit, setBy, basis string

	effect []string
	values map[string]string // of an enum, by value
}

// matcher returns a function that reports whether a place fits a pattern. A * stands for any
// characters.
func matcher(pattern string) (fits func(string) bool, exact bool) {
	star := false
	for _, r := range pattern {
		star = star || r == '*'
	}
	if !star {
		return func(place string) bool { return place == pattern }, true
	}
	re := regexp.MustCompile("^" + stars.ReplaceAllString(regexp.QuoteMeta(pattern), ".*") + "$")
	return re.MatchString, false
}

var stars = regexp.MustCompile(`\\\*`)
