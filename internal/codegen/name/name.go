// Package name turns the vendor's names into Go names.
//
// The rule is one sentence: split into words, write each word with a capital
// letter, and write the words of a fixed list as initialisms. Who knows a name
// in the vendor's reference can therefore guess the Go name.
package name

import (
	"strings"
	"unicode"
)

// initialisms are the words that are not written Like This, by their lower
// case form. The list is complete: a word that is missing here is written with
// one capital letter, so that no name changes when a library's list grows.
var initialisms = map[string]string{
	"api": "API", "ats": "ATS", "bic": "BIC", "csv": "CSV", "cud": "CUD", "cv": "CV",
	"gdpr": "GDPR", "html": "HTML", "iban": "IBAN", "id": "ID", "ids": "IDs", "it": "IT",
	"pdf": "PDF", "po": "PO", "pto": "PTO", "siret": "SIRET", "tin": "TIN", "tos": "TOS",
	"uuid": "UUID", "url": "URL", "urls": "URLs", "vat": "VAT",
}

// Words splits a name at everything that is neither letter nor digit and
// before each capital letter that follows a small letter or a digit.
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

// Exported gives the exported Go identifier for a name of the vendor's:
// leave_type_ids[] → LeaveTypeIDs, PoTemplate → POTemplate.
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

// Constant gives the name of an enum's value; the empty one is called Empty.
func Constant(typeName, value string) string {
	if value == "" {
		return typeName + "Empty"
	}
	return typeName + Exported(value)
}

// Unexported gives the identifier with a small first word: api_keys → apiKeys.
func Unexported(s string) string {
	words := Words(s)
	if len(words) == 0 {
		return ""
	}
	return words[0] + Exported(strings.Join(words[1:], "_"))
}

// Package gives the Go package of a domain: project_management →
// projectmanagement.
func Package(domain string) string { return strings.Join(Words(domain), "") }

// Phrase gives the words of a name of the vendor's or of a Go name, with spaces
// between them, for a sentence: it_asset_models, ITAssetModels → IT asset models.
func Phrase(s string) string {
	words := Words(separated(s))
	for i, w := range words {
		if initialism, ok := initialisms[w]; ok {
			words[i] = initialism
		}
	}
	return strings.Join(words, " ")
}

// separated puts an underscore behind each run of capital letters that is an
// initialism: ITAsset → IT_Asset.
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

// Singular gives the singular of a name's last word. It knows what property
// names need and no more; where it is wrong the overlay names the type.
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
