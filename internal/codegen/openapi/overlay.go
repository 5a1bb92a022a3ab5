package openapi

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// An Overlay is the list of our corrections to the published spec.
type Overlay struct {
	Corrections []Correction
}

// A Correction changes the places that it names, which are written as in api/overlay.yaml:
//
//	timeoff_leave.half_day         a property of a component; [] means the items of an array
//	POST timeoff/leaves/approve    an operation
//	POST timeoff/leaves.half_day   a property of its body
//	GET timeoff/leaves ?from       a query parameter
//	EVENT timeoff/leave/approve    a webhook
//
// A * matches any characters.
type Correction struct {
	Place   string // in the overlay, for error messages
	At      []string
	Why     string
	Since   string // the first API version that it applies to; empty: all
	Until   string // the last one; empty: all
	Name    string // the Go name of the type, or of the event's constant
	Format  string
	Enum    []string
	Same    string // the property of a model that has the same type, or none
	Unit    string
	Helper  string // the name of the method that returns the number with its unit, or none
	Per     string // the property that says what the number counts for
	Note    string // sentences for the doc comment that the spec lacks
	Instead string // what to use instead, where newer versions lack the place
	Any     bool   // the value has no fixed type
	Demand  bool   // the API refuses a request without this parameter
	Retry   string

	Unpaged bool // the list returns all records at once

	// The properties that a body must name, because the operation acts on all records without them.
	// See api/overlay.yaml.
	Selectors [][]string
	Rows, All []string
}

var retryClasses = []string{"safe", "idempotent", "unsafe"}

// ParseOverlay reads api/overlay.yaml. Every correction needs a reason, a place
// and an effect.
func ParseOverlay(data []byte) (*Overlay, error) {
	root, err := ordered.ParseYAML(data)
	if err != nil {
		return nil, err
	}
	p := &parser{}
	o := p.object(root, "#", "corrections")
	overlay := &Overlay{}
	for i, v := range p.list(o, "corrections", "#") {
		place := fmt.Sprintf("#/corrections/%d", i)
		overlay.Corrections = append(overlay.Corrections, p.correction(v, place))
	}
	return overlay, p.err()
}

func (p *parser) correction(v any, place string) Correction {
	o := p.object(v, place, "at", "why", "since", "until", "name", "format", "enum", "same", "unit", "helper", "per", "note", "any", "demanded", "retry", "unpaged", "instead",
		"selectors", "rows", "all")
	c := Correction{
		Place:   place,
		Why:     p.text(o, "why", place),
		Since:   p.text(o, "since", place),
		Until:   p.text(o, "until", place),
		Name:    p.text(o, "name", place),
		Format:  p.text(o, "format", place),
		Enum:    p.texts(o, "enum", place),
		Same:    p.text(o, "same", place),
		Unit:    p.text(o, "unit", place),
		Helper:  p.text(o, "helper", place),
		Per:     p.text(o, "per", place),
		Note:    p.text(o, "note", place),
		Retry:   p.text(o, "retry", place),
		Instead: p.text(o, "instead", place),

		Any:     p.flag(o, "any", place),
		Demand:  p.flag(o, "demanded", place),
		Unpaged: p.flag(o, "unpaged", place),

		Rows: p.texts(o, "rows", place),
		All:  p.texts(o, "all", place),
	}
	for i, group := range p.list(o, "selectors", place) {
		number := fmt.Sprint(i)
		c.Selectors = append(c.Selectors, p.texts(ordered.NewObject(number, group), number, place+"/selectors"))
	}
	if at, ok := o.Get("at"); ok {
		if s, ok := at.(string); ok {
			c.At = []string{s}
		} else {
			c.At = p.texts(o, "at", place)
		}
	}
	if c.Name != "" && goName(c.Name, place) != nil {
		p.fail(place+"/name", "%q is not a Go name", c.Name)
	}
	if c.Retry != "" && !slices.Contains(retryClasses, c.Retry) {
		p.fail(place+"/retry", "%q is not one of %s", c.Retry, strings.Join(retryClasses, ", "))
	}
	if len(c.At) == 0 || c.Why == "" {
		p.fail(place, "needs a place (at) and a reason (why)")
	}
	if c.Name == "" && c.Format == "" && c.Enum == nil && c.Same == "" && c.Unit == "" && c.Helper == "" && c.Per == "" && c.Note == "" && c.Instead == "" && c.Retry == "" && !c.Any && !c.Demand && !c.Unpaged && !c.selects() {
		p.fail(place, "changes nothing")
	}
	return c
}

// Apply corrects the documents of several versions. A correction that matches no place in any of
// them is an error: the published spec has changed, and a person should review the correction. A
// document that lacks the place stays as it is.
func (o *Overlay) Apply(docs ...*Document) error {
	schemas := map[*Document][]*Schema{}
	for _, d := range docs {
		schemas[d] = d.schemas()
	}
	var errs []error
	for _, c := range o.Corrections {
		var versions []*Document
		for _, d := range docs {
			if (c.Since == "" || d.Version >= c.Since) && (c.Until == "" || d.Version <= c.Until) {
				versions = append(versions, d)
			}
		}
		for _, at := range c.At {
			found, failed := 0, false
			for _, d := range versions {
				n, err := c.apply(at, d, schemas[d])
				if err != nil {
					errs = append(errs, fmt.Errorf("overlay %s: %s: %w", c.Place, d.Version, err))
					failed = true
				}
				found += n
			}
			if found == 0 && len(versions) > 0 && !failed {
				errs = append(errs, fmt.Errorf("overlay %s: %q matches nothing in %s; correct the place, or end the correction with until",
					c.Place, at, versionsOf(versions)))
			}
		}
	}
	return errors.Join(errs...)
}

func versionsOf(docs []*Document) string {
	var versions []string
	for _, d := range docs {
		versions = append(versions, d.Version)
	}
	return strings.Join(versions, ", ")
}

func (c *Correction) apply(at string, d *Document, schemas []*Schema) (int, error) {
	matches := matcher(at)
	if strings.HasPrefix(at, "EVENT ") {
		return c.correctEvents(matches, d.Events)
	}
	n := 0
	ofOperation := c.Retry != "" || c.Unpaged || c.selects()
	if ofOperation || c.Note != "" || c.Instead != "" {
		var err error
		if n, err = c.correctOperations(matches, d.Operations); err != nil {
			return 0, err
		}
	}
	if ofOperation || n > 0 {
		return n, nil
	}
	for _, s := range schemas {
		if !matches(s.Address) {
			continue
		}
		n++
		if err := c.correct(s); err != nil {
			return 0, fmt.Errorf("%s: %w", s.Place, err)
		}
	}
	return n, nil
}

func (c *Correction) correctOperations(matches func(string) bool, operations []*Operation) (n int, err error) {
	for _, op := range operations {
		if !matches(op.Address) {
			continue
		}
		n++
		if c.Retry != "" {
			op.Retry = c.Retry
		}
		op.Unpaged = op.Unpaged || c.Unpaged
		op.Description = withNote(op.Description, c.Note)
		if c.Instead != "" {
			op.Instead = c.Instead
		}
		if c.selects() {
			if op.Selectors, err = c.selectors(op); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

// correctEvents names the constant of an event or adds a note to it. An event has nothing else to
// correct.
func (c *Correction) correctEvents(matches func(string) bool, events []*Event) (n int, err error) {
	for _, e := range events {
		if !matches(e.Address()) {
			continue
		}
		n++
		if !strings.HasPrefix(c.Name, "Event") && (c.Name != "" || c.Note == "" && c.Instead == "") {
			return 0, fmt.Errorf("%s: an event needs a name that begins with Event", e.Place)
		}
		if c.Name != "" {
			e.GoName = c.Name
		}
		e.Note = withNote(e.Note, c.Note)
		if c.Instead != "" {
			e.Instead = c.Instead
		}
	}
	return n, nil
}

// withNote appends a note to a description as a new paragraph.
func withNote(description, note string) string {
	return strings.TrimSpace(description + "\n\n" + note)
}

func (c *Correction) correct(s *Schema) error {
	if c.Demand && !strings.HasPrefix(s.Address, "GET ") {
		return fmt.Errorf("only a query parameter can be demanded")
	}
	if c.Name != "" {
		if s.Kind != KindObject && c.Enum == nil && s.Enum == nil {
			return fmt.Errorf("a %s has no type to name", s.Kind)
		}
		s.GoName, s.FixedName = c.Name, true
	}
	if c.Format != "" {
		if !slices.Contains(Formats(), c.Format) {
			return fmt.Errorf("the format %q is not one of %s", c.Format, strings.Join(Formats(), ", "))
		}
		s.Format, s.FormatBy = c.Format, "overlay"
	}
	if c.Enum != nil {
		if s.Kind != KindString {
			return fmt.Errorf("an enum needs a string, this is %s", s.Kind)
		}
		s.Enum = c.Enum
	}
	if c.Same != "" {
		s.Same = c.Same
	}
	if c.Unit != "" {
		s.Unit, s.UnitBy = c.Unit, c.Why
	}
	if c.Helper != "" {
		s.HelperName = c.Helper
	}
	if c.Per != "" {
		s.Per = c.Per
	}
	s.Demanded = s.Demanded || c.Demand
	s.Description = withNote(s.Description, c.Note)
	if c.Instead != "" {
		s.Instead = c.Instead
	}
	if c.Any {
		s.Kind, s.Enum, s.Items, s.Properties = KindAny, nil, nil, nil
	}
	return nil
}

func matcher(at string) func(string) bool {
	if !strings.Contains(at, "*") {
		return func(address string) bool { return address == at }
	}
	re := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(at), `\*`, ".*") + "$")
	return re.MatchString
}

// schemas lists every schema of the document.
func (d *Document) schemas() []*Schema {
	var all []*Schema
	add := func(s *Schema) { all = append(all, s) }
	for _, c := range d.Components {
		c.Schema.Walk(add)
	}
	for _, op := range d.Operations {
		for _, p := range op.Params {
			p.Schema.Walk(add)
		}
		if op.Body != nil {
			op.Body.Schema.Walk(add)
		}
	}
	return all
}
