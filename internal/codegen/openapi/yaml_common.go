package openapi

import (
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

func commonParameters() *ordered.Object {
	parameter := func(label, in, description string, schema *ordered.Object) *ordered.Object {
		o := ordered.NewObject("name", label, "in", in, "description", description)
		if in == "path" {
			o.Set("required", true)
		}
		o.Set("schema", schema)
		return o
	}
	text := ordered.NewObject("type", "string")
	return ordered.NewObject(
		"id", parameter("id", "path", "The id of the record. Opaque; a slash in it is escaped.", ordered.NewObject("type", "string", "format", "id")),
		"limit", parameter("limit", "query", "How many records a page has, at most 100.", ordered.NewObject("type", "integer", "minimum", 1, "maximum", 100)),
		"after_id", parameter("after_id", "query", "The end_cursor of the page before the wanted one.", text),
		"before_id", parameter("before_id", "query", "The start_cursor of the page after the wanted one.", text),
		"page", parameter("page", "query", "The number of the page, from 1; no longer documented by the vendor.", ordered.NewObject("type", "integer", "minimum", 1)),
	)
}

func pageMeta() *ordered.Object {
	return ordered.NewObject("type", "object", "description", "Where a page stands in its list.", "properties", ordered.NewObject(
		"limit", ordered.NewObject("type", []any{"integer", "null"}),
		"total", ordered.NewObject("type", []any{"integer", "null"}),
		"has_next_page", ordered.NewObject("type", []any{"boolean", "null"}),
		"has_previous_page", ordered.NewObject("type", []any{"boolean", "null"}),
		"start_cursor", ordered.NewObject("type", []any{"string", "null"}),
		"end_cursor", ordered.NewObject("type", []any{"string", "null"}),
	))
}

func errorBody() *ordered.Object {
	return ordered.NewObject("type", "object", "description",
		"What is wrong: messages by field under errors, a list of messages under errors, or one under error or message. Texts are localised.",
		"properties", ordered.NewObject(
			"errors", &ordered.Object{}, "error", &ordered.Object{}, "message", &ordered.Object{}))
}
