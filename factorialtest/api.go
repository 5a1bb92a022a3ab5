package factorialtest

import (
	"strings"
	"sync"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/reference"
)

// loadAPI compiles the tables of the OpenAPI spec. All servers share the result, which never
// changes.
var loadAPI = sync.OnceValues(func() (*api, error) {
	tables, err := apitable.Load()
	if err != nil {
		return nil, err
	}
	return compile(tables), nil
})

// api is the compiled spec.
type api struct {
	version   string               // the default
	versions  []string             // all that the tables describe, oldest first; may be nil
	resources map[string]*resource // by path: timeoff/leaves
	order     []*resource          // in the order of the spec
	shapes    map[string]*shape    // by name: timeoff.Leave
	events    []apitable.Event
	index     *reference.Index // of the paths of the resources
}

// resource is a collection with its operations.
type resource struct {
	path     string // timeoff/leaves
	shape    *shape // of its records
	singular string // leave
	// operations by method and the rest of the path: "POST approve", "GET {id}", "GET ".
	operations map[string]*operation
	references []relation
}

// operation is an operation of the spec with the data that the fake derives from it.
type operation struct {
	*apitable.Operation
	verb     string // list, get, create, update, delete, or the action: approve
	resource *resource
	shape    *shape               // of the response
	body     *apitable.Value      // an object, with its reference resolved; nil if the operation takes no body
	query    map[string]parameter // by name
}

func compile(tables *apitable.API) *api {
	a := &api{
		version:   tables.Version,
		versions:  tables.Versions,
		resources: make(map[string]*resource),
		shapes:    make(map[string]*shape, len(tables.Schemas)),
		events:    tables.Events,
	}
	for name, v := range tables.Schemas {
		a.shapes[name] = newShape(name, v)
	}
	for _, s := range a.shapes {
		s.differs = sync.OnceValue(func() map[string]bool { return a.differing(s) })
	}
	for i := range tables.Operations {
		a.add(&tables.Operations[i])
	}
	paths := make([]string, 0, len(a.order))
	for _, res := range a.order {
		paths = append(paths, res.path)
	}
	a.index = reference.NewIndex(paths)
	a.connect()
	for _, res := range a.order {
		for _, op := range res.operations {
			op.query = a.parameters(op)
		}
	}
	return a
}

// add derives an operation from its method and path. It knows no resource by name.
func (a *api) add(described *apitable.Operation) {
	segments := strings.SplitN(described.Path, "/", 3)
	if len(segments) < 2 {
		return
	}
	path, rest := segments[0]+"/"+segments[1], ""
	if len(segments) == 3 {
		rest = segments[2]
	}
	shape := a.shapes[described.Schema]
	if shape == nil {
		shape = newShape(described.Schema, apitable.Value{Type: "object"})
	}
	res := a.resources[path]
	if res == nil {
		_, name, _ := strings.Cut(described.Schema, ".")
		res = &resource{path: path, shape: shape, singular: strings.ToLower(name), operations: make(map[string]*operation)}
		a.resources[path] = res
		a.order = append(a.order, res)
	}
	op := &operation{Operation: described, resource: res, shape: shape, verb: verb(described.Method, rest)}
	if described.Body != nil {
		op.body = new(a.resolve(*described.Body))
	}
	res.operations[described.Method+" "+rest] = op
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

// resolve replaces a reference by the object that it names.
func (a *api) resolve(v apitable.Value) apitable.Value {
	if v.Ref == "" {
		return v
	}
	if s := a.shapes[v.Ref]; s != nil {
		return apitable.Value{Type: "object", Properties: s.properties}
	}
	return apitable.Value{Type: "object"}
}

// find returns the operation for a method and the escaped segments of a path below the version. It
// also returns the id in the path, still escaped, if there is one.
func (a *api) find(method string, segments []string) (op *operation, id string) {
	if len(segments) < 2 || len(segments) > 3 {
		return nil, ""
	}
	res := a.resources[segments[0]+"/"+segments[1]]
	if res == nil {
		return nil, ""
	}
	if len(segments) == 2 {
		return res.operations[method+" "], ""
	}
	if op := res.operations[method+" "+segments[2]]; op != nil {
		return op, ""
	}
	return res.operations[method+" {id}"], segments[2]
}
