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

// errResource reports a path that this version of the API does not have.
var errResource = errors.New("factorialtest: no such resource")

// Records returns the records of a resource in the order of their ids. resource is a path such as
// timeoff/leaves. It returns nil if the API has no such resource.
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

// Resources returns the sorted paths of all resources of the API, such as timeoff/leaves.
func (s *Server) Resources() []string { return slices.Sorted(maps.Keys(s.api.resources)) }

// Insert adds a record, or replaces the one with the same id, and returns the id. v must encode as
// a JSON object. Insert makes up missing properties, as for a record that a client creates. It
// accepts values outside a documented enum, because the real API returns such values too. It sends
// no webhook. Use [Server.Change] to set single properties.
func (s *Server) Insert(resource string, v any) (id string, err error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("factorialtest: encode a record of %s: %w", resource, err)
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return s.insert(resource, raw)
}

// sent converts a record from a test to the types of the resource.
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
			return nil, y, fmt.Errorf("factorialtest: %s of a record of %s does not have its documented type", name, resource)
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

// Find decodes a record into v, as json.Unmarshal does: a model of the SDK or a map. It returns
// false if there is no such record. It makes no request, so the log stays unchanged.
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
		return true, fmt.Errorf("factorialtest: decode a record of %s: %w", resource, err)
	}
	return true, nil
}

// Change sets properties of a record and keeps the others, like a user of Factorial who edits the
// record behind the client's back. v must encode as a JSON object. Change sends no webhook.
func (s *Server) Change(resource, id string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("factorialtest: encode a record of %s: %w", resource, err)
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

// Remove deletes a record. It returns false if there is none. It sends no webhook.
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

// Load replaces records with those of a fixture: a JSON object that maps the paths of resources to
// lists of records. Afterwards these resources hold only the records of the fixture. Other
// resources keep their records. If Load returns an error, it has changed nothing.
//
//	{"employees/employees": [{"id": "1", "first_name": "Ada"}]}
func (s *Server) Load(r io.Reader) error {
	var fixture map[string][]json.RawMessage
	if err := json.NewDecoder(r).Decode(&fixture); err != nil {
		return fmt.Errorf("factorialtest: read the fixture: %w", err)
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

// Dump writes all records as a fixture for [Server.Load], sorted by the path of the resource.
func (s *Server) Dump(w io.Writer) error {
	s.store.mu.Lock()
	fixture := make(map[string][]json.RawMessage)
	for path := range s.api.resources {
		records := s.store.table(path).records
		if len(records) == 0 {
			if s.store.company.fills(s.api.resources[path]) {
				fixture[path] = []json.RawMessage{} // an empty list keeps Load from restoring the seeded records
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
		return fmt.Errorf("factorialtest: write the fixture: %w", err)
	}
	return nil
}
