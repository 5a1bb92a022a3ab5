package factorialtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// errResource is a path that this version of the API does not have.
var errResource = errors.New("factorialtest: no such resource")

// Records returns the records of a resource, by its path, as timeoff/leaves, in the order of their ids. It is nil for a
// resource that the API does not have.
func (s *Server) Records(resource string) []json.RawMessage {
	if s.api.resources[resource] == nil {
		return nil
	}
	records := s.store.reading(resource)
	all := make([]json.RawMessage, len(records))
	for i, r := range records {
		all[i] = bytes.Clone(r.data)
	}
	return all
}

// Resources returns the paths of all resources that the API has, as timeoff/leaves, in alphabetical order.
func (s *Server) Resources() []string { return slices.Sorted(maps.Keys(s.api.resources)) }

// Insert adds a record, or replaces the one with its id, and returns its id. The record is anything that encodes as an
// object; what it lacks is made up as for a record that a client creates. No webhook is sent.
func (s *Server) Insert(resource string, v any) (id string, err error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("factorialtest: a record of %s: %w", resource, err)
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return s.insert(resource, raw)
}

func (s *Server) insert(resource string, raw json.RawMessage) (string, error) {
	if s.api.resources[resource] == nil {
		return "", fmt.Errorf("%w: %s", errResource, resource)
	}
	sent := members(raw)
	if sent == nil {
		return "", fmt.Errorf("factorialtest: a record of %s is not an object", resource)
	}
	t := s.store.table(resource)
	shape := t.resource.shape
	y := synthesis{api: s.api, company: s.store.company, now: s.Now()}
	f := make(fields, len(shape.properties))
	for name, v := range sent {
		p := shape.property(name)
		if p == nil {
			return "", fmt.Errorf("factorialtest: a record of %s has no property %s", resource, name)
		}
		value, ok := y.fit(p.Value, v, 0)
		if !ok {
			return "", fmt.Errorf("factorialtest: %s of a record of %s has another type than documented", name, resource)
		}
		f[name] = value
	}
	id := ""
	if shape.id >= 0 {
		id = plain(f[shape.properties[shape.id].Name])
	}
	if id == "" {
		id = t.newID()
		if shape.id >= 0 {
			f[shape.properties[shape.id].Name] = text(id)
		}
	}
	y.complete(shape, f, t.next)
	t.put(shape.encode(id, f), y.now)
	return id, nil
}

// Load replaces records by those of a fixture: a JSON object of lists, by the paths of the resources. The resources that
// it names hold what it has and nothing else afterwards, the others stay. Nothing is changed if there is an error.
//
//	{"employees/employees": [{"id": "1", "first_name": "Ada"}]}
func (s *Server) Load(r io.Reader) error {
	var fixture map[string][]json.RawMessage
	if err := json.NewDecoder(r).Decode(&fixture); err != nil {
		return fmt.Errorf("factorialtest: the fixture: %w", err)
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	before := maps.Clone(s.store.tables)
	for _, resource := range slices.Sorted(maps.Keys(fixture)) {
		if res := s.api.resources[resource]; res != nil {
			s.store.tables[resource] = &table{resource: res, next: 1}
		}
		for _, raw := range fixture[resource] {
			if _, err := s.insert(resource, raw); err != nil {
				s.store.tables = before
				return err
			}
		}
	}
	return nil
}

// Dump writes all records as a fixture for [Server.Load], the resources in the order of their paths.
func (s *Server) Dump(w io.Writer) error {
	s.store.mu.Lock()
	fixture := make(map[string][]json.RawMessage)
	for path := range s.api.resources {
		records := s.store.table(path).records
		if len(records) == 0 {
			continue
		}
		for _, r := range records {
			fixture[path] = append(fixture[path], r.data)
		}
	}
	s.store.mu.Unlock()
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(fixture); err != nil {
		return fmt.Errorf("factorialtest: the fixture: %w", err)
	}
	return nil
}
