// Package spec has the tables and shapes of the OpenAPI spec, compiled for lookups: resources,
// operations, shapes of records, references between resources, and what each version has. It knows
// no record. Every room may import it; it imports none.
package spec

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/reference"
)

// API is the compiled spec.
type API struct {
	Version   string               // the default
	versions  []string             // all that the tables describe, oldest first; may be nil
	Resources map[string]*Resource // by path: timeoff/leaves
	Order     []*Resource          // in the order of the spec
	Shapes    map[string]*Shape    // by name: timeoff.Leave
	Events    []apitable.Event
	index     *reference.Index // of the paths of the resources
}

// Resource is a collection with its operations.
type Resource struct {
	Path     string // timeoff/leaves
	Shape    *Shape // of its records
	Singular string // leave
	// Operations by method and the rest of the path: "POST approve", "GET {id}", "GET ".
	Operations map[string]*Operation
	References []Relation
}

// Operation is an operation of the spec with the data that the fake derives from it.
type Operation struct {
	*apitable.Operation
	Verb     string // list, get, create, update, delete, or the action: approve
	Resource *Resource
	Shape    *Shape          // of the response
	Body     *apitable.Value // an object, with its reference resolved; nil if the operation takes no body
}

// Compile prepares the tables of the spec.
func Compile(tables *apitable.API) *API {
	a := &API{
		Version:   tables.Version,
		versions:  tables.Versions,
		Resources: make(map[string]*Resource),
		Shapes:    make(map[string]*Shape, len(tables.Schemas)),
		Events:    tables.Events,
	}
	for name, v := range tables.Schemas {
		a.Shapes[name] = NewShape(name, v)
	}
	for _, s := range a.Shapes {
		s.differs = sync.OnceValue(func() map[string]bool { return a.differing(s) })
	}
	for i := range tables.Operations {
		a.add(&tables.Operations[i])
	}
	paths := make([]string, 0, len(a.Order))
	for _, res := range a.Order {
		paths = append(paths, res.Path)
	}
	a.index = reference.NewIndex(paths)
	a.connect()
	return a
}

// add derives an operation from its method and path. It knows no resource by name.
func (a *API) add(described *apitable.Operation) {
	segments := strings.SplitN(described.Path, "/", 3)
	if len(segments) < 2 {
		return
	}
	path, rest := segments[0]+"/"+segments[1], ""
	if len(segments) == 3 {
		rest = segments[2]
	}
	shape := a.Shapes[described.Schema]
	if shape == nil {
		shape = NewShape(described.Schema, apitable.Value{Type: "object"})
	}
	res := a.Resources[path]
	if res == nil {
		_, name, _ := strings.Cut(described.Schema, ".")
		res = &Resource{Path: path, Shape: shape, Singular: strings.ToLower(name), Operations: make(map[string]*Operation)}
		a.Resources[path] = res
		a.Order = append(a.Order, res)
	}
	op := &Operation{Operation: described, Resource: res, Shape: shape, Verb: verb(described.Method, rest)}
	if described.Body != nil {
		op.Body = new(a.Resolve(*described.Body))
	}
	res.Operations[described.Method+" "+rest] = op
}

func verb(method, rest string) string {
	switch {
	case method == "GET" && rest == "":
		return "list"
	case method == "GET":
		return "get"
	case method == "PUT", method == "PATCH":
		return "update"
	case method == "DELETE":
		return "delete"
	case rest == "":
		return "create"
	default:
		return rest
	}
}

// Resolve replaces a reference by the object that it names.
func (a *API) Resolve(v apitable.Value) apitable.Value {
	if v.Ref == "" {
		return v
	}
	if s := a.Shapes[v.Ref]; s != nil {
		return apitable.Value{Type: "object", Properties: s.Properties}
	}
	return apitable.Value{Type: "object"}
}

// Paths returns the sorted paths of all resources.
func (a *API) Paths() []string { return slices.Sorted(maps.Keys(a.Resources)) }

// Find returns the operation for a method and the escaped segments of a path below the version. It
// also returns the id in the path, still escaped, if there is one.
func (a *API) Find(method string, segments []string) (op *Operation, id string) {
	if len(segments) < 2 || len(segments) > 3 {
		return nil, ""
	}
	res := a.Resources[segments[0]+"/"+segments[1]]
	if res == nil {
		return nil, ""
	}
	if len(segments) == 2 {
		return res.Operations[method+" "], ""
	}
	if op := res.Operations[method+" "+segments[2]]; op != nil {
		return op, ""
	}
	return res.Operations[method+" {id}"], segments[2]
}
