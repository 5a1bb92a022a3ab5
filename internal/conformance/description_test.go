package conformance_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// schema is the part of a JSON schema that the tests read.
type schema struct {
	Ref        string             `json:"$ref"`
	Type       string             `json:"type"`
	Format     string             `json:"format"`
	Enum       []any              `json:"enum"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
	Items      *schema            `json:"items"`
}

// names returns the names of the properties in alphabetical order, in which encoding/json writes a
// map.
func (s *schema) names() []string { return slices.Sorted(maps.Keys(s.Properties)) }

func (s *schema) requires(name string) bool { return slices.Contains(s.Required, name) }

// untyped reports whether the spec has no type for the value, or an object without properties.
func (s *schema) untyped() bool {
	return s.Type == "" || s.Type == "unknown" || s.Type == "object" && s.Properties == nil
}

// parameter is a query parameter.
type parameter struct {
	Name   string  `json:"name"`
	In     string  `json:"in"`
	Schema *schema `json:"schema"`
}

// operation is an operation of the spec.
type operation struct {
	method string
	path   string // below /resources/, such as timeoff/leaves/{id}
	url    string // as in the spec
	query  []parameter
	body   *schema // nil for none
	form   bool    // the body is multipart/form-data
	answer *schema

	// The Go package, service and method.
	pkg, service, name string
}

func (op *operation) String() string { return op.method + " " + op.path }

// goName returns the Go name that a user calls.
func (op *operation) goName() string { return op.pkg + "." + op.service + "." + op.name }

// list reports whether the operation reads a list.
func (op *operation) list() bool { return op.name == "List" }

// update reports whether the operation sends only the fields that the caller set.
func (op *operation) update() bool { return op.method == "PUT" }

// takesID reports whether the Go method takes the id of a record: if the path has one, or if an
// action needs one.
func (op *operation) takesID() bool { return strings.HasSuffix(op.path, "/{id}") || op.bodyID() }

// bodyID reports whether the method sends its id in the body.
func (op *operation) bodyID() bool {
	if op.body == nil || op.body.Properties["id"] == nil {
		return false
	}
	action := strings.Count(op.path, "/") == 2
	return op.update() || op.method == "POST" && action && op.body.requires("id")
}

// locate finds the Go name of the operation by the documented rule.
func (op *operation) locate() error {
	segments := strings.Split(op.path, "/")
	if len(segments) < 2 || len(segments) > 3 {
		return fmt.Errorf("%v: a path of another kind", op)
	}
	op.pkg, op.service = packageName(segments[0]), exported(segments[1])
	one := len(segments) == 3 && segments[2] == "{id}"
	switch {
	case op.method == "GET" && one:
		op.name = "Get"
	case op.method == "PUT" && one:
		op.name = "Update"
	case op.method == "DELETE" && one:
		op.name = "Delete"
	case op.method == "GET" && len(segments) == 2:
		op.name = "List"
	case op.method == "POST" && len(segments) == 2:
		op.name = "Create"
	case op.method == "POST" && !one:
		op.name = exported(segments[2])
	default:
		return fmt.Errorf("%v: an operation of another kind", op)
	}
	return nil
}

// description returns the operations of the published spec. It reads the spec once, and fails the
// test if it cannot.
func description(tb testing.TB) []*operation {
	tb.Helper()
	operations, err := readDescription()
	if err != nil {
		tb.Fatal(err)
	}
	return operations
}

var readDescription = sync.OnceValues(func() ([]*operation, error) {
	text, err := os.ReadFile(filepath.Join("..", "..", "api", "upstream", factorialhr.DefaultAPIVersion+".json"))
	if err != nil {
		return nil, err
	}
	var file struct {
		Paths map[string]map[string]struct {
			Parameters  []parameter `json:"parameters"`
			RequestBody *struct {
				Content content `json:"content"`
			} `json:"requestBody"`
			Responses map[string]struct {
				Content content `json:"content"`
			} `json:"responses"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]*schema `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	var operations []*operation
	for path, methods := range file.Paths {
		_, below, _ := strings.Cut(path, "/resources/")
		for method, described := range methods {
			op := &operation{method: strings.ToUpper(method), path: below, url: path}
			if err := op.locate(); err != nil {
				return nil, err
			}
			for _, p := range described.Parameters {
				if p.In == "query" {
					op.query = append(op.query, p)
				}
			}
			if body := described.RequestBody; body != nil {
				kind, s, err := body.Content.only()
				if err != nil {
					return nil, fmt.Errorf("%v: %w", op, err)
				}
				op.body, op.form = s, kind == "multipart/form-data"
			}
			for status, response := range described.Responses {
				if _, op.answer, err = response.Content.only(); err != nil {
					return nil, fmt.Errorf("%v: %s: %w", op, status, err)
				}
				if err := resolve(&op.answer, file.Components.Schemas); err != nil {
					return nil, fmt.Errorf("%v: %w", op, err)
				}
			}
			operations = append(operations, op)
		}
	}
	slices.SortFunc(operations, func(a, b *operation) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method))
	})
	return operations, nil
})

// content maps the media types of a body to their schemas.
type content map[string]struct {
	Schema *schema `json:"schema"`
}

// only returns the media type if there is exactly one.
func (c content) only() (kind string, s *schema, err error) {
	if len(c) != 1 {
		return "", nil, fmt.Errorf("%d media types", len(c))
	}
	for kind, media := range c {
		return kind, media.Schema, nil
	}
	return "", nil, nil
}

// resolve replaces references by components.
func resolve(s **schema, components map[string]*schema) error {
	if ref := (*s).Ref; ref != "" {
		target := components[ref[strings.LastIndex(ref, "/")+1:]]
		if target == nil {
			return fmt.Errorf("%s is not there", ref)
		}
		*s = target
		return nil // components do not refer to others
	}
	for name := range (*s).Properties {
		p := (*s).Properties[name]
		if err := resolve(&p, components); err != nil {
			return err
		}
		(*s).Properties[name] = p
	}
	if (*s).Items != nil {
		return resolve(&(*s).Items, components)
	}
	return nil
}
