package golang

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A lifetime says in sentences which API versions have a part of the API. Both sentences are empty
// for most parts.
type lifetime struct {
	Since string // "Since 2027-01-01, a beta."
	Gone  string // "Deprecated: gone since 2026-07-01; use TimeRecords."
}

// The extensions of whatever only some versions have.
var rangeExtensions = []string{"x-factorial-since", "x-factorial-until", "x-factorial-instead"}

// lifetime reads the extensions of an operation, a parameter, a schema or a webhook.
func (v *view) lifetime(extensions map[string]any) lifetime {
	return v.lifetimeOf(extension(extensions, "x-factorial-since"), extension(extensions, "x-factorial-until"),
		extension(extensions, "x-factorial-instead"))
}

func (v *view) lifetimeOf(since, until, instead string) lifetime {
	var l lifetime
	if since != "" {
		l.Since = "Since " + since + "."
		if since > v.doc.Info.Version {
			l.Since = "Since " + since + ", a beta."
		}
	}
	if until != "" {
		l.Gone = "Deprecated: gone since " + v.after(until)
		if instead != "" {
			l.Gone += "; " + strings.TrimSuffix(instead, ".")
		}
		l.Gone += "."
	}
	return l
}

// after returns the first described version after another.
func (v *view) after(version string) string {
	versions, _ := v.doc.Info.Extensions["x-factorial-versions"].([]any)
	for _, later := range versions {
		if s, _ := later.(string); s > version {
			return s
		}
	}
	return "the version after " + version
}

// deprecation returns the paragraph for tools: the part is gone, or the spec says so.
func (l lifetime) deprecation(inSpec bool) string {
	if inSpec {
		return cmp.Or(l.Gone, deprecation)
	}
	return l.Gone
}

// above adds the sentences to the comment above a field or a constant.
func (l lifetime) above(comment string) string {
	if l.Since != "" {
		comment += indented(l.Since)
	}
	if l.Gone != "" {
		if comment != "" {
			comment += "//\n"
		}
		comment += indented(l.Gone)
	}
	return comment
}

// values lists the constants of an enum.
func (v *view) values(typeName string, schema *openapi3.Schema) []valueView {
	list := values(typeName, schema)
	since, _ := schema.Extensions["x-factorial-enum-since"].(map[string]any)
	until, _ := schema.Extensions["x-factorial-enum-until"].(map[string]any)
	instead := extension(schema.Extensions, "x-factorial-instead")
	for i := range list {
		value := list[i].Value
		list[i].Doc = v.lifetimeOf(extension(since, value), extension(until, value), instead).above(list[i].Doc)
	}
	return list
}

// ranges keeps the extensions of properties, which a reference cannot hold.
func ranges(properties *ordered.Object) *ordered.Object {
	all := &ordered.Object{}
	for _, name := range properties.Keys() {
		kept := &ordered.Object{}
		for _, key := range rangeExtensions {
			if value, ok := get(properties, name).Get(key); ok {
				kept.Set(key, value)
			}
		}
		if kept.Len() > 0 {
			all.Set(name, kept)
		}
	}
	return all
}

// lifetimeOfProperty reads what ranges has kept.
func (v *view) lifetimeOfProperty(schema *openapi3.Schema, name string) lifetime {
	all, _ := schema.Extensions["x-ranges"].(map[string]any)
	extensions, _ := all[name].(map[string]any)
	return v.lifetime(extensions)
}

// partsLiteral writes the parts of an operation that only some versions have, in Go.
func partsLiteral(extensions map[string]any) string {
	list, _ := extensions["x-factorial-parts"].([]any)
	var b strings.Builder
	for _, item := range list {
		part, _ := item.(map[string]any)
		var fields []string
		for _, key := range []string{"query", "body", "value", "since", "until"} {
			if text := extension(part, key); text != "" {
				fields = append(fields, fmt.Sprintf("%s%s: %q", strings.ToUpper(key[:1]), key[1:], text))
			}
		}
		b.WriteString("\n{" + strings.Join(fields, ", ") + "},")
	}
	if b.Len() == 0 {
		return ""
	}
	return "[]factorialhr.Part{" + b.String() + "\n}"
}

// lifetime returns what holds for all methods of the service.
func (s *serviceView) lifetime() lifetime {
	l := s.Methods[0].Lifetime
	if slices.ContainsFunc(s.Methods, func(m *methodView) bool { return m.Lifetime.Gone != l.Gone }) {
		l.Gone = ""
	}
	if slices.ContainsFunc(s.Methods, func(m *methodView) bool { return m.Lifetime.Since != l.Since }) {
		l.Since = ""
	}
	return l
}
