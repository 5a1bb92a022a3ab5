package glossary

import (
	"fmt"
	"strings"
	"sync"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// Apply gives the parts of a normalised document their meaning. The first entry that fits a place
// applies, and an entry of a domain's file goes before a name's. A property of a body without an
// entry has the meaning of the same-named property in the response.
//
// An entry that fits nothing is an error, unless one of the other documents has its place: those of
// the API versions that the module holds.
func (g *Glossary) Apply(d *openapi.Document, others ...*openapi.Document) error {
	a := &application{doc: d, places: placesOf(d), known: sync.OnceValue(func() func(string) bool { return among(others) })}
	d.Meanings = map[string]openapi.Meaning{}
	for domain, e := range g.domains {
		a.matched(e, domain, len(d.Resources(domain)) > 0)
		d.Meanings[domain] = e.meaning()
	}
	for i, e := range g.resources {
		r := a.places.resources[e.at[0]]
		a.matched(e, e.at[0], r != nil)
		if r != nil {
			r.Meaning, r.Rank = e.meaning(), i+1
		}
	}
	for _, e := range g.operations {
		a.operations(e)
	}
	for _, e := range g.places {
		a.values(e)
	}
	for _, e := range g.values {
		a.enums(e)
	}
	a.inherit()
	for _, e := range g.names {
		a.named(e)
	}
	a.shared()
	refer(d, a.places)
	return a.err
}

func (e entry) meaning() openapi.Meaning {
	return openapi.Meaning{Text: e.text, Null: e.null, SetBy: e.setBy, Basis: e.basis}
}

// An application keeps the first error.
type application struct {
	doc    *openapi.Document
	places *places
	known  func() func(string) bool
	err    error
}

// matched refuses an entry that fits no place of any spec.
func (a *application) matched(e entry, pattern string, fits bool) {
	if !fits && a.err == nil && !a.known()(pattern) {
		a.err = fmt.Errorf("%s: %q matches nothing in %s", e.file, pattern, a.doc.Version)
	}
}

func (a *application) operations(e entry) {
	for _, pattern := range e.at {
		fits, _ := matcher(pattern)
		n := 0
		for address, op := range a.places.operations {
			if fits(address) {
				n++
				if op.Meaning.Text == "" {
					op.Meaning, op.Effect = e.meaning(), e.effect
				}
			}
		}
		a.matched(e, pattern, n > 0)
	}
}

func (a *application) values(e entry) {
	for _, pattern := range e.at {
		fits, exact := matcher(pattern)
		n := 0
		give := func(address string) {
			for _, s := range a.places.values[address] {
				n++
				e.give(s)
			}
		}
		if exact {
			give(pattern)
			if list, ok := strings.CutSuffix(pattern, "[]"); ok && n == 0 {
				give(list)
			}
		} else {
			for _, address := range a.places.order {
				if fits(address) || fits(address+"[]") {
					give(address)
				}
			}
		}
		a.matched(e, pattern, n > 0)
	}
}

// give sets the meaning of a value that has none.
func (e entry) give(s *openapi.Schema) {
	if s.Meaning.Basis != "" {
		return
	}
	values := s.Meaning.Values
	s.Meaning = e.meaning()
	s.Meaning.Values = values
	if e.unit != "" && (s.Kind == openapi.KindInteger || s.Kind == openapi.KindNumber || s.Format == "decimal") {
		s.Unit = e.unit
	}
}

func (a *application) enums(e entry) {
	for _, pattern := range e.at {
		fits, _ := matcher(pattern)
		n := len(a.places.values[pattern])
		for address, enums := range a.places.enums {
			if !fits(address) {
				continue
			}
			n++
			for _, s := range enums {
				if s.Meaning.Values == nil {
					s.Meaning.Values = e.values
				}
			}
		}
		a.matched(e, pattern, n > 0)
	}
}

// named gives the meaning of a name to the places without one.
func (a *application) named(e entry) {
	for _, pattern := range e.at {
		fits, _ := matcher(pattern)
		for _, address := range a.places.order {
			label := a.places.labels[address]
			if !fits(label) || strings.HasPrefix(label, "?") != strings.HasPrefix(pattern, "?") || e.leavesOut(address) {
				continue
			}
			for _, s := range a.places.values[address] {
				e.give(s)
			}
		}
	}
}

func (e entry) leavesOut(address string) bool {
	for _, pattern := range e.not {
		if fits, _ := matcher(pattern); fits(address) {
			return true
		}
	}
	return false
}
