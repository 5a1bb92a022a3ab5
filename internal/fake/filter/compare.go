package filter

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// oneOf selects records whose property has one of the values, or is an array that contains one.
func oneOf(i int) filter {
	return func(_ *Query, _ []*record.Record, values []string) predicate {
		return func(r *record.Record) bool {
			v := r.Value(i)
			if len(v) > 0 && v[0] == '[' {
				for _, e := range value.Elements(v) {
					if slices.Contains(values, value.Plain(e)) {
						return true
					}
				}
				return false
			}
			return slices.Contains(values, value.Plain(v))
		}
	}
}

func not(f filter) filter {
	return func(q *Query, records []*record.Record, values []string) predicate {
		fits := f(q, records, values)
		return func(r *record.Record) bool { return !fits(r) }
	}
}

func both(f, g filter) filter {
	return func(q *Query, records []*record.Record, values []string) predicate {
		a, b := f(q, records, values), g(q, records, values)
		return func(r *record.Record) bool { return a(r) && b(r) }
	}
}

// anyOf selects the records that match at least one of the filters.
func anyOf(filters []filter) filter {
	return func(q *Query, records []*record.Record, values []string) predicate {
		tests := make([]predicate, len(filters))
		for i, f := range filters {
			tests[i] = f(q, records, values)
		}
		return func(r *record.Record) bool {
			return slices.ContainsFunc(tests, func(test predicate) bool { return test(r) })
		}
	}
}

// atLeast selects records whose moment is not before the requested one. A requested day counts from
// its beginning. absent tells whether to select records without a moment.
func atLeast(i int, absent bool) filter {
	return compared(i, absent, func(c int) bool { return c >= 0 })
}

// atMost selects records whose moment is not after the requested one. A requested day counts to its
// end.
func atMost(i int, absent bool) filter {
	return compared(i, absent, func(c int) bool { return c <= 0 })
}

func compared(i int, absent bool, fits func(int) bool) filter {
	return func(_ *Query, _ []*record.Record, values []string) predicate {
		asked := values[0]
		moment, err := time.Parse(time.RFC3339, asked)
		day := err != nil
		return func(r *record.Record) bool {
			v := value.Plain(r.Value(i))
			if v == "" {
				return absent
			}
			if day {
				return fits(strings.Compare(v[:min(len(v), len(asked))], asked))
			}
			return fits(parseMoment(v).Compare(moment))
		}
	}
}

// touchedSince selects records that were created or changed since the requested moment or day.
func touchedSince(_ *Query, _ []*record.Record, values []string) predicate {
	since := parseMoment(values[0])
	return func(r *record.Record) bool { return !r.Touched.Before(since) }
}

// parseMoment parses a date or date-time of a record.
func parseMoment(text string) time.Time {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t
	}
	t, _ := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))])
	return t
}

// searching selects records with the text in one of their text properties, or in the name of a
// record that they refer to. It ignores case.
func searching(s *spec.Shape, references []spec.Relation) filter {
	own := containing(s, func(p *apitable.Property) bool {
		return p.Type == "string" && p.Format == "" && len(p.Enum) == 0
	})
	all := []filter{own}
	for _, ref := range references {
		named := containing(ref.To.Shape, func(p *apitable.Property) bool { return p.Name == "name" || p.Name == "full_name" })
		all = append(all, through(ref, named))
	}
	return anyOf(all)
}

// containing selects records with the text in one of the chosen properties. It ignores case.
func containing(s *spec.Shape, of func(*apitable.Property) bool) filter {
	var places []int
	for i := range s.Properties {
		if of(&s.Properties[i]) {
			places = append(places, i)
		}
	}
	return func(_ *Query, _ []*record.Record, values []string) predicate {
		wanted := strings.ToLower(values[0])
		return func(r *record.Record) bool {
			return slices.ContainsFunc(places, func(i int) bool {
				return strings.Contains(strings.ToLower(value.Plain(r.Value(i))), wanted)
			})
		}
	}
}

func startingWith(i int) filter {
	return func(_ *Query, _ []*record.Record, values []string) predicate {
		wanted := strings.ToLower(values[0])
		return func(r *record.Record) bool {
			return strings.HasPrefix(strings.ToLower(value.Plain(r.Value(i))), wanted)
		}
	}
}

// inCalendar selects records whose date has the requested number between two indexes of its text.
func inCalendar(i, from, to int) filter {
	return func(_ *Query, _ []*record.Record, values []string) predicate {
		wanted, _ := strconv.Atoi(values[0])
		return func(r *record.Record) bool {
			v := value.Plain(r.Value(i))
			if len(v) < to {
				return false
			}
			n, err := strconv.Atoi(v[from:to])
			return err == nil && n == wanted
		}
	}
}
