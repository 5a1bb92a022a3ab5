package spec

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

// MaxDepth limits the nesting of objects.
const MaxDepth = 4

// Shape is an object type of the spec, with the places of its properties. It never changes.
type Shape struct {
	Name       string // timeoff.Leave
	Properties []apitable.Property
	index      map[string]int
	ID         int // the index of the id, -1 if there is none
	UpdatedAt  int
	// differs returns the versions with another form of the records. It is nil for a shape that is
	// not in the tables.
	differs func() map[string]bool
}

// NewShape prepares an object type.
func NewShape(name string, v apitable.Value) *Shape {
	s := &Shape{Name: name, Properties: v.Properties, index: make(map[string]int, len(v.Properties))}
	for i, p := range v.Properties {
		s.index[p.Name] = i
	}
	s.ID, s.UpdatedAt = s.At("id"), s.At("updated_at")
	if s.ID < 0 {
		s.ID = s.At("uuid")
	}
	return s
}

// At returns the index of a property, -1 if there is none.
func (s *Shape) At(name string) int {
	if i, ok := s.index[name]; ok {
		return i
	}
	return -1
}

// Names returns the names of the properties.
func (s *Shape) Names() []string {
	all := make([]string, len(s.Properties))
	for i := range s.Properties {
		all[i] = s.Properties[i].Name
	}
	return all
}

// Has reports whether the shape has a property.
func (s *Shape) Has(name string) bool { return s.At(name) >= 0 }

// Property returns a property by its name, nil if there is none.
func (s *Shape) Property(name string) *apitable.Property {
	if i := s.At(name); i >= 0 {
		return &s.Properties[i]
	}
	return nil
}

// SuffixOf returns the property of s that a name refers to: name itself, or its longest suffix that
// is a property, such as access_id for target_access_id. It returns name if there is none.
func (s *Shape) SuffixOf(name string) string {
	for rest := name; ; {
		if s.Has(rest) {
			return rest
		}
		_, after, ok := strings.Cut(rest, "_")
		if !ok || after == "id" {
			return name
		}
		rest = after
	}
}
