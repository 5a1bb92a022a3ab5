package openapi

import (
	"maps"
	"slices"
)

// A Count says how many parts of the API came with a version, and how many it was the last to have.
type Count struct {
	Version    string
	Came, Gone Parts
}

// Parts counts parts of the API.
type Parts struct{ Operations, Params, Properties, Values, Events int }

// Counts counts the parts by the versions they came with and by the last versions that have them. A
// part of an operation or a component that itself came or went counts only as a part of that.
func (d *Document) Counts() []Count {
	byVersion := map[string]*Count{}
	for _, version := range d.Versions {
		byVersion[version] = &Count{Version: version}
	}
	count := func(r Range, of func(*Parts) *int) {
		if c := byVersion[r.Since]; c != nil {
			*of(&c.Came)++
		}
		if c := byVersion[r.Until]; c != nil {
			*of(&c.Gone)++
		}
	}
	schema := func(s *Schema) {
		s.Walk(func(s *Schema) {
			for _, p := range s.Properties {
				count(p.Range, func(p *Parts) *int { return &p.Properties })
			}
			for _, r := range s.Values {
				count(r, func(p *Parts) *int { return &p.Values })
			}
		})
	}
	for _, op := range d.Operations {
		count(op.Range, func(p *Parts) *int { return &p.Operations })
		for _, p := range op.Params {
			count(p.Range, func(p *Parts) *int { return &p.Params })
			schema(p.Schema)
		}
		if op.Body != nil {
			schema(op.Body.Schema)
		}
	}
	for _, c := range d.Components {
		schema(c.Schema)
	}
	for _, e := range d.Events {
		count(e.Range, func(p *Parts) *int { return &p.Events })
	}
	var counts []Count
	for _, version := range slices.Sorted(maps.Keys(byVersion)) {
		counts = append(counts, *byVersion[version])
	}
	return counts
}
