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
		"id", parameter("id", "path", "The ID of the record: an opaque string. Clients escape a slash in it.", ordered.NewObject("type", "string", "format", "id")),
		"limit", parameter("limit", "query", "The number of records per page, at most 100.", ordered.NewObject("type", "integer", "minimum", 1, "maximum", 100)),
		"after_id", parameter("after_id", "query", "The end_cursor of the previous page.", text),
		"before_id", parameter("before_id", "query", "The start_cursor of the next page.", text),
		"page", parameter("page", "query", "The page number, from 1. Factorial no longer documents it.", ordered.NewObject("type", "integer", "minimum", 1)),
	)
}

func pageMeta() *ordered.Object {
	return ordered.NewObject("type", "object", "description", "The position of the page in its list.", "properties", ordered.NewObject(
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
		"The messages: by field or as a list in errors, or a single one in error or message.\nThe API localises them.",
		"properties", ordered.NewObject(
			"errors", &ordered.Object{}, "error", &ordered.Object{}, "message", &ordered.Object{}))
}
