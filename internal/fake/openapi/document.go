// Package openapi writes the OpenAPI document of one version of the API from the tables in package
// apitable, so that a program needs no second copy of the spec. The document has only the
// operations, parameters, properties and events of that version, the values that its bodies accept,
// and its types of ids. The tables do not hold which values of an enum a response may have at each
// version, so there the document lists those of all versions. Unlike api/openapi.yaml, it has no
// descriptions.
package openapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// object is a JSON object. encoding/json sorts its keys, so equal documents have equal bytes.
type object = map[string]any

// Document returns the document of a version, in JSON. The tables must have that version. The
// requests of the document go to server, the base URL of an API.
func Document(tables *apitable.API, version, server string) ([]byte, error) {
	if !slices.Contains(Versions(tables), version) {
		return nil, fmt.Errorf("openapi: the versions are %s, not %q", strings.Join(Versions(tables), ", "), version)
	}
	d := &document{
		tables: tables, version: version, paths: object{}, webhooks: object{},
		needed: map[string]bool{}, nullable: map[string]bool{},
	}
	for i := range tables.Operations {
		if op := &tables.Operations[i]; d.has(op.Since, op.Until) {
			d.operation(op)
		}
	}
	for _, e := range tables.Events {
		if d.has(e.Since, e.Until) {
			d.event(e)
		}
	}
	return json.Marshal(object{
		"openapi": "3.1.0",
		"info": object{
			"title":   "Factorial API",
			"version": version,
			"description": "The operations and types of one version of the API, as the Go SDK in github.com/factorialhr-go/factorialhr understands them. " +
				"The file api/openapi.yaml of that module also describes them.",
			"license": object{"name": "MIT", "identifier": "MIT"},
		},
		"servers":  []object{{"url": server}},
		"security": []object{{"apikey": []string{}}, {"oauth2": []string{}}},
		"paths":    d.paths,
		"webhooks": d.webhooks,
		"components": object{
			"securitySchemes": securitySchemes(),
			"parameters":      pagingParameters(),
			"responses": object{"Error": object{
				"description": "The request failed.",
				"content":     content("application/json", reference("schemas", "Error")),
			}},
			"schemas": d.schemas(),
		},
	})
}

// Versions returns the versions of the tables, oldest first.
func Versions(tables *apitable.API) []string {
	if len(tables.Versions) == 0 {
		return []string{tables.Version}
	}
	return tables.Versions
}

// document is the document of one version while it is made.
type document struct {
	tables          *apitable.API
	version         string
	paths, webhooks object
	needed          map[string]bool // the schemas that something refers to
	nullable        map[string]bool // those of them that a response or an event has
}

// has reports whether the version has something of the versions since to until.
func (d *document) has(since, until string) bool {
	return (since == "" || since <= d.version) && (until == "" || until >= d.version)
}

func (d *document) operation(op *apitable.Operation) {
	domain, rest, _ := strings.Cut(op.Path, "/")
	resource, _, _ := strings.Cut(rest, "/")
	o := object{
		"operationId": op.Name,
		"tags":        []string{domain + "/" + resource},
		"responses": object{
			strconv.Itoa(op.Status): object{"description": "OK", "content": content("application/json", d.success(op))},
			"4XX":                   reference("responses", "Error"),
			"5XX":                   reference("responses", "Error"),
		},
	}
	if parameters := d.parameters(op); len(parameters) > 0 {
		o["parameters"] = parameters
	}
	if op.Body != nil {
		media := "application/json"
		if op.Form {
			media = "multipart/form-data"
		}
		o["requestBody"] = object{"required": true, "content": content(media, d.schema(*op.Body, false))}
	}
	path := "/api/" + d.version + "/resources/" + op.Path
	methods, _ := d.paths[path].(object)
	if methods == nil {
		methods = object{}
		d.paths[path] = methods
	}
	methods[strings.ToLower(op.Method)] = o
}

// success returns the schema of a successful response.
func (d *document) success(op *apitable.Operation) object {
	record := d.ref(op.Schema, true)
	list := object{"type": "array", "items": record}
	switch op.Answer {
	case "page":
		return object{
			"type": "object", "required": []string{"data", "meta"},
			"properties": object{"data": list, "meta": reference("schemas", "Meta")},
		}
	case "array":
		return list
	default:
		return record
	}
}

func (d *document) parameters(op *apitable.Operation) []object {
	var list []object
	if strings.Contains(op.Path, "{id}") {
		id := apitable.Value{Type: "string", Format: "id"}
		for _, p := range d.tables.Schemas[op.Schema].Properties {
			if p.Name == "id" {
				id.IntegerUntil = p.IntegerUntil
			}
		}
		list = append(list, object{"name": "id", "in": "path", "required": true, "schema": d.schema(id, false)})
	}
	for _, q := range op.Query {
		if !d.has(q.Since, q.Until) {
			continue
		}
		p := object{"name": q.Name, "in": "query", "schema": d.schema(q.Value, false)}
		if q.Required {
			p["required"] = true
		}
		if q.Ref != "" {
			p["style"], p["explode"] = "deepObject", true
		}
		list = append(list, p)
	}
	if op.Answer == "page" && !op.Unpaged {
		for _, name := range pagingNames() {
			list = append(list, reference("parameters", name))
		}
	}
	return list
}

func (d *document) event(e apitable.Event) {
	d.webhooks[e.Name] = object{"post": object{
		"security":    []object{},
		"requestBody": object{"content": content("application/json", d.ref(e.Schema, true))},
		"responses":   object{"200": object{"description": "OK"}},
	}}
}

func content(media string, schema object) object {
	return object{media: object{"schema": schema}}
}

func reference(kind, name string) object {
	return object{"$ref": "#/components/" + kind + "/" + name}
}
