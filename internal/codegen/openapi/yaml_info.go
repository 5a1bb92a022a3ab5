package openapi

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

const documentDescription = `The API of Factorial, an HR service, as the Go SDK in github.com/factorialhr-go/factorialhr understands it.
Factorial publishes the spec, without operation IDs, formats and error responses; this document adds them.`

// info describes the document, which is this module's and has its license.
func (w *writer) info() *ordered.Object {
	return ordered.NewObject(
		"title", w.doc.Title,
		"version", w.doc.Version,
		"description", documentDescription,
		"contact", ordered.NewObject("name", "factorialhr-go", "url", "https://github.com/factorialhr-go/factorialhr"),
		"license", ordered.NewObject("name", "MIT", "identifier", "MIT"),
	)
}

// webhooksTag is the tag of all webhooks.
const webhooksTag = "Webhooks"

// tags declares the tags of all operations, sorted, with the paths that each is about.
func (w *writer) tags() []any {
	paths := map[string][]string{}
	for _, op := range w.doc.Operations {
		if path := op.Domain + "/" + op.Segment; !slices.Contains(paths[op.Tag], path) {
			paths[op.Tag] = append(paths[op.Tag], path)
		}
	}
	list := []any{}
	for _, tag := range slices.Sorted(maps.Keys(paths)) {
		slices.Sort(paths[tag])
		list = append(list, ordered.NewObject("name", tag,
			"description", "The endpoints of "+strings.Join(paths[tag], " and ")+"."))
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
