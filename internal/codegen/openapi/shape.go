package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// oneShapeOneName refuses two names for one shape within a role: callers would have to convert
// between the two types.
func (n *namer) oneShapeOneName() {
	byShape := map[string]*Type{}
	var reported []string
	for _, t := range n.ordered {
		if t.Operation != nil || t.Role == RoleEnum || n.isComponent(t.Schema) {
			continue
		}
		key := string(t.Role) + shape(t.Schema)
		if other, ok := byShape[key]; ok {
			if slices.ContainsFunc(reported, func(outer string) bool { return strings.HasPrefix(t.Schema.Address, outer) }) {
				continue // a name for the outer type settles this one too
			}
			reported = append(reported, t.Schema.Address)
			n.fail(t.Schema.Place, "has the same shape as %s; give both one name in the overlay: at: [%q, %q]",
				other.Schema.Place, strings.Join(other.Places, `", "`), strings.Join(t.Places, `", "`))
		}
		byShape[key] = t
	}
}

func (n *namer) isComponent(s *Schema) bool {
	return slices.ContainsFunc(n.doc.Components, func(c *Component) bool { return c.Schema == s })
}

// shape describes a schema without its examples. Two schemas of one shape can be one Go type.
func shape(s *Schema) string {
	var b strings.Builder
	writeShape(&b, s)
	return b.String()
}

func writeShape(b *strings.Builder, s *Schema) {
	fmt.Fprintf(b, "%s%q", s.Kind, s.Enum)
	properties := slices.Clone(s.Properties)
	slices.SortFunc(properties, func(a, b *Property) int { return strings.Compare(a.Name, b.Name) })
	for _, p := range properties {
		fmt.Fprintf(b, "{%q %t ", p.Name, p.Required)
		writeShape(b, p.Schema)
		b.WriteByte('}')
	}
	if s.Items != nil {
		b.WriteByte('[')
		writeShape(b, s.Items)
		b.WriteByte(']')
	}
}

// adoptExamples copies examples and formats that s lacks from another schema of the same shape.
func adoptExamples(s, other *Schema) {
	if s.Example == nil {
		s.Example = other.Example
	}
	if s.Format == "" {
		s.Format, s.FormatBy = other.Format, other.FormatBy
	}
	for _, p := range s.Properties {
		if q := other.Property(p.Name); q != nil {
			adoptExamples(p.Schema, q.Schema)
		}
	}
	if s.Items != nil && other.Items != nil {
		adoptExamples(s.Items, other.Items)
	}
}

func subset(values, of []string) bool {
	for _, v := range values {
		if !slices.Contains(of, v) {
			return false
		}
	}
	return true
}
