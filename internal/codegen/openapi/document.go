// Package openapi reads the published OpenAPI spec, corrects it, and writes api/openapi.yaml.
//
// The published spec has no operation ids, repeats the same objects inline, and omits the parts
// that all responses share. The package completes it in steps:
//
//	Patches.Apply  changes the published JSON by api/patches.yaml
//	Parse          reads it into a Document, or reports everything that it does not understand
//	ParseOverlay   reads api/overlay.yaml, our corrections with their reasons
//	Overlay.Apply  corrects the Documents
//	Merge          makes one Document of those of several versions
//	Normalise      names types, services and methods, and decides the formats of strings
//	YAML           writes the Document as api/openapi.yaml
//	Tables         writes it as the compact tables of package apitable
//
// Every error names a place in the input: a JSON pointer such as #/paths/~1api.
package openapi

import (
	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A Document is the spec of one API version.
type Document struct {
	Version    string // 2026-10-01
	Title      string
	Servers    []string
	Security   *ordered.Object // components/securitySchemes, as published
	Components []*Component
	Operations []*Operation
	Events     []*Event

	Meanings map[string]Meaning // of the domains; package glossary adds them

	Types []*Type // the Go types to declare; Normalise adds them

	Versions    []string       // what Merge has merged, in ascending order
	Differences []string       // between the versions, which the newest one settled
	Errors      []*ErrorSchema // the documented bodies of failed responses
	ErrorCodes  []string       // the codes in them, in alphabetical order
	Ignored     map[string]int // how often Parse passed over a keyword
}

// A Component is a named schema, as published under components/schemas.
type Component struct {
	Name   string // timeoff_leave
	Schema *Schema

	Domain   string    // timeoff
	GoName   string    // Leave
	Resource *Resource // the only resource that responds with it; nil if there is none, or several
	Used     bool      // an operation or an event refers to it

	Range
	Repeated bool // another schema refers to it
}

// A Resource is a collection of a domain, with its operations.
type Resource struct {
	Domain     string // timeoff
	Segment    string // leaves
	Service    string // Leaves
	Singular   string // Leave
	Model      *Component
	Operations []*Operation
	Meaning    Meaning
	Rank       int // among the resources of its domain by use, from 1; 0 is unknown
}

// An Operation is one method on one path.
type Operation struct {
	Place   string // the JSON pointer, for error messages
	Address string // "POST timeoff/leaves/approve", for the overlay

	Method  string // "POST"
	Domain  string // "timeoff"
	Segment string // "leaves"
	Action  string // "approve"; empty for the five plain methods
	HasID   bool   // the path ends in {id}

	Tag         string // "Timeoff > Leave"
	Summary     string
	Description string
	Deprecated  bool

	Params   []*Param
	Body     *Body
	Status   string // "200"
	Response Response
	Model    string    // the name of the component in the response
	Same     []string  // other statuses with the same response
	Empty    []string  // statuses of successful responses without a body
	Failures []Failure // the documented failed responses

	Resource *Resource
	GoName   string // Approve
	Retry    string // safe, idempotent, unsafe
	Unpaged  bool   // a list that ignores paging

	Selectors *Selectors // nil for most operations
	Meaning   Meaning
	Effect    []string // from the glossary; see Does

	Range
	Instead string // what to use instead of an operation that is gone
	Parts   []Part // what only some versions have of it
}

// A Response is the form of a successful response.
type Response string

// The forms of a response.
const (
	Page   Response = "page"   // {"data": […], "meta": {…}}
	Object Response = "object" // the bare object
	Array  Response = "array"  // a bare array
)

// Name returns the name of the operation in the tables and in api/openapi.yaml:
// timeoff.Leaves.Approve.
func (o *Operation) Name() string {
	return name.Package(o.Domain) + "." + o.Resource.Service + "." + o.GoName
}

// Path returns the path below /api/<version>/resources/.
func (o *Operation) Path() string {
	switch {
	case o.HasID:
		return o.Domain + "/" + o.Segment + "/{id}"
	case o.Action != "":
		return o.Domain + "/" + o.Segment + "/" + o.Action
	}
	return o.Domain + "/" + o.Segment
}

// BodyID reports whether the client sends the id argument in the body: actions require it there,
// and updates repeat it.
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
	Needed   bool // required in the versions that have it

	Range
}

// A Body is the request body of an operation.
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

	Range
	Instead string // what to use instead of an event that is gone
}

// Address returns the place of the event in the overlay: EVENT timeoff/leave/create.
func (e *Event) Address() string { return "EVENT " + e.Name }

// A Kind is the JSON type of a schema.
type Kind string

// The kinds. KindAny is a value without a schema, KindFile an upload.
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

	Component string // the component that the schema refers to, empty for most

	Format   string // id, date, date-time, time, decimal, …
	FormatBy string // the rule that decided: example, model, overlay, name

	// Normalise sets these fields.
	GoName    string // of an object or enum that is a type of its own
	FixedName bool   // the overlay gave GoName
	Unit      string // for readers: "hundredths"
	Meaning   Meaning
	UnitBy    string // the reason of the overlay, if it gives the unit

	Same   string  // from the overlay: the place of the same property in a model, or none
	SameAs *Schema // the enum in a model that is also the type of this property

	EnumPlace string // the place that lists the values, if the enum comes from another schema

	HelperName string  // from the overlay: the name of the helper, or none
	Per        string  // from the overlay: see Helper
	Helper     *Helper // of a number in a model; nil for most

	Demanded bool // from the overlay: the API refuses a request without this parameter

	Range                         // absolute
	Values       map[string]Range // of values of the enum that only some versions have
	Instead      string           // what to use instead, if the place or values of it are gone
	IntegerUntil string           // the last version in which it is an integer; empty if there is none
}

// A Property is a member of an object.
type Property struct {
	Name     string
	Schema   *Schema
	Required bool
	Needed   bool // required in the versions that have it

	Range
}

// Property returns the member with a name, or nil.
func (s *Schema) Property(name string) *Property {
	for _, p := range s.Properties {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// Walk calls visit for the schema and all schemas below it.
func (s *Schema) Walk(visit func(*Schema)) {
	visit(s)
	for _, p := range s.Properties {
		p.Schema.Walk(visit)
	}
	if s.Items != nil {
		s.Items.Walk(visit)
	}
}

// Component returns the component with a published name, or nil.
func (d *Document) Component(name string) *Component {
	for _, c := range d.Components {
		if c.Name == name {
			return c
		}
	}
	return nil
}
