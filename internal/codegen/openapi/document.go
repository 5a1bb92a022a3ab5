// Package openapi reads the published API description, corrects it with the
// overlay, and writes the normalised OpenAPI document.
//
// The published document has no operation ids, repeats the same objects inline
// and leaves out what every answer has in common. The steps, each in a file of
// its own:
//
//	Parse      the published JSON → Document; stops at what it does not understand
//	Apply      the overlay's corrections, each with its reason
//	Normalise  names, shared shapes, formats, enums
//	YAML       Document → api/openapi.yaml
//	Tables     Document → the compact tables for the fake API
package openapi

import (
	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A Document is a description of one API version.
type Document struct {
	Version    string // 2026-10-01
	Title      string
	Servers    []string
	Security   *ordered.Object // components/securitySchemes, as published
	Components []*Component
	Operations []*Operation
	Events     []*Event

	Types []*Type // what Normalise makes of all of this
}

// A Component is a named schema, as published under components/schemas.
type Component struct {
	Name   string // timeoff_leave
	Schema *Schema

	Domain   string    // timeoff
	GoName   string    // Leave
	Resource *Resource // the resource that it is the model of; nil if none
	Used     bool      // an operation or an event answers it
}

// A Resource is a collection of a domain and what can be done with it.
type Resource struct {
	Domain     string // timeoff
	Segment    string // leaves
	Service    string // Leaves
	Singular   string // Leave
	Model      *Component
	Operations []*Operation
}

// An Operation is one method on one path.
type Operation struct {
	Place   string // the JSON pointer, for error messages
	Address string // "POST timeoff/leaves/approve", for the overlay

	Method  string // "POST"
	Domain  string // "timeoff"
	Segment string // "leaves"
	Action  string // "approve", empty for the five plain methods
	HasID   bool   // the path ends in {id}

	Tag         string // "Timeoff > Leave"
	Summary     string
	Description string
	Deprecated  bool

	Params []*Param
	Body   *Body
	Status string // "200"
	Answer Answer
	Model  string // the name of the component that is answered

	Resource *Resource
	GoName   string // Approve
	Retry    string // safe, idempotent, unsafe
	Unpaged  bool   // a list that ignores paging

	Selectors *Selectors // nil for most
}

// An Answer is the form of a successful response.
type Answer string

// The forms of an answer.
const (
	Page   Answer = "page"   // {"data": […], "meta": {…}}
	Object Answer = "object" // the bare object
	Array  Answer = "array"  // a bare array
)

// Name is the operation's name in the tables and in api/openapi.yaml:
// timeoff.Leaves.Approve.
func (o *Operation) Name() string {
	return name.Package(o.Domain) + "." + o.Resource.Service + "." + o.GoName
}

// Path is the path below /api/<version>/resources/.
func (o *Operation) Path() string {
	switch {
	case o.HasID:
		return o.Domain + "/" + o.Segment + "/{id}"
	case o.Action != "":
		return o.Domain + "/" + o.Segment + "/" + o.Action
	}
	return o.Domain + "/" + o.Segment
}

// BodyID tells whether the id argument is sent in the body: actions that
// require it, and updates that repeat it.
func (o *Operation) BodyID() bool {
	if o.Body == nil {
		return false
	}
	p := o.Body.Schema.Property("id")
	return p != nil && (o.HasID || o.Action != "" && p.Required)
}

// A Param is a query parameter.
type Param struct {
	Name     string // "employee_ids[]"
	Schema   *Schema
	Required bool
}

// A Body is what an operation sends.
type Body struct {
	ContentType string
	Schema      *Schema
}

// An Event is a webhook.
type Event struct {
	Place      string
	Name       string // timeoff/leave/create
	Title      string // Webhooks > Timeoff > Leave > Creates
	Component  string // timeoff_leave
	GoName     string // EventLeaveCreate
	Note       string // from the overlay
	Domain     string
	Deprecated bool
}

// Address is "EVENT timeoff/leave/create", for the overlay.
func (e *Event) Address() string { return "EVENT " + e.Name }

// A Kind is the JSON type of a schema.
type Kind string

// The kinds. Any is what has no schema, File is an upload.
const (
	KindString  Kind = "string"
	KindInteger Kind = "integer"
	KindNumber  Kind = "number"
	KindBoolean Kind = "boolean"
	KindObject  Kind = "object"
	KindArray   Kind = "array"
	KindAny     Kind = "any"
	KindFile    Kind = "file"
)

// A Schema describes a value.
type Schema struct {
	Place   string // the JSON pointer, for error messages
	Address string // "timeoff_leave.half_day", for the overlay

	Kind        Kind
	Properties  []*Property // of an object
	Items       *Schema     // of an array
	Enum        []string
	Example     any // nil if there is none
	Description string
	Deprecated  bool

	Format   string // id, date, date-time, time, decimal, …
	FormatBy string // what decided: example, model, overlay, name

	// What Normalise decides.
	GoName    string // of an object or enum that is a type of its own
	FixedName bool   // the overlay gave GoName
	Unit      string // for a person: "hundredths"
}

// A Property is a member of an object.
type Property struct {
	Name     string
	Schema   *Schema
	Required bool
}

// Property finds a member by its name, nil if there is none.
func (s *Schema) Property(name string) *Property {
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Walk calls visit for the schema and all below it.
func (s *Schema) Walk(visit func(*Schema)) {
	visit(s)
	for _, p := range s.Properties {
		p.Schema.Walk(visit)
	}
	if s.Items != nil {
		s.Items.Walk(visit)
	}
}

// Component finds a component by its published name, nil if there is none.
func (d *Document) Component(name string) *Component {
	for _, c := range d.Components {
		if c.Name == name {
			return c
		}
	}
	return nil
}
