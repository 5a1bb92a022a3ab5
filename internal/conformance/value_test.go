package conformance_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

var (
	dateType     = reflect.TypeFor[factorialhr.Date]()
	dateTimeType = reflect.TypeFor[factorialhr.DateTime]()
	timeType     = reflect.TypeFor[factorialhr.TimeOfDay]()
	decimalType  = reflect.TypeFor[factorialhr.Decimal]()
	fileType     = reflect.TypeFor[factorialhr.File]()
	rawType      = reflect.TypeFor[json.RawMessage]()
)

// deviations are the properties whose Go type differs from the spec on purpose.
var deviations = map[string]string{
	"duration_attributes": "a string in the spec, but its example is an object: kept as JSON",
}

// flags are the properties that the spec calls strings in one body and booleans in the records.
var flags = map[string]bool{"is_attachment_mandatory": true}

// A style determines the values that a builder makes.
type style struct {
	// leaf makes a value without parts.
	leaf func(b *builder, t reflect.Type, s *schema) any
	// whole may replace an object or a list.
	whole func(b *builder, t reflect.Type, s *schema) (any, bool)
	// object may add to an object.
	object func(b *builder, t reflect.Type, members map[string]any)
}

// A builder makes JSON for a schema, and records where the Go type does not fit. The spec has no
// formats, so the Go type determines the text of a string.
type builder struct {
	style    style
	problems *problems
	at       []string // the path to the current value
	n        int      // number of values so far, to make each unique
}

// file is the content of a file, as a separate type among JSON values.
type file string

// pointer returns the JSON pointer of the current value (RFC 6901). No name in the spec contains a
// character to escape.
func (b *builder) pointer() string {
	if len(b.at) == 0 {
		return ""
	}
	return "/" + strings.Join(b.at, "/")
}

func (b *builder) addf(format string, args ...any) {
	b.problems.addf("%s: %s", b.pointer(), fmt.Sprintf(format, args...))
}

// below makes a value one level deeper.
func (b *builder) below(name string, t reflect.Type, s *schema) any {
	b.at = append(b.at, name)
	v := b.value(t, s)
	b.at = b.at[:len(b.at)-1]
	return v
}

func (b *builder) value(t reflect.Type, s *schema) any {
	t = held(t)
	if len(b.at) > 0 && flags[b.at[len(b.at)-1]] {
		s = &schema{Type: "boolean"}
	}
	if s.Type == "" && t.Kind() == reflect.Map {
		s = &schema{Type: "object"}
	}
	if !b.fits(t, s) {
		b.addf("the Go type is %v, described is %s%s", t, s.Type, s.Format)
		return nil
	}
	if t == rawType || s.Type != "object" && s.Type != "array" {
		return b.style.leaf(b, t, s)
	}
	if b.style.whole != nil {
		if v, ok := b.style.whole(b, t, s); ok {
			return v
		}
	}
	switch {
	case s.Type == "array":
		list := make([]any, 0, 2)
		for i := range 2 {
			list = append(list, b.below(fmt.Sprint(i), t.Elem(), s.Items))
		}
		return list
	case t.Kind() == reflect.Map:
		b.n++
		return map[string]any{"id": fmt.Sprint("text ", b.n), "type": "text"}
	}
	return b.object(t, s, "")
}

// object makes the members of an object, except the one called skip.
func (b *builder) object(t reflect.Type, s *schema, skip string) map[string]any {
	members := map[string]any{}
	fields := jsonFields(t)
	for _, name := range s.names() {
		if name == skip {
			continue
		}
		field, ok := fields[name]
		if !ok {
			b.addf("%v has no field for %s", t, name)
			continue
		}
		if want := exported(name); field.Name != want {
			b.addf("%v has %s for %s, not %s", t, field.Name, name, want)
		}
		members[name] = b.below(name, field.Type, s.Properties[name])
	}
	for name := range fields {
		if s.Properties[name] == nil || name == skip {
			b.addf("%v has a field for %s, which is not described", t, name)
		}
	}
	if b.style.object != nil {
		b.style.object(b, t, members)
	}
	return members
}

// fits reports whether a Go type is the right one for a schema.
func (b *builder) fits(t reflect.Type, s *schema) bool {
	if len(b.at) > 0 && deviations[b.at[len(b.at)-1]] != "" {
		return t == rawType
	}
	switch {
	case s.untyped():
		return t == rawType || t.Kind() == reflect.Map && t.Key().Kind() == reflect.String
	case s.Type == "array":
		return t.Kind() == reflect.Slice && t != rawType
	case s.Type == "object":
		return t.Kind() == reflect.Struct
	case s.Type == "boolean":
		return t.Kind() == reflect.Bool
	case s.Type == "integer":
		return t.Kind() == reflect.Int
	case s.Type == "number":
		return t.Kind() == reflect.Float64
	case s.Type == "string":
		return t.Kind() == reflect.String || t == dateType || t == dateTimeType || t == timeType || t == decimalType ||
			t == fileType && s.Format == "binary"
	}
	return false
}

// filled is a leaf with a unique value, if its type has enough values.
func filled(b *builder, t reflect.Type, s *schema) any {
	b.n++
	switch t {
	case idType:
		return fmt.Sprintf([]string{"90071992547409931%d", "%d_2026-12-21", "%d/2/2023-10-01", "0b5c7d1e-4a52-4b0f-9d3c-%012d"}[b.n%4], b.n)
	case dateType:
		return factorialhr.NewDate(2026, time.January, b.n).String()
	case dateTimeType:
		return factorialhr.NewDateTime(time.Date(2026, time.January, 1, 0, b.n, 0, 0, time.UTC)).String()
	case timeType:
		return factorialhr.NewTimeOfDay(b.n/60%24, b.n%60, 30).String()
	case decimalType:
		return fmt.Sprintf("%d.50", b.n)
	case fileType:
		return file(fmt.Sprint("content ", b.n))
	case rawType:
		return map[string]any{"n": []any{b.n, nil, "text"}}
	}
	switch {
	case len(s.Enum) > 0:
		return fmt.Sprint(s.Enum[b.n%len(s.Enum)])
	case s.Type == "boolean":
		return true
	case s.Type == "integer":
		return b.n
	case s.Type == "number":
		return float64(b.n) + 0.25
	}
	return fmt.Sprintf("text %d: Peña & Söhne <\"\\/> \u2028", b.n)
}

// held returns the element type of a pointer or an Opt.
func held(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if isOpt(t) {
		get, _ := t.MethodByName("Get")
		t = get.Type.Out(0)
	}
	return t
}

func isOpt(t reflect.Type) bool {
	return t.PkgPath() == idType.PkgPath() && strings.HasPrefix(t.Name(), "Opt[")
}

// jsonFields returns the fields of a struct by their JSON names. The map is shared.
func jsonFields(t reflect.Type) map[string]reflect.StructField {
	if known, ok := knownFields.Load(t); ok {
		return known.(map[string]reflect.StructField)
	}
	fields := map[string]reflect.StructField{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "-" {
			fields[name] = f
		}
	}
	knownFields.Store(t, fields)
	return fields
}

var knownFields sync.Map

// assign sets a field to the value that a builder made for it.
func assign(field reflect.Value, value any) error {
	switch v := value.(type) {
	case file:
		field.Set(reflect.ValueOf(factorialhr.FileFromBytes("name.txt", []byte(v))))
		return nil
	case []any:
		if field.Type() == reflect.SliceOf(fileType) {
			field.Set(reflect.MakeSlice(field.Type(), len(v), len(v)))
			for i := range v {
				if err := assign(field.Index(i), v[i]); err != nil {
					return err
				}
			}
			return nil
		}
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, field.Addr().Interface())
}
