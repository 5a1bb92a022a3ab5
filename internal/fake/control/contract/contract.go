// Package contract checks responses against an OpenAPI document, for tests. It knows the keywords
// of JSON Schema that the document of the control surface uses, and refuses all others.
package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Document is an OpenAPI document.
type Document struct {
	root  map[string]any
	paths map[string]any
}

// Parse reads a document.
func Parse(text []byte) (*Document, error) {
	d := new(Document)
	if err := json.Unmarshal(text, &d.root); err != nil {
		return nil, err
	}
	d.paths, _ = d.root["paths"].(map[string]any)
	if len(d.paths) == 0 {
		return nil, errors.New("the document has no paths")
	}
	return d, nil
}

// Operations lists the operations of the document, such as "GET /_fake/clock".
func (d *Document) Operations() []string {
	var all []string
	for path, item := range d.paths {
		for method := range item.(map[string]any) {
			if method != "parameters" {
				all = append(all, strings.ToUpper(method)+" "+path)
			}
		}
	}
	slices.Sort(all)
	return all
}

// Query lists the query parameters of an operation.
func (d *Document) Query(method, path string) []string {
	var all []string
	op := d.operation(method, path)
	list, _ := op["parameters"].([]any)
	for _, p := range list {
		if p := d.resolve(p); p["in"] == "query" {
			all = append(all, p["name"].(string))
		}
	}
	return all
}

// Check reports whether the document has a response with this status and body. path is as sent: an
// escaped slash is part of a segment.
func (d *Document) Check(method, path string, status int, body []byte) error {
	path, _, _ = strings.Cut(path, "?")
	template := d.template(path)
	op := d.operation(method, template)
	if op == nil {
		return fmt.Errorf("the document has no %s %s", method, path)
	}
	responses, _ := op["responses"].(map[string]any)
	found, ok := responses[fmt.Sprint(status)]
	if !ok {
		return fmt.Errorf("%s %s: the document has no response %d", method, template, status)
	}
	content, _ := d.resolve(found)["content"].(map[string]any)
	if content == nil {
		if len(body) > 0 {
			return fmt.Errorf("%s %s: the response %d has no body in the document", method, template, status)
		}
		return nil
	}
	schema, _ := content["application/json"].(map[string]any)
	if schema == nil {
		return nil // text
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Errorf("%s %s: %w", method, template, err)
	}
	return d.value(schema["schema"], value, fmt.Sprintf("%s %s %d", method, template, status))
}

// CheckSchema checks a JSON text against a schema of the components.
func (d *Document) CheckSchema(name string, text []byte) error {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	return d.value(map[string]any{"$ref": "#/components/schemas/" + name}, value, name)
}

func (d *Document) operation(method, template string) map[string]any {
	item, _ := d.paths[template].(map[string]any)
	op, _ := item[strings.ToLower(method)].(map[string]any)
	return op
}

// template returns the path of the document that a sent path is one of.
func (d *Document) template(path string) string {
	segments := strings.Split(path, "/")
	best := ""
	for template := range d.paths {
		parts := strings.Split(template, "/")
		if len(parts) != len(segments) {
			continue
		}
		fits := true
		for i, part := range parts {
			fits = fits && (part == segments[i] || strings.HasPrefix(part, "{") && segments[i] != "")
		}
		if fits && (best == "" || strings.Count(template, "{") < strings.Count(best, "{")) {
			best = template
		}
	}
	return best
}

// resolve follows a reference within the document.
func (d *Document) resolve(v any) map[string]any {
	object, _ := v.(map[string]any)
	ref, ok := object["$ref"].(string)
	if !ok {
		return object
	}
	at := any(d.root)
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		at = at.(map[string]any)[part]
	}
	return d.resolve(at)
}
