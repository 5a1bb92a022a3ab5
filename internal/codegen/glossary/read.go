package glossary

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// longestText limits a text, so that it stays a comment that a person reads.
const longestText = 700

// Read reads the glossary below the folder api of the module.
func Read(api string) (*Glossary, error) {
	files := map[string][]byte{}
	matches, err := filepath.Glob(filepath.Join(api, "glossary", "*.yaml"))
	if err != nil {
		return nil, err
	}
	for _, file := range matches {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		files[filepath.Base(file)] = text
	}
	return Parse(files)
}

// Parse reads files by their names. It ignores _minimum.yaml, which a test reads.
func Parse(files map[string][]byte) (*Glossary, error) {
	g := &Glossary{domains: map[string]entry{}}
	r := &reader{}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name == "_minimum.yaml" {
			continue
		}
		root, err := ordered.ParseYAML(files[name])
		if err != nil {
			return nil, fmt.Errorf("api/glossary/%s: %w", name, err)
		}
		r.file = "api/glossary/" + name
		if name == "_names.yaml" {
			g.names = r.names(root)
		} else {
			r.domain(g, strings.TrimSuffix(path.Base(name), ".yaml"), root)
		}
	}
	return g, r.err
}

// A reader keeps the first error.
type reader struct {
	file string
	err  error
}

func (r *reader) fail(place, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %s: %s", r.file, place, fmt.Sprintf(format, args...))
	}
}

// object checks that a value is a mapping with no other keys than those given. Without any, all
// keys are allowed.
func (r *reader) object(v any, place string, keys ...string) *ordered.Object {
	o, ok := v.(*ordered.Object)
	if !ok {
		r.fail(place, "must be a mapping")
		return &ordered.Object{}
	}
	for _, key := range o.Keys() {
		if len(keys) > 0 && !slices.Contains(keys, key) {
			r.fail(place, "unknown key %q; it must be one of %s", key, strings.Join(keys, ", "))
		}
	}
	return o
}

func (r *reader) text(o *ordered.Object, key, place string) string {
	v, ok := o.Get(key)
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok || strings.TrimSpace(s) == "" {
		r.fail(place, "%s must be text", key)
	}
	if len(s) > longestText {
		r.fail(place, "%s has %d characters, at most %d are allowed", key, len(s), longestText)
	}
	return strings.Join(strings.Fields(s), " ")
}

// texts reads a list of texts, or one text.
func (r *reader) texts(o *ordered.Object, key, place string) []string {
	v, ok := o.Get(key)
	if !ok {
		return nil
	}
	if s, ok := v.(string); ok {
		return []string{s}
	}
	list, _ := v.([]any)
	var all []string
	for _, item := range list {
		s, ok := item.(string)
		if !ok {
			r.fail(place, "%s must be a list of texts", key)
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		r.fail(place, "%s must be a list of texts", key)
	}
	return all
}

// entry reads the meaning of some places.
func (r *reader) entry(v any, place string, keys ...string) entry {
	o := r.object(v, place, append(keys, "text", "basis")...)
	e := entry{
		file: r.file, text: r.text(o, "text", place), null: r.text(o, "null", place), unit: r.text(o, "unit", place),
		setBy: r.text(o, "set_by", place), basis: r.text(o, "basis", place), effect: r.texts(o, "effect", place),
	}
	if !slices.Contains([]string{"documented", "seen", "inferred"}, e.basis) {
		r.fail(place, "the basis %q is not one of documented, seen, inferred", e.basis)
	}
	if e.text == "" && e.null == "" && e.unit == "" && e.setBy == "" && e.effect == nil {
		r.fail(place, "says nothing")
	}
	for _, effect := range e.effect {
		if !slices.Contains(openapi.Effects(), effect) {
			r.fail(place, "the effect %q is not one of %s", effect, strings.Join(openapi.Effects(), ", "))
		}
	}
	return e
}

func (r *reader) domain(g *Glossary, domain string, root any) {
	o := r.object(root, "the file", "domain", "resources", "operations", "properties", "parameters", "values", "entries")
	if v, ok := o.Get("domain"); ok {
		g.domains[domain] = r.entry(v, "domain")
	} else {
		r.fail("domain", "is missing")
	}
	each := func(section string, visit func(key string, v any)) {
		v, ok := o.Get(section)
		if !ok {
			return
		}
		members := r.object(v, section)
		for _, key := range members.Keys() {
			value, _ := members.Get(key)
			visit(key, value)
		}
	}
	each("resources", func(key string, v any) {
		e := r.entry(v, key)
		e.at = []string{domain + "/" + key}
		g.resources = append(g.resources, e)
	})
	each("operations", func(key string, v any) {
		e := r.entry(v, key, "effect")
		e.at = []string{key}
		g.operations = append(g.operations, e)
	})
	each("properties", func(key string, v any) {
		e := r.entry(v, key, "null", "unit", "set_by")
		e.at = []string{key}
		g.places = append(g.places, e)
	})
	each("parameters", func(key string, v any) {
		e := r.entry(v, key, "unit")
		e.at = []string{key}
		g.places = append(g.places, e)
	})
	if v, ok := o.Get("entries"); ok {
		list, _ := v.([]any)
		for i, item := range list {
			place := fmt.Sprintf("entries/%d", i)
			e := r.entry(item, place, "at", "null", "unit", "set_by")
			e.at = r.texts(r.object(item, place), "at", place)
			g.places = append(g.places, e)
		}
	}
	each("values", func(key string, v any) {
		e := entry{file: r.file, at: []string{key}, values: map[string]string{}}
		members := r.object(v, key)
		for _, value := range members.Keys() {
			e.values[value] = r.text(members, value, key+" "+value)
		}
		g.values = append(g.values, e)
	})
}

func (r *reader) names(root any) []entry {
	v, _ := r.object(root, "the file", "names").Get("names")
	list, _ := v.([]any)
	var all []entry
	for i, item := range list {
		place := fmt.Sprintf("names/%d", i)
		e := r.entry(item, place, "like", "not", "null", "unit", "set_by")
		o := r.object(item, place)
		e.at = r.texts(o, "like", place)
		e.not = r.texts(o, "not", place)
		if len(e.at) == 0 {
			r.fail(place, "needs a pattern (like)")
		}
		all = append(all, e)
	}
	return all
}
