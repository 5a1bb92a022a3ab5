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

// API is the union of several versions of the API. Since and Until below are the first and the last
// version that have something; an empty text means the oldest and the newest one.
type API struct {
	Version    string           `json:"version"`            // the default: 2026-10-01
	Versions   []string         `json:"versions,omitempty"` // those in the tables, oldest first; nil: Version only
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

	Retry   string   `json:"retry"`             // safe, idempotent or unsafe
	Effect  []string `json:"effect,omitempty"`  // of reads, writes, mails, deletes, deletes more
	Unpaged bool     `json:"unpaged,omitempty"` // the list ignores the paging parameters

	Selectors *Selectors `json:"selectors,omitempty"` // nil for most

	Since string `json:"since,omitempty"` // the first version that has it; empty: the oldest
	Until string `json:"until,omitempty"` // the last version that has it; empty: the newest
}

// Selectors says what the body of an operation must name. Without it the operation acts on records
// that the body does not name. factorialhr.Selectors explains the fields.
type Selectors struct {
	AnyOf [][]string `json:"any_of,omitempty"`
	Lists []string   `json:"lists,omitempty"`
	All   []string   `json:"all,omitempty"`
}

// Property is a member of an object, or a query parameter.
type Property struct {
	Name     string `json:"name"` // as sent: ids[]
	Required bool   `json:"required,omitempty"`
	Since    string `json:"since,omitempty"` // as of an operation, among the versions of its owner
	Until    string `json:"until,omitempty"`
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

	// The first and the last version of those values in Enum that only some versions have.
	EnumSince map[string]string `json:"enumSince,omitempty"`
	EnumUntil map[string]string `json:"enumUntil,omitempty"`
	// IntegerUntil is the last version that has an integer here instead of a string.
	IntegerUntil string `json:"integerUntil,omitempty"`
}

// Event is a webhook.
type Event struct {
	Name   string `json:"name"`   // timeoff/leave/create
	Schema string `json:"schema"` // of the record in the body
	Since  string `json:"since,omitempty"`
	Until  string `json:"until,omitempty"`
}

// Load returns a fresh copy of the embedded tables.
func Load() (*API, error) {
	api := new(API)
	if err := json.Unmarshal(embedded, api); err != nil {
		return nil, fmt.Errorf("apitable: the embedded tables: %w", err)
	}
	return api, nil
}
