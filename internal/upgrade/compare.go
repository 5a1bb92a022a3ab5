package upgrade

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Compare compares the specs of two versions. The older one need not come first: the report then
// describes a downgrade.
func Compare(before, after *Document) *Report {
	c := &comparison{before: before, after: after, sent: before.sent()}
	maps.Copy(c.sent, after.sent())
	c.renamed = c.renamedSchemas()
	c.settings()
	c.operations()
	c.schemas()
	c.events()
	order := map[Kind]int{}
	for i, k := range kinds() {
		order[k] = i
	}
	slices.SortFunc(c.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Domain, b.Domain), cmp.Compare(order[a.Kind], order[b.Kind]),
			cmp.Compare(a.Place, b.Place), cmp.Compare(a.Text, b.Text))
	})
	return &Report{before.Version, after.Version, c.findings, before, after}
}

type comparison struct {
	before, after *Document
	sent          map[string]bool   // the components that a caller sends
	renamed       map[string]string // components, by likeness: the old name and the new one
	findings      []Finding
}

func (c *comparison) add(f Finding) { c.findings = append(c.findings, f) }

func (c *comparison) settings() {
	for s := range c.before.settings {
		if !c.after.settings[s] {
			c.add(Finding{Kind: SettingChanged, Place: s, Breaks: true, Text: "is gone"})
		}
	}
	for s := range c.after.settings {
		if !c.before.settings[s] {
			c.add(Finding{Kind: SettingChanged, Place: s, Text: "is new"})
		}
	}
}

// schemas compares the components, each once, wherever they are used.
func (c *comparison) schemas() {
	goneTo, newFrom := c.renamed, inverse(c.renamed)
	for name, old := range c.before.Schemas {
		to, isRenamed := goneTo[name]
		now, ok := c.after.Schemas[cmp.Or(to, name)]
		switch {
		case isRenamed:
			c.add(Finding{Kind: SchemaRenamed, Domain: c.before.domainOf(name), Place: name, Guess: true,
				Text: "is now called `" + to + "`"})
		case !ok:
			c.add(Finding{Kind: SchemaGone, Domain: c.before.domainOf(name), Place: name, Text: "is gone"})
		}
		if ok {
			at := place{
				domain: c.after.domainOf(cmp.Or(to, name)), name: name,
				sent: c.sent[name] || c.sent[to], received: true,
			}
			c.compare(at, old, now, 0)
		}
	}
	for name := range c.after.Schemas {
		if _, ok := c.before.Schemas[name]; !ok && newFrom[name] == "" {
			c.add(Finding{Kind: SchemaNew, Domain: c.after.domainOf(name), Place: name, Text: "is new"})
		}
	}
}

func inverse(m map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		out[v] = k
	}
	return out
}

// renamedSchemas pairs components that are gone with new ones by likeness.
func (c *comparison) renamedSchemas() map[string]string {
	gone, came := map[string]string{}, map[string]string{}
	for name, s := range c.before.Schemas {
		if _, ok := c.after.Schemas[name]; !ok {
			gone[name] = c.before.domainOf(name) + " " + strings.Join(slices.Sorted(maps.Keys(s.properties)), " ")
		}
	}
	for name, s := range c.after.Schemas {
		if _, ok := c.before.Schemas[name]; !ok {
			came[name] = c.after.domainOf(name) + " " + strings.Join(slices.Sorted(maps.Keys(s.properties)), " ")
		}
	}
	return pairs(gone, came, alikeNames)
}
