package conformance_test

import (
	"regexp"
	"strings"
	"sync"
)

// initialisms is the complete list from the documentation.
var initialisms = strings.Fields("API ATS BIC CSV CUD CV GDPR HTML IBAN ID IDs IT PDF PO PTO SIRET TIN TOS UUID UUIDs URL URLs VAT")

var wordPattern = regexp.MustCompile(`[A-Z]?[a-z0-9]+|[A-Z]+`)

// goName returns the words of the Go name that a user would guess for Factorial's name:
// leave_type_ids[] is Leave Type IDs.
func goName(s string) string {
	return wordPattern.ReplaceAllStringFunc(strings.NewReplacer("_", " ", "-", " ", "[", " ", "]", " ").Replace(s), func(word string) string {
		for _, i := range initialisms {
			if strings.EqualFold(word, i) {
				return i
			}
		}
		return strings.ToUpper(word[:1]) + word[1:]
	})
}

// exported is goName without the spaces.
func exported(s string) string {
	if known, ok := knownNames.Load(s); ok {
		return known.(string)
	}
	name := strings.ReplaceAll(goName(s), " ", "")
	knownNames.Store(s, name)
	return name
}

var knownNames sync.Map

// packageName returns the package of a domain: project_management is projectmanagement.
func packageName(domain string) string { return strings.ReplaceAll(domain, "_", "") }
