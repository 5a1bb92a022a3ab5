// Package name turns Factorial's names into Go names.
//
// The rule is one sentence: split the name into words, write each word with a capital letter, and
// write the words of a fixed list as initialisms. So if you know a name in Factorial's API
// reference, you can guess the Go name:
//
//	Exported    leave_type_ids[]           LeaveTypeIDs           a type, field, method or service
//	Unexported  leave_types                leaveTypes             a variable
//	Constant    LeaveHalfDay, end_of_day   LeaveHalfDayEndOfDay   a value of an enum
//	Package     project_management         projectmanagement      a package
//	Phrase      it_asset_models            IT asset models        words in a doc comment
package name

import (
	"cmp"
	"strings"
	"unicode"
)

// initialisms are the words with more than one capital letter, by their lower-case form. The list
// is complete and belongs to this package: with the growing list of a library, names would change.
var initialisms = map[string]string{
	"api": "API", "ats": "ATS", "bic": "BIC", "csv": "CSV", "cud": "CUD", "cv": "CV",
	"gdpr": "GDPR", "html": "HTML", "iban": "IBAN", "id": "ID", "ids": "IDs", "it": "IT",
	"pdf": "PDF", "po": "PO", "pto": "PTO", "siret": "SIRET", "tin": "TIN", "tos": "TOS",
	"uuid": "UUID", "uuids": "UUIDs", "url": "URL", "urls": "URLs", "vat": "VAT",
}

// properNames are the words that sentences write with a capital letter.
var properNames = map[string]string{
	"french": "French", "german": "German", "italian": "Italian", "portuguese": "Portuguese", "spanish": "Spanish",
}

// Words splits a name at each character that is neither a letter nor a digit, and before each
// capital letter that follows a small letter or a digit.
func Words(s string) []string {
	var words []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	var previous rune
	for _, r := range s {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
		case unicode.IsUpper(r) && (unicode.IsLower(previous) || unicode.IsDigit(previous)):
			flush()
			word.WriteRune(r)
		default:
			word.WriteRune(r)
		}
		previous = r
	}
	flush()
	return words
}

// Exported returns the exported Go identifier for a name: leave_type_ids[] → LeaveTypeIDs,
// PoTemplate → POTemplate.
func Exported(s string) string {
	var b strings.Builder
	for _, w := range Words(s) {
		if initialism, ok := initialisms[w]; ok {
			b.WriteString(initialism)
			continue
		}
		r := []rune(w)
		b.WriteRune(unicode.ToUpper(r[0]))
		b.WriteString(string(r[1:]))
	}
	return b.String()
}

// Constant returns the name of the constant for a value of an enum. The empty value is called
// Empty.
func Constant(typeName, value string) string {
	if value == "" {
		return typeName + "Empty"
	}
	return typeName + Exported(value)
}

// Unexported returns the identifier with a lower-case first word: api_keys → apiKeys.
func Unexported(s string) string {
	words := Words(s)
	if len(words) == 0 {
		return ""
	}
	return words[0] + Exported(strings.Join(words[1:], "_"))
}

// Package returns the Go package of a domain: project_management → projectmanagement.
func Package(domain string) string { return strings.Join(Words(domain), "") }

// Phrase returns the words of a name for use in a sentence: it_asset_models and ITAssetModels →
// IT asset models.
func Phrase(s string) string {
	words := Words(separated(s))
	for i, w := range words {
		words[i] = cmp.Or(initialisms[w], properNames[w], w)
	}
	return strings.Join(words, " ")
}

// separated puts an underscore behind each initialism: ITAsset → IT_Asset.
func separated(s string) string {
	var b strings.Builder
	start := 0 // of the run
	for i, r := range s {
		if unicode.IsUpper(r) {
			continue
		}
		if run := s[start:i]; unicode.IsLower(r) && len(run) > 2 {
			if initialism, ok := initialisms[strings.ToLower(run[:len(run)-1])]; ok && initialism == run[:len(run)-1] {
				b.WriteString(initialism + "_" + run[len(run)-1:])
				start = i
			}
		}
		b.WriteString(s[start:i])
		b.WriteRune(r)
		start = i + len(string(r))
	}
	return b.String() + s[start:]
}

// Singular returns a name with its last word in the singular. It covers the plurals in property
// names only; where it is wrong, the overlay names the type.
func Singular(s string) string {
	switch {
	case strings.HasSuffix(s, "ies"):
		return strings.TrimSuffix(s, "ies") + "y"
	case strings.HasSuffix(s, "sses"), strings.HasSuffix(s, "ches"), strings.HasSuffix(s, "shes"),
		strings.HasSuffix(s, "xes"), strings.HasSuffix(s, "tuses"):
		return strings.TrimSuffix(s, "es")
	case strings.HasSuffix(s, "ss"), strings.HasSuffix(s, "us"), !strings.HasSuffix(s, "s"):
		return s
	}
	return strings.TrimSuffix(s, "s")
}
