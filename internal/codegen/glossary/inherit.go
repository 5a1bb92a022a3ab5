package glossary

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
	"github.com/factorialhr-go/factorialhr/internal/reference"
)

// inherit gives the properties of a body the meaning of the same-named properties in the response.
// The body of a bulk action lists records, so its items inherit too.
func (a *application) inherit() {
	for _, op := range a.doc.Operations {
		c := a.doc.Component(op.Model)
		if op.Body == nil || c == nil {
			continue
		}
		inheritMembers(op.Body.Schema, c.Schema)
		if !strings.HasPrefix(op.Action, "bulk_") {
			continue
		}
		for _, p := range op.Body.Schema.Properties {
			if p.Schema.Items != nil {
				inheritMembers(p.Schema.Items, c.Schema)
			}
		}
	}
}

func inheritMembers(body, model *openapi.Schema) {
	for body.Items != nil && model.Items != nil {
		body, model = body.Items, model.Items
	}
	for _, p := range body.Properties {
		same := model.Property(p.Name)
		if same == nil {
			continue
		}
		adopt(p.Schema, same.Schema)
		p.Schema.Meaning.Null = "" // in a body, null clears the value
		p.Schema.Meaning.SetBy = ""
		inheritMembers(p.Schema, same.Schema)
	}
}

// adopt copies the meaning of another value to one that has none.
func adopt(s, other *openapi.Schema) {
	if s.Meaning.Basis == "" {
		values := s.Meaning.Values
		s.Meaning = other.Meaning
		if values != nil {
			s.Meaning.Values = values
		}
		if s.Unit == "" || s.Unit == "hundredths" {
			s.Unit = other.Unit
		}
	}
	from, to := other, s
	for from.Items != nil && to.Items != nil {
		from, to = from.Items, to.Items
	}
	if to.Meaning.Values == nil {
		to.Meaning.Values = from.Meaning.Values
	}
}

// shared gives the members of a type that several places share the meaning that another place has,
// because the type has one declaration.
func (a *application) shared() {
	schemas := map[string][]*openapi.Schema{}
	for _, t := range a.doc.Types {
		if len(t.Places) > 1 {
			for _, place := range t.Places {
				schemas[place] = nil
			}
		}
	}
	note := func(s *openapi.Schema) {
		if _, ok := schemas[s.Address]; ok {
			schemas[s.Address] = append(schemas[s.Address], s)
		}
	}
	for _, c := range a.doc.Components {
		c.Schema.Walk(note)
	}
	for _, op := range a.doc.Operations {
		for _, p := range op.Params {
			p.Schema.Walk(note)
		}
		if op.Body != nil {
			op.Body.Schema.Walk(note)
		}
	}
	for _, t := range a.doc.Types {
		for _, place := range t.Places[1:] {
			for _, other := range schemas[place] {
				if t.Schema.Meaning.Values == nil {
					t.Schema.Meaning.Values = other.Meaning.Values
				}
				for _, p := range t.Schema.Properties {
					if same := other.Property(p.Name); same != nil {
						adopt(p.Schema, same.Schema)
					}
				}
			}
		}
	}
}

// refer finds the records that ids refer to.
func refer(d *openapi.Document, p *places) {
	var paths []string
	seen := map[string]bool{}
	for _, op := range d.Operations {
		if path := op.Domain + "/" + op.Segment; !seen[path] {
			seen[path] = true
			paths = append(paths, path)
		}
	}
	index := reference.NewIndex(paths)
	domains := map[string]string{}
	for _, c := range d.Components {
		domains[c.Name] = c.Domain
	}
	for _, address := range p.order {
		label := p.labels[address]
		if label == "id" || label == "?id" || label == "?ids[]" {
			continue
		}
		owner, _, _ := strings.Cut(address, ".")
		domain := domains[owner]
		if _, path, ok := strings.Cut(address, " "); ok {
			domain, _, _ = strings.Cut(path, "/")
		}
		t := index.InRole(domain, strings.TrimSuffix(strings.TrimPrefix(label, "?"), "[]"))
		r := p.resources[t.Path]
		if r == nil || r.Model == nil {
			continue
		}
		for _, s := range p.values[address] {
			if isID(s) {
				s.Meaning.Refers, s.Meaning.Access = r.Model, t.Access
			}
		}
	}
}

func isID(s *openapi.Schema) bool {
	for s.Items != nil {
		s = s.Items
	}
	return s.Format == "id" || s.Kind == openapi.KindInteger
}
