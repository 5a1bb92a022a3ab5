package conformance_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
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

// unheld is a version that the module holds no spec of. The client sends it everything, also what
// only some versions have.
const unheld = "2099-01-01"

// description returns the operations of the published specs together. It reads the specs once, and
// fails the test if it cannot.
func description(tb testing.TB) []*operation {
	tb.Helper()
	operations, err := readDescription()
	if err != nil {
		tb.Fatal(err)
	}
	return operations
}

var readDescription = sync.OnceValues(func() ([]*operation, error) { return readVersions(factorialhr.APIVersions()) })

// heldDescription returns the operations of all specs that the module holds, also of those that are
// not in the generated code.
func heldDescription(tb testing.TB) []*operation {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "api", "upstream", "*.json"))
	if err != nil {
		tb.Fatal(err)
	}
	var versions []string
	for _, file := range files {
		versions = append(versions, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	operations, err := readVersions(versions)
	if err != nil {
		tb.Fatal(err)
	}
	return operations
}

// readVersions reads the specs of versions, oldest first.
func readVersions(versions []string) ([]*operation, error) {
	byAddress := map[string]*operation{}
	for _, version := range versions {
		if err := readVersion(version, byAddress); err != nil {
			return nil, fmt.Errorf("%s: %w", version, err)
		}
	}
	return slices.SortedFunc(maps.Values(byAddress), func(a, b *operation) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.method, b.method))
	}), nil
}

// readVersion adds the operations of one spec.
func readVersion(version string, byAddress map[string]*operation) error {
	text, err := os.ReadFile(filepath.Join("..", "..", "api", "upstream", version+".json"))
	if err != nil {
		return err
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
		return err
	}
	for path, methods := range file.Paths {
		_, below, _ := strings.Cut(path, "/resources/")
		for method, described := range methods {
			op := &operation{method: strings.ToUpper(method), path: below, url: "/api/" + unheld + "/resources/" + below}
			if err := op.locate(); err != nil {
				return err
			}
			for _, p := range described.Parameters {
				if p.In == "query" {
					op.query = append(op.query, p)
				}
			}
			if body := described.RequestBody; body != nil {
				kind, s, err := body.Content.only()
				if err != nil {
					return fmt.Errorf("%v: %w", op, err)
				}
				op.body, op.form = s, kind == "multipart/form-data"
			}
			for status, response := range described.Responses {
				if status[0] != '2' {
					continue
				}
				if _, op.answer, err = response.Content.only(); err != nil {
					return fmt.Errorf("%v: %s: %w", op, status, err)
				}
				if err := resolve(&op.answer, file.Components.Schemas); err != nil {
					return fmt.Errorf("%v: %w", op, err)
				}
			}
			op.correct()
			if older := byAddress[op.String()]; older != nil {
				op.join(older)
			}
			byAddress[op.String()] = op
		}
	}
	return nil
}

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

var idName = regexp.MustCompile(`(^|_)ids?(\[\])?$`)

// correct gives older specs the types that the generator reads in them. The ids were integers
// before 2026-07-01; reviewed_by and two objects had another type before 2026-10-01.
func (op *operation) correct() {
	for _, q := range op.query {
		correct(q.Name, q.Schema)
	}
	for _, s := range []*schema{op.body, op.answer} {
		if s != nil {
			correct("", s)
		}
	}
}

func correct(name string, s *schema) {
	switch {
	case s.Type == "integer" && (idName.MatchString(name) || name == "reviewed_by"):
		s.Type = "string"
	case s.Type == "string" && (name == "create_params" || name == "update_params"):
		s.Type = "" // an object, which the spec calls a string
	}
	for member, inner := range s.Properties {
		correct(member, inner)
	}
	if s.Items != nil {
		correct(name, s.Items)
	}
}

// join adds what only an older version has of the operation.
func (op *operation) join(older *operation) {
	for _, q := range older.query {
		i := slices.IndexFunc(op.query, func(p parameter) bool { return p.Name == q.Name })
		if i < 0 {
			op.query = append(op.query, q)
			continue
		}
		op.query[i].Schema = joined(q.Schema, op.query[i].Schema)
	}
	op.body = joined(older.body, op.body)
	op.answer = joined(older.answer, op.answer)
}

// joined returns the newer schema with what only the older one has: properties and values of enums.
// No version requires what another does not have.
func joined(older, newer *schema) *schema {
	switch {
	case newer == nil:
		return older
	case older == nil, older.Type != newer.Type:
		return newer
	}
	both := *newer
	if older.Enum != nil && newer.Enum != nil {
		both.Enum = slices.Clone(newer.Enum)
		for _, value := range older.Enum {
			if !slices.Contains(both.Enum, value) {
				both.Enum = append(both.Enum, value)
			}
		}
	}
	if older.Items != nil {
		both.Items = joined(older.Items, newer.Items)
	}
	if older.Properties == nil || newer.Properties == nil {
		return &both
	}
	both.Properties, both.Required = map[string]*schema{}, slices.Clone(newer.Required)
	limited := func(name string) bool { return older.Properties[name] == nil || newer.Properties[name] == nil }
	both.Required = slices.DeleteFunc(both.Required, limited)
	for name, s := range older.Properties {
		both.Properties[name] = joined(s, newer.Properties[name])
	}
	for name, s := range newer.Properties {
		if older.Properties[name] == nil {
			both.Properties[name] = s
		}
	}
	return &both
}
