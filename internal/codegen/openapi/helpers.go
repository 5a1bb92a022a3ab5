package openapi

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A Helper is a method of a model that returns a number with its unit: an amount of money, a
// time.Duration or a decimal.
type Helper struct {
	Method string // HoursAmount
	Type   string // one of helperTypes
	Per    string // the property that says what the number counts for: salary_frequency
	Basis  string // how the unit is known, if the name does not tell it
}

// helperTypes are the results of helpers, by the beginning of the unit. A number of any other unit
// has no helper, because its name does not mislead.
var helperTypes = []struct{ unit, result string }{
	{"cents", "cents"},
	{"hundredths of an hour", "hundredths of an hour"},
	{"hundredths of a minute", "hundredths of a minute"},
	{"hundredths", "hundredths"},
	{"minutes", "minutes"},
	{"seconds", "seconds"},
}

var (
	unitEnding = regexp.MustCompile(`(_in)?_cents$|_in_seconds$`)
	minutes    = regexp.MustCompile(`(^|_)minutes$`)
)

// helpers gives the numbers of the models their helpers. A helper has the name of its
// property without the unit (hours_amount_in_cents: HoursAmount), and minutes become a duration
// (tracked_minutes: TrackedDuration). The overlay names a helper whose property tells no unit
// (helper: Salary), and refuses one (helper: none).
func helpers(d *Document) error {
	var errs []error
	for _, c := range d.Components {
		c.Schema.Walk(func(owner *Schema) {
			taken := map[string]string{}
			for _, p := range owner.Properties {
				taken[name.Exported(p.Name)] = p.Name
			}
			for _, p := range owner.Properties {
				if err := p.setHelper(owner, taken); err != nil {
					errs = append(errs, err)
				}
			}
		})
	}
	return errors.Join(errs...)
}

func (p *Property) setHelper(owner *Schema, taken map[string]string) error {
	s := p.Schema
	h := Helper{Method: s.HelperName, Type: helperType(s), Per: s.Per, Basis: s.UnitBy}
	if h.Method == "" {
		h.Method = helperName(p.Name)
	}
	switch {
	case s.HelperName == "none":
		return nil
	case h.Type == "" && (s.HelperName != "" || s.Per != ""):
		return fmt.Errorf("%s: a helper needs a number with a unit, not %s with the unit %q", s.Place, s.Kind, s.Unit)
	case h.Type == "" || h.Method == "":
		return nil
	}
	if h.Per != "" {
		if of := owner.Property(h.Per); of == nil || of.Schema.Kind != KindString || of.Schema.Format != "" {
			return fmt.Errorf("%s: per: %q is not a text beside it", s.Place, h.Per)
		}
	}
	if other, ok := taken[h.Method]; ok {
		return fmt.Errorf("%s: the helper %s has the name of %s; name or refuse it in the overlay (%s, helper: …)", s.Place, h.Method, other, s.Address)
	}
	taken[h.Method] = "the helper of " + p.Name
	s.Helper = &h
	return goName(h.Method, s.Place)
}

func helperType(s *Schema) string {
	if s.Kind != KindInteger && s.Kind != KindNumber {
		return ""
	}
	for _, t := range helperTypes {
		if strings.HasPrefix(s.Unit, t.unit) && !strings.Contains(s.Unit, "since") {
			if s.Kind == KindNumber && t.result != "minutes" && t.result != "seconds" {
				return "" // a fraction of a cent
			}
			return t.result
		}
	}
	return ""
}

// helperName returns the name of the property without its unit, or "" if it has none.
func helperName(label string) string {
	bare := minutes.ReplaceAllString(unitEnding.ReplaceAllString(label, ""), "${1}duration")
	if bare == label {
		return ""
	}
	return name.Exported(bare)
}

func (h *Helper) object() *ordered.Object {
	o := ordered.NewObject("method", h.Method, "type", h.Type)
	setText(o, "per", h.Per)
	setText(o, "basis", h.Basis)
	return o
}
