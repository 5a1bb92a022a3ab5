package factorialtest

import (
	"encoding/json"
	"fmt"
	"io"
)

// Records returns the records of a resource in the order of their ids. resource is a path such as
// timeoff/leaves. It returns nil if the API has no such resource.
func (s *Server) Records(resource string) []json.RawMessage { return s.editor.Records(resource) }

// Resources returns the sorted paths of all resources of the API, such as timeoff/leaves.
func (s *Server) Resources() []string { return s.engine.API.Paths() }

// Insert adds a record, or replaces the one with the same id, and returns the id. v must encode as
// a JSON object. Insert makes up missing properties, as for a record that a client creates:
// an employee has a full name and is at work, a leave has its length and the name of its employee.
// null stays null. Insert accepts values outside a documented enum, because the real API returns
// such values too. It adds no other record, such as a contract, and sends no webhook. Use
// [Server.Change] to set single properties.
func (s *Server) Insert(resource string, v any) (id string, err error) {
	id, err = s.editor.Insert(resource, v)
	return id, named(err)
}

// Find decodes a record into v, as json.Unmarshal does: a model of the SDK or a map. It returns
// false if there is no such record. It makes no request, so the log stays unchanged.
func (s *Server) Find(resource, id string, v any) (bool, error) {
	found, err := s.editor.Find(resource, id, v)
	return found, named(err)
}

// Change sets properties of a record and keeps the others, like a user of Factorial who edits the
// record behind the client's back. v must encode as a JSON object. The full name follows a first or
// last name, as in an update by the API, unless v has one. Change sends no webhook.
func (s *Server) Change(resource, id string, v any) error {
	return named(s.editor.Change(resource, id, v))
}

// Remove deletes a record. It returns false if there is none. It sends no webhook.
func (s *Server) Remove(resource, id string) (bool, error) {
	found, err := s.editor.Remove(resource, id)
	if found {
		s.engine.Files.Forget(resource, id)
	}
	return found, named(err)
}

// Load replaces records with those of a fixture: a JSON object that maps the paths of resources to
// lists of records. Afterwards these resources hold only the records of the fixture. Other
// resources keep their records. If Load returns an error, it has changed nothing.
//
//	{"employees/employees": [{"id": "1", "first_name": "Ada"}]}
func (s *Server) Load(r io.Reader) error { return named(s.editor.Load(r)) }

// Dump writes all records as a fixture for [Server.Load], sorted by the path of the resource.
func (s *Server) Dump(w io.Writer) error { return named(s.editor.Dump(w)) }

// named adds the name of the package to an error.
func named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("factorialtest: %w", err)
}
