// Package apitable holds the OpenAPI spec as compact tables, for a fake API, a test or a command
// line at run time. It is generated from the same spec as the packages below gen.
package apitable

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed api.json
var embedded []byte

// API is one version of the API.
type API struct {
	Version    string           `json:"version"` // 2026-10-01
	Operations []Operation      `json:"operations"`
	Schemas    map[string]Value `json:"schemas"` // objects, by names like timeoff.Leave
	Events     []Event          `json:"events"`
}

// Operation is one method on one path.
type Operation struct {
	Name   string `json:"name"`   // timeoff.Leaves.Approve, with the domain as the Go package
	Method string `json:"method"` // POST
	Path   string `json:"path"`   // timeoff/leaves/{id}, below /api/<version>/resources/

	Query []Property `json:"query,omitempty"` // without the paging parameters, which every list has
	Body  *Value     `json:"body,omitempty"`  // nil if the operation has no body
	Form  bool       `json:"form,omitempty"`  // the body is multipart/form-data

	Answer string `json:"answer"` // page ({data, meta}), object or array
	Schema string `json:"schema"` // of the record or records: timeoff.Leave
	Status int    `json:"status"` // 200 to 203

	Retry   string `json:"retry"`             // safe, idempotent or unsafe
	Unpaged bool   `json:"unpaged,omitempty"` // the list ignores the paging parameters
}

// Property is a member of an object, or a query parameter.
type Property struct {
	Name     string `json:"name"` // as sent: ids[]
	Required bool   `json:"required,omitempty"`
	Value
}

// Value describes a JSON value.
type Value struct {
	Ref        string          `json:"ref,omitempty"`  // an object of Schemas; the other fields are then empty
	Type       string          `json:"type,omitempty"` // string, integer, number, boolean, array, object, file; empty: anything
	Format     string          `json:"format,omitempty"`
	Enum       []string        `json:"enum,omitempty"`
	Items      *Value          `json:"items,omitempty"`      // of an array
	Properties []Property      `json:"properties,omitempty"` // of an object
	Example    json.RawMessage `json:"example,omitempty"`
}

// Event is a webhook.
type Event struct {
	Name   string `json:"name"`   // timeoff/leave/create
	Schema string `json:"schema"` // of the record in the body
}

// Load returns a fresh copy of the embedded tables.
func Load() (*API, error) {
	api := new(API)
	if err := json.Unmarshal(embedded, api); err != nil {
		return nil, fmt.Errorf("apitable: the embedded tables: %w", err)
	}
	return api, nil
}
