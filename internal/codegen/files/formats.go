package files

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// formatsPage is the data of api/formats.md: the strings whose format follows from their name only,
// for a person to review.
type formatsPage struct {
	DecidedBy map[string]int // the number of strings by the rule that decided; "" is none
	Formats   []formatGroup
}

// formatGroup lists the strings with one format.
type formatGroup struct {
	Name      string
	Addresses []string
}

func formats(d *openapi.Document) formatsPage {
	page := formatsPage{DecidedBy: map[string]int{}}
	byFormat := map[string][]string{}
	seen := map[string]bool{}
	note := func(s *openapi.Schema) {
		if s.Kind != openapi.KindString || s.Enum != nil || seen[s.Address] {
			return
		}
		seen[s.Address] = true
		page.DecidedBy[s.FormatBy]++
		if s.FormatBy == "name" {
			byFormat[s.Format] = append(byFormat[s.Format], s.Address)
		}
	}
	for _, t := range d.Types {
		t.Schema.Walk(note)
	}
	for _, format := range openapi.Formats() {
		if addresses := byFormat[format]; len(addresses) > 0 {
			slices.Sort(addresses)
			page.Formats = append(page.Formats, formatGroup{format, addresses})
		}
	}
	return page
}
