package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// plain returns JSON as maps, lists and the text of numbers.
func plain(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, err
	}
	return v, nil
}

// encoded is plain for the JSON of a Go value.
func encoded(v any) (any, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return plain(text)
}

// compare reports every difference between want and got, which both have the form that plain
// returns.
func compare(p *problems, at string, want, got any) {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			p.addf("%s: want an object, got %v", at, got)
			return
		}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if v, ok := got[name]; ok {
				compare(p, at+"/"+name, want[name], v)
			} else {
				p.addf("%s/%s is lost", at, name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(got)) {
			if _, ok := want[name]; !ok {
				p.addf("%s/%s is there: %v", at, name, got[name])
			}
		}
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			p.addf("%s: want %d elements, got %v", at, len(want), got)
			return
		}
		for i := range want {
			compare(p, fmt.Sprint(at, "/", i), want[i], got[i])
		}
	default:
		if want != got {
			p.addf("%s: want %#v, got %#v", at, want, got)
		}
	}
}

// withoutNulls removes object members that are null, at any depth: for Go, null and absent are the
// same.
func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if member == nil {
				delete(v, name)
			} else {
				withoutNulls(member)
			}
		}
	case []any:
		for _, element := range v {
			withoutNulls(element)
		}
	}
	return v
}
