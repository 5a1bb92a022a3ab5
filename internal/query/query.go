// Package query writes query parameters for the generated packages. What has
// its zero value is not written: nothing goes out that the caller did not set.
//
// The functions are kept from being inlined: lists have 700 parameters, and
// without that the generated packages take a third longer to compile.
package query

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A Text is a value with a text form of its own, as dates have.
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
	for _, s := range list {
		v.Add(name, string(s))
	}
}

// Texts writes one or more values with a text form.
//
//go:noinline
func Texts[T Text](v url.Values, name string, list ...T) {
	for _, t := range list {
		if !t.IsZero() {
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

// Object writes an object: name[key]=value.
//
//go:noinline
func Object(v url.Values, name string, object map[string]string) {
	for key, value := range object {
		v.Set(name+"["+key+"]", value)
	}
}

// Objects writes a list of objects: name[][key]=value. A server that reads
// such a list begins a new object when a key comes again, so the keys of an
// object stand together.
//
//go:noinline
func Objects(v url.Values, name string, list []map[string]string) {
	name = strings.TrimSuffix(name, "[]") + "[]"
	for _, object := range list {
		for _, key := range slices.Sorted(maps.Keys(object)) {
			v.Add(name+"["+key+"]", object[key])
		}
	}
}

// Paging writes the four parameters that every list has.
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
