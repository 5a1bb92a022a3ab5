package glossary

import (
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// A Share counts the parts with a meaning among all parts.
type Share struct{ Have, All int }

func (s *Share) count(have bool) {
	s.All++
	if have {
		s.Have++
	}
}

// Percent returns the share in percent, rounded down. It is 100 for no parts.
func (s Share) Percent() int {
	if s.All == 0 {
		return 100
	}
	return 100 * s.Have / s.All
}

// String returns a share such as "93 % of 120", and "–" for no parts.
func (s Share) String() string {
	if s.All == 0 {
		return "–"
	}
	return fmt.Sprintf("%d %% of %d", s.Percent(), s.All)
}

// A Row is the coverage of one domain. The last row of a measurement counts all domains.
type Row struct {
	Domain                                                       string
	Domains, Resources, Actions, Effects, Fields, Params, Values Share
}

// shares lists the shares by their names in _minimum.yaml.
func (r *Row) shares() map[string]*Share {
	return map[string]*Share{
		"domains": &r.Domains, "resources": &r.Resources, "actions": &r.Actions, "effects": &r.Effects,
		"fields": &r.Fields, "filters": &r.Params, "values": &r.Values,
	}
}

// Share returns a share by its name: domains, resources, actions, effects, fields, filters, values.
func (r *Row) Share(name string) (Share, bool) {
	s, ok := r.shares()[name]
	if !ok {
		return Share{}, false
	}
	return *s, true
}

// Measure counts the parts of a document with a meaning, by domain.
func Measure(d *openapi.Document) []Row {
	rows := map[string]*Row{}
	for _, domain := range d.Domains() {
		rows[domain] = &Row{Domain: domain}
		rows[domain].Domains.count(d.Meanings[domain].Text != "")
		for _, r := range d.Resources(domain) {
			rows[domain].Resources.count(r.Meaning.Text != "")
		}
	}
	for _, op := range d.Operations {
		row := rows[op.Domain]
		told := op.Meaning.Text != "" || op.Description != ""
		if op.Action != "" {
			row.Actions.count(told)
		}
		if op.Does()[0] != "reads" {
			row.Effects.count(told || op.Action == "" && !op.BeyondReading())
		}
		for _, p := range op.Params {
			row.Params.count(tells(p.Schema))
			row.values(p.Schema)
		}
		if op.Body != nil {
			row.members(op.Body.Schema)
		}
	}
	for _, c := range d.Components {
		if c.Used && rows[c.Domain] != nil {
			rows[c.Domain].members(c.Schema)
		}
	}
	total := Row{Domain: "**all**"}
	var list []Row
	for _, domain := range d.Domains() {
		list = append(list, *rows[domain])
		for name, s := range rows[domain].shares() {
			sum := total.shares()[name]
			sum.Have, sum.All = sum.Have+s.Have, sum.All+s.All
		}
	}
	return append(list, total)
}

func (r *Row) members(s *openapi.Schema) {
	for s.Items != nil {
		s = s.Items
	}
	for _, p := range s.Properties {
		r.Fields.count(tells(p.Schema))
		r.values(p.Schema)
		r.members(p.Schema)
	}
}

// tells reports whether a value has something that is not in its name: a text, the record that it
// refers to, a unit, a format, an example or a list of values.
func tells(s *openapi.Schema) bool {
	if s.Meaning.Prose() != "" || s.Meaning.Refers != nil || s.Unit != "" || s.Description != "" {
		return true
	}
	inner := s
	for inner.Items != nil {
		inner = inner.Items
	}
	if inner.Enum != nil || slices.Contains([]string{"date", "date-time", "time", "decimal"}, inner.Format) {
		return true
	}
	_, isBool := s.Example.(bool)
	return s.Example != nil && !isBool && inner.Format != "id"
}

// values counts the values of an enum. A value has a meaning of its own, or the text of its
// property names it.
func (r *Row) values(s *openapi.Schema) {
	inner := s
	for inner.Items != nil {
		inner = inner.Items
	}
	for _, value := range inner.Enum {
		r.Values.count(inner.Meaning.Values[value] != "" || value != "" && strings.Contains(s.Meaning.Text, value))
	}
}

// Missing lists the domains, resources and actions without a meaning.
func Missing(d *openapi.Document) []string {
	var all []string
	for _, domain := range d.Domains() {
		if d.Meanings[domain].Text == "" {
			all = append(all, "domain "+domain)
		}
		for _, r := range d.Resources(domain) {
			if r.Meaning.Text == "" {
				all = append(all, "resource "+domain+"/"+r.Segment)
			}
		}
	}
	for _, op := range d.Operations {
		if op.Meaning.Text == "" && (op.Action != "" || op.BeyondReading()) {
			all = append(all, op.Address)
		}
	}
	return all
}
