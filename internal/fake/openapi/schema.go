package openapi

import (
	"encoding/json"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// ref refers to an object of the tables, and notes that the document needs it. Any property of an
// object in a response may be null.
func (d *document) ref(name string, response bool) object {
	if _, ok := d.tables.Schemas[name]; !ok {
		return object{}
	}
	d.needed[name] = true
	if response {
		d.nullable[name] = true
	}
	return reference("schemas", name)
}

// schema returns the schema of a value, of a response or of a request.
func (d *document) schema(v apitable.Value, response bool) object {
	if v.Ref != "" {
		return d.ref(v.Ref, response)
	}
	s := object{}
	switch v.Type {
	case "":
	case "file":
		s["type"], s["format"] = "string", "binary"
	case "object":
		s["type"] = "object"
		d.properties(s, v.Properties, response)
	default:
		s["type"] = v.Type
		if v.Format != "" {
			s["format"] = v.Format
		}
	}
	if v.Items != nil {
		s["items"] = d.schema(*v.Items, response)
	}
	integer := v.IntegerUntil != "" && d.version <= v.IntegerUntil
	if integer {
		s["type"] = "integer"
		delete(s, "format")
	}
	if enum := d.enum(v); len(enum) > 0 {
		s["enum"] = enum
	}
	if len(v.Example) > 0 && !integer {
		s["examples"] = []json.RawMessage{v.Example}
	}
	return s
}

// enum returns the values that the version has.
func (d *document) enum(v apitable.Value) []any {
	var list []any
	for _, value := range v.Enum {
		if d.has(v.EnumSince[value], v.EnumUntil[value]) {
			list = append(list, enumValue(v.Type, value))
		}
	}
	return list
}

// enumValue returns a value of an enum, which the tables hold as text, in its JSON type.
func enumValue(kind, text string) any {
	if kind != "string" && kind != "" && json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

func (d *document) properties(s object, properties []apitable.Property, response bool) {
	all := object{}
	var required []string
	for _, p := range properties {
		if !d.has(p.Since, p.Until) {
			continue
		}
		value := d.schema(p.Value, response)
		if response {
			value = orNull(value)
		}
		all[p.Name] = value
		if p.Required {
			required = append(required, p.Name)
		}
	}
	if len(all) > 0 {
		s["properties"] = all
	}
	if len(required) > 0 {
		s["required"] = required
	}
}

// orNull returns a schema that also allows null.
func orNull(s object) object {
	kind, typed := s["type"]
	switch enum, ok := s["enum"].([]any); {
	case s["$ref"] != nil:
		return object{"anyOf": []object{s, {"type": "null"}}}
	case !typed && !ok:
		return s // anything
	case ok:
		s["enum"] = append(enum, nil)
	}
	if typed {
		s["type"] = []any{kind, "null"}
	}
	return s
}

// schemas returns the schemas that the document needs, including those that other schemas need.
func (d *document) schemas() object {
	done := map[string]any{
		"Meta": object{"type": "object", "properties": object{
			"limit": nullable("integer"), "total": nullable("integer"),
			"has_next_page": nullable("boolean"), "has_previous_page": nullable("boolean"),
			"start_cursor": nullable("string"), "end_cursor": nullable("string"),
		}},
		"Error": object{"type": "object", "properties": object{
			"errors": object{}, "error": object{}, "message": object{},
		}},
	}
	// A schema of a request may turn out to be one of a response, too, after it is written.
	for changed := true; changed; {
		changed = false
		before := len(d.needed) + len(d.nullable)
		for name := range d.needed {
			done[name] = d.schema(d.tables.Schemas[name], d.nullable[name])
		}
		changed = len(d.needed)+len(d.nullable) != before
	}
	return done
}

func nullable(kind string) object { return object{"type": []string{kind, "null"}} }

func securitySchemes() object {
	return object{
		"apikey": object{"type": "apiKey", "in": "header", "name": "x-api-key"},
		"oauth2": object{"type": "oauth2", "flows": object{"authorizationCode": object{
			"authorizationUrl": "/oauth/authorize", "tokenUrl": "/oauth/token", "refreshUrl": "/oauth/token",
			"scopes": object{"read": "read", "write": "write"},
		}}},
	}
}

// pagingNames are the parameters that every list with pages has, and the tables leave out.
func pagingNames() []string { return []string{"limit", "after_id", "before_id", "page"} }

func pagingParameters() object {
	parameter := func(name string, schema object) object {
		return object{"name": name, "in": "query", "schema": schema}
	}
	return object{
		"limit":     parameter("limit", object{"type": "integer", "minimum": 1, "maximum": 100}),
		"page":      parameter("page", object{"type": "integer", "minimum": 1}),
		"after_id":  parameter("after_id", object{"type": "string"}),
		"before_id": parameter("before_id", object{"type": "string"}),
	}
}
