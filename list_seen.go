package factorialhr

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// dropSeen removes the records of a slice, from an index on, that an earlier part of the query
// selected too: an employee can belong to two of the teams that a filter names.
func (l *listing) dropSeen(records reflect.Value, from int) {
	if l.seen == nil || l.key == nil {
		return
	}
	n := from
	for i := from; i < records.Len(); i++ {
		key := l.key(records.Index(i))
		if key != "" && l.seen[key] {
			continue
		}
		l.seen[key] = true
		records.Index(n).Set(records.Index(i))
		n++
	}
	records.SetLen(n)
}

// recordKey returns a function that reads the id of a record, by which the client finds a record
// that comes twice. The id is the field ID of a struct, or the property id of a record that is kept
// as JSON. recordKey returns nil for records without an id.
func recordKey(record reflect.Type) func(reflect.Value) string {
	if record == reflect.TypeFor[json.RawMessage]() {
		return rawKey
	}
	if record.Kind() != reflect.Struct {
		return nil
	}
	field, ok := record.FieldByName("ID")
	if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" && !strings.EqualFold(name, "id") {
		return nil // several records can have it
	}
	if !ok || field.Type.Kind() != reflect.String && !field.Type.ConvertibleTo(reflect.TypeFor[int64]()) {
		return nil
	}
	return func(v reflect.Value) string {
		id, err := v.FieldByIndexErr(field.Index)
		switch {
		case err != nil || id.IsZero(): // err: an embedded pointer is nil
			return ""
		case id.Kind() == reflect.String:
			return id.String()
		default:
			return fmt.Sprint(id)
		}
	}
}
