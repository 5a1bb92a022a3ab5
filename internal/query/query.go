// Package query writes query parameters for the generated packages. It omits a zero value, which
// the caller did not set. It always writes the name of a list, a map or an object that is not nil,
// even without a value: the client refuses such a query.
//
// The functions are not inlined: lists have 700 parameters, and inlining would make the generated
// packages take a third longer to compile.
package query

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A Text is a value with its own text form, such as a date.
type Text interface {
	IsZero() bool
	String() string
}

// String writes a string.
//
//go:noinline
func String[S ~string](v url.Values, name string, s S) {
	if s != "" {
		v.Set(name, string(s))
	}
}

// Strings writes a list of strings: name=a&name=b.
//
//go:noinline
func Strings[S ~string](v url.Values, name string, list []S) {
	set(v, name, list != nil)
	for _, s := range list {
		v.Add(name, string(s))
	}
}

// Texts writes a value with a text form, or a list of them if the name ends in []. It writes a zero
// value in a list as an empty value.
//
//go:noinline
func Texts[T Text](v url.Values, name string, values ...T) {
	list := strings.HasSuffix(name, "[]")
	set(v, name, list && values != nil)
	for _, t := range values {
		if list || !t.IsZero() {
			v.Add(name, t.String())
		}
	}
}

// Bool writes true or false.
//
//go:noinline
func Bool(v url.Values, name string, b *bool) {
	if b != nil {
		v.Set(name, strconv.FormatBool(*b))
	}
}

// Int writes a whole number.
//
//go:noinline
func Int(v url.Values, name string, n *int) {
	if n != nil {
		v.Set(name, strconv.Itoa(*n))
	}
}

// Ints writes a list of whole numbers.
//
//go:noinline
func Ints(v url.Values, name string, list []int) {
	set(v, name, list != nil)
	for _, n := range list {
		v.Add(name, strconv.Itoa(n))
	}
}

// Float writes a number.
//
//go:noinline
func Float(v url.Values, name string, f *float64) {
	if f != nil {
		v.Set(name, strconv.FormatFloat(*f, 'f', -1, 64))
	}
}

// Floats writes a list of numbers.
//
//go:noinline
func Floats(v url.Values, name string, list []float64) {
	set(v, name, list != nil)
	for _, f := range list {
		v.Add(name, strconv.FormatFloat(f, 'f', -1, 64))
	}
}

// Bools writes a list of true and false.
//
//go:noinline
func Bools(v url.Values, name string, list []bool) {
	set(v, name, list != nil)
	for _, b := range list {
		v.Add(name, strconv.FormatBool(b))
	}
}

// Object writes an object: name[key]=value.
//
//go:noinline
func Object(v url.Values, name string, object map[string]string) {
	set(v, name, object != nil && len(object) == 0)
	for key, value := range object {
		v.Set(name+"["+key+"]", value)
	}
}

// Objects writes a list of objects: name[][key]=value. A server starts a new object when a key
// repeats, so the keys of one object are adjacent.
//
//go:noinline
func Objects(v url.Values, name string, list []map[string]string) {
	name = strings.TrimSuffix(name, "[]") + "[]"
	set(v, name, list != nil && len(list) == 0)
	for _, object := range list {
		if len(object) == 0 {
			v.Add(name, "")
		}
		for _, key := range slices.Sorted(maps.Keys(object)) {
			v.Add(name+"["+key+"]", object[key])
		}
	}
}

// Member writes a required member of an object, even if it is empty.
//
//go:noinline
func Member[S ~string](v url.Values, name string, s S) { v.Set(name, string(s)) }

// Members records an object that is set but has written no member.
//
//go:noinline
func Members(v url.Values, name string) {
	for written := range v {
		if strings.HasPrefix(written, name+"[") {
			return
		}
	}
	set(v, name, true)
}

// set writes a name without a value if the caller set the parameter.
//
//go:noinline
func set(v url.Values, name string, given bool) {
	if given && v[name] == nil {
		v[name] = []string{}
	}
}

// LeavesOut reports whether the parameter is a filter that excludes records, such as exclude_ids[].
// Without a value it excludes none. A list with such a filter cannot be split into parts, because
// each part would return what the others exclude.
func LeavesOut(name string) bool {
	for _, prefix := range []string{"exclude", "except", "without", "not_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// Paging writes the four paging parameters that every list has.
//
//go:noinline
func Paging(v url.Values, limit int, afterID, beforeID string, page int) {
	if limit != 0 {
		v.Set("limit", strconv.Itoa(limit))
	}
	String(v, "after_id", afterID)
	String(v, "before_id", beforeID)
	if page != 0 {
		v.Set("page", strconv.Itoa(page))
	}
}
