package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// reportChanges prints the operations, schemas and webhooks that a spec adds to the previous one,
// and those that it removes.
func reportChanges(w io.Writer, before, after []byte) {
	old, now := contents(before), contents(after)
	list := func(label string, have, lack map[string]bool) {
		for _, what := range slices.Sorted(maps.Keys(have)) {
			if !lack[what] {
				fmt.Fprintf(w, "%-8s %s\n", label, what)
			}
		}
	}
	list("new", now, old)
	list("gone", old, now)
}

// contents lists the operations, schemas and webhooks of a spec. It ignores malformed parts, which
// the generator has refused before.
func contents(text []byte) map[string]bool {
	var doc struct {
		Paths      map[string]map[string]json.RawMessage
		Webhooks   map[string]json.RawMessage
		Components struct{ Schemas map[string]json.RawMessage }
	}
	have := map[string]bool{}
	if json.Unmarshal(text, &doc) != nil {
		return have
	}
	for path, methods := range doc.Paths {
		_, below, _ := strings.Cut(path, "/resources/") // the version is before it
		for method := range methods {
			have["operation "+strings.ToUpper(method)+" "+below] = true
		}
	}
	for name := range doc.Webhooks {
		have["webhook "+name] = true
	}
	for name := range doc.Components.Schemas {
		have["schema "+name] = true
	}
	return have
}
