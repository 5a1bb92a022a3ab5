package lenient

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// A field is a struct field that encoding/json decodes into.
type field struct {
	name   string
	typ    reflect.Type
	tagged bool  // the name is from the tag
	quoted bool  // has the option string: the value is JSON inside a JSON string
	index  []int // the path through embedded structs
}

// fieldsOf returns the fields of a struct, in source order, by the rules of encoding/json: fields
// of embedded structs count as fields of the outer struct; among equal names, the least nested
// wins, then the tagged one; if several remain, none counts.
func fieldsOf(t reflect.Type) []field {
	type embedded struct {
		typ   reflect.Type
		index []int
	}
	var (
		fields  []field
		decided = map[string]bool{}
		visited = map[reflect.Type]bool{}
	)
	for level := []embedded{{typ: t}}; len(level) > 0; {
		var deeper []embedded
		found := map[string][]field{}
		for _, owner := range level {
			visited[owner.typ] = true
		}
		for _, owner := range level {
			for i := range owner.typ.NumField() {
				sf := owner.typ.Field(i)
				index := append(slices.Clone(owner.index), i)
				f, inner := readField(sf)
				switch {
				case inner != nil && !visited[inner]:
					deeper = append(deeper, embedded{inner, index})
				case inner == nil && f.name != "":
					f.index = index
					found[f.name] = append(found[f.name], f)
				}
			}
		}
		for name, candidates := range found {
			if decided[name] {
				continue
			}
			decided[name] = true
			if f, ok := dominant(candidates); ok {
				fields = append(fields, f)
			}
		}
		level = deeper
	}
	slices.SortFunc(fields, func(a, b field) int { return slices.Compare(a.index, b.index) })
	return fields
}

// readField reads one struct field. It returns the struct that the field embeds as inner, or nil if
// the field is a property. A field that encoding/json ignores has no name.
func readField(sf reflect.StructField) (f field, inner reflect.Type) {
	tag := sf.Tag.Get("json")
	if tag == "-" {
		return field{}, nil
	}
	target := sf.Type
	if target.Kind() == reflect.Pointer && target.Name() == "" {
		target = target.Elem()
	}
	isStruct := target.Kind() == reflect.Struct
	if !sf.IsExported() && (!sf.Anonymous || !isStruct) {
		return field{}, nil
	}
	name, options, _ := strings.Cut(tag, ",")
	if !isName(name) {
		name = ""
	}
	if sf.Anonymous && isStruct && name == "" {
		return field{}, target
	}
	f = field{name: name, typ: sf.Type, tagged: name != ""}
	if !f.tagged {
		f.name = sf.Name
	}
	f.quoted = slices.Contains(strings.Split(options, ","), "string") && isScalar(target.Kind())
	return f, nil
}

// dominant returns the field that counts among those of the same name and depth.
func dominant(candidates []field) (field, bool) {
	if len(candidates) > 1 {
		candidates = slices.DeleteFunc(candidates, func(f field) bool { return !f.tagged })
	}
	if len(candidates) != 1 {
		return field{}, false
	}
	return candidates[0], true
}

// isName reports whether encoding/json accepts a name from a tag: letters, digits, and punctuation
// except quotes, backslash and comma.
func isName(s string) bool {
	for _, r := range s {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return s != ""
}

// isScalar reports whether the option string applies to a kind.
func isScalar(k reflect.Kind) bool {
	return k == reflect.String || (reflect.Bool <= k && k <= reflect.Float64)
}

// fold returns the same text for all names that differ only in case.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		return least
	}, name)
}
