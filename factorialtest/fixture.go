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
// object; what it lacks is made up as for a record that a client creates. Words that the API does not document are taken,
// since the real one answers such. No webhook is sent. See [Server.Change] to set single properties.
func (s *Server) Insert(resource string, v any) (id string, err error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("factorialtest: a record of %s: %w", resource, err)
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return s.insert(resource, raw)
}

// sent reads a record that a test gives, in the types of the resource.
func (s *Server) sent(resource string, raw json.RawMessage) (fields, synthesis, error) {
	y := synthesis{api: s.api, company: s.store.company, now: s.Now(), anyWord: true}
	res := s.api.resources[resource]
	if res == nil {
		return nil, y, fmt.Errorf("%w: %s%s", errResource, resource, didYouMean(resource, s.Resources()))
	}
	given := members(raw)
	if given == nil {
		return nil, y, fmt.Errorf("factorialtest: a record of %s is not an object", resource)
	}
	f := make(fields, len(res.shape.properties))
	for name, v := range given {
		p := res.shape.property(name)
		if p == nil {
			return nil, y, fmt.Errorf("factorialtest: a record of %s has no property %s%s", resource, name, didYouMean(name, res.shape.names()))
		}
		value, ok := y.fit(p.Value, v, 0)
		if !ok {
			return nil, y, fmt.Errorf("factorialtest: %s of a record of %s has another type than documented", name, resource)
		}
		f[name] = value
	}
	return f, y, nil
}

func (s *Server) insert(resource string, raw json.RawMessage) (string, error) {
	f, y, err := s.sent(resource, raw)
	if err != nil {
		return "", err
	}
	t := s.store.table(resource)
	shape := t.resource.shape
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
	if resource == subscriptionsPath {
		subscriptionDefaults(f, s.api.version)
	}
	y.complete(shape, f, t.next)
	t.put(shape.encode(id, f), y.now)
	return id, nil
}

// Find decodes a record into v, which is what json.Unmarshal takes: a model of the SDK, or a map. It is false if there is
// no such record. No request is needed for it, so the log of them stays as it is.
func (s *Server) Find(resource, id string, v any) (bool, error) {
	if s.api.resources[resource] == nil {
		return false, fmt.Errorf("%w: %s", errResource, resource)
	}
	records := s.store.reading(resource)
	i, ok := slices.BinarySearchFunc(records, id, (*record).compareID)
	if !ok {
		return false, nil
	}
	if err := json.Unmarshal(records[i].data, v); err != nil {
		return true, fmt.Errorf("factorialtest: a record of %s: %w", resource, err)
	}
	return true, nil
}

// Change sets properties of a record and leaves the others alone, as somebody does in Factorial while a client is not
// looking. v is anything that encodes as an object. No webhook is sent.
func (s *Server) Change(resource, id string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("factorialtest: a record of %s: %w", resource, err)
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	sent, y, err := s.sent(resource, raw)
	if err != nil {
		return err
	}
	t := s.store.table(resource)
	r := t.find(id)
	if r == nil {
		return fmt.Errorf("factorialtest: %s has no record %s", resource, id)
	}
	shape := t.resource.shape
	f := shape.decode(r)
	maps.Copy(f, sent)
	if shape.id >= 0 {
		f[shape.properties[shape.id].Name] = text(id)
	}
	if _, given := sent["updated_at"]; shape.updatedAt >= 0 && !given {
		f["updated_at"] = y.moment(&shape.properties[shape.updatedAt])
	}
	t.put(shape.encode(id, f), y.now)
	return nil
}

// Remove deletes a record. It is false if there was none. No webhook is sent.
func (s *Server) Remove(resource, id string) (bool, error) {
	if s.api.resources[resource] == nil {
		return false, fmt.Errorf("%w: %s", errResource, resource)
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	t := s.store.table(resource)
	found := t.find(id) != nil
	t.remove(id)
	return found, nil
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
			if s.store.company.fills(s.api.resources[path]) {
				fixture[path] = []json.RawMessage{} // what is gone stays away
			}
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
