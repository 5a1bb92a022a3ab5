package upgrade

import (
	"regexp"
	"slices"
	"strings"
)

// A Document is a published spec, reduced to the parts that a caller can notice.
type Document struct {
	Version    string // 2026-10-01
	Operations map[string]*operation
	Schemas    map[string]*schema
	Events     map[string]*event

	domains  []string        // the longest first
	settings map[string]bool // servers and ways to authenticate
}

type operation struct {
	address    string // POST timeoff/leaves/approve
	domain     string
	tag        string // Timeoff > Leave; the resource
	deprecated bool
	security   []string
	params     map[string]*parameter // by ?name, {name} or "header name"
	body       *body
	status     string // of the successful response
	media      string
	response   *schema         // nil without content
	errors     map[string]bool // "404 error_response"
}

type parameter struct {
	schema               *schema
	required, deprecated bool
}

type body struct {
	media    string
	required bool
	schema   *schema
}

type event struct {
	domain     string
	payload    string // the name of the schema
	deprecated bool
}

// A schema is a JSON Schema. A nil schema allows any value.
type schema struct {
	ref         string // the name of a component; all else is empty then
	kind        string // string, array, "" for any value; alternatives are one text
	nullable    bool
	format      string
	deprecated  bool
	enum        []string
	enumOnArray bool // the array has the enum, not its items
	limits      []string
	items       *schema
	values      *schema // of a map
	properties  map[string]*schema
	required    []string
}

// domainOf returns the domain of a component: the longest domain whose name begins its name.
func (d *Document) domainOf(component string) string {
	for _, domain := range d.domains {
		if strings.HasPrefix(component, domain+"_") || component == domain {
			return domain
		}
	}
	return ""
}

func (d *Document) addDomain(domain string) {
	if domain != "" && !slices.Contains(d.domains, domain) {
		d.domains = append(d.domains, domain)
	}
}

// sent lists the components that a request body or a parameter contains.
func (d *Document) sent() map[string]bool {
	found := map[string]bool{}
	var walk func(s *schema)
	walk = func(s *schema) {
		if s == nil || s.ref != "" && found[s.ref] {
			return
		}
		if s.ref != "" {
			found[s.ref] = true
			walk(d.Schemas[s.ref])
		}
		walk(s.items)
		walk(s.values)
		for _, p := range s.properties {
			walk(p)
		}
	}
	for _, op := range d.Operations {
		if op.body != nil {
			walk(op.body.schema)
		}
		for _, p := range op.params {
			walk(p.schema)
		}
	}
	return found
}

// word names the type of s in a sentence.
func (d *Document) word(s *schema) string {
	if s == nil {
		return "any value"
	}
	switch {
	case s.ref != "":
		return s.ref
	case s.kind == "array":
		return "a list of " + strings.TrimPrefix(strings.TrimPrefix(d.word(s.items), "a "), "an ")
	case s.kind == "" || s.kind == "unknown":
		return "any value"
	case s.kind == "integer" || s.kind == "object":
		return "an " + s.kind
	case s.kind == "string" || s.kind == "number" || s.kind == "boolean":
		return "a " + s.kind
	}
	return s.kind
}

// idName matches the names of properties and parameters that hold IDs.
var idName = regexp.MustCompile(`(^|_)(id|ids|uuid)$`)

// holdsID reports whether a place has the name of an ID.
func holdsID(place string) bool {
	place = strings.TrimRight(place, "[]")
	name := place[strings.LastIndexAny(place, ".? /")+1:]
	return idName.MatchString(strings.Trim(name, "{}[]"))
}
