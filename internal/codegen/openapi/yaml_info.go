package openapi

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

const documentDescription = `The API of Factorial, an HR service, as the Go SDK in github.com/factorialhr-go/factorialhr understands it.
Factorial publishes the specs, without operation IDs, formats and most error responses; this document adds them.`

// info describes the document, which is this module's and has its license.
func (w *writer) info() *ordered.Object {
	o := ordered.NewObject(
		"title", w.doc.Title,
		"version", w.doc.Version,
		"description", documentDescription,
		"contact", ordered.NewObject("name", "factorialhr-go", "url", "https://github.com/factorialhr-go/factorialhr"),
		"license", ordered.NewObject("name", "MIT", "identifier", "MIT"),
	)
	if len(w.doc.Versions) > 1 {
		o.Set("x-factorial-versions", texts(w.doc.Versions))
	}
	return o
}

// webhooksTag is the tag of all webhooks.
const webhooksTag = "Webhooks"

// tags declares the tags of all operations, sorted, with the meaning of their records or, without
// one, the paths that each is about.
func (w *writer) tags() []any {
	paths, meanings := map[string][]string{}, map[string]string{}
	for _, op := range w.doc.Operations {
		if path := op.Domain + "/" + op.Segment; !slices.Contains(paths[op.Tag], path) {
			paths[op.Tag] = append(paths[op.Tag], path)
			meanings[op.Tag] = cmp.Or(meanings[op.Tag], op.Resource.Meaning.Text)
		}
	}
	list := []any{}
	for _, tag := range slices.Sorted(maps.Keys(paths)) {
		slices.Sort(paths[tag])
		list = append(list, ordered.NewObject("name", tag,
			"description", cmp.Or(meanings[tag], "The endpoints of "+strings.Join(paths[tag], " and ")+".")))
	}
	if len(w.doc.Events) > 0 {
		list = append(list, ordered.NewObject("name", webhooksTag,
			"description", "The requests that Factorial sends to the URL of a webhook subscription."))
	}
	return list
}

// hasFormat reports whether an example has the format of its schema. Some published date-times are
// malformed.
func hasFormat(s *Schema, example string) bool {
	var err error
	switch s.Format {
	case "date-time":
		_, err = time.Parse(time.RFC3339, example)
	case "date":
		_, err = time.Parse(time.DateOnly, example)
	}
	return err == nil
}
