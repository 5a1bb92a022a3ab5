// Package company plans the seeded company: its people, organisation, time and papers. It imports
// record and the rooms below it, and stand-in documents from files. Only serve, which assembles the
// fake, imports it.
package company

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// Plan plans the seeded company. A record depends only on the seed and its index, so each table can
// be created on first use and still refer to the right records of the others.
type Plan struct {
	api  *spec.API
	size int // employees
	seed uint64
	day  time.Time // the company's dates lie around this day
	now  int       // the minute of that day: nothing begins later
	rows map[string]rows
}

// rows generates the records of a table.
type rows struct {
	count int
	row   func(i int) value.Fields // i counts from 0
}

// New plans a company of size employees. Its dates lie around at, or if at is zero around the first
// day of the API version.
func New(a *spec.API, size int, seed uint64, at time.Time) *Plan {
	day, err := time.Parse(time.DateOnly, a.Version)
	now := 24*60 - 1
	if !at.IsZero() || err != nil {
		day = at.UTC().Truncate(24 * time.Hour)
		now = int(at.UTC().Sub(day) / time.Minute)
	}
	p := &Plan{api: a, size: size, seed: seed, day: day, now: now, rows: make(map[string]rows)}
	if p.size > 0 {
		p.planStaff()
		p.planOrganisation()
		p.planTime()
		p.planPapers()
	}
	return p
}

// CompanyID returns the id of the company.
func (p *Plan) CompanyID() string { return "1" }

// Count returns the number of planned records of a resource.
func (p *Plan) Count(path string) int { return p.rows[path].count }

// Name returns the names of the nth employee, counted from 1. Employees who join later have names
// too.
func (p *Plan) Name(n int) (given, family string) {
	r := p.random("person", n-1)
	return pick(r, givenNames), pick(r, familyNames)
}

// Fill adds the seeded records to a table. A resource without a plan gets three records that are
// made up from the spec.
func (p *Plan) Fill(t *record.Table) {
	if !p.Fills(t.Resource) {
		return
	}
	plan, ok := p.rows[t.Resource.Path]
	if !ok {
		plan, t.Invented = rows{3, func(int) value.Fields { return make(value.Fields) }}, true
	}
	s := t.Resource.Shape
	y := record.Synthesis{API: p.api, Seed: p, Now: p.day}
	t.Records = make([]*record.Record, 0, plan.count)
	for i := range plan.count {
		f := plan.row(i)
		id := value.Plain(f["id"])
		if id == "" {
			id = record.IDLike(s, i+1)
			if s.ID >= 0 {
				f[s.Properties[s.ID].Name] = value.Text(id)
			}
		}
		y.Complete(s, f, i+1)
		t.Put(record.Encode(s, id, f), p.day)
	}
	t.Next = plan.count + 1
}

// Fills reports whether the seeded company has records of a resource.
func (p *Plan) Fills(r *spec.Resource) bool {
	return p.size > 0 && len(r.Operations) > 0 && !r.Created()
}

// random returns the random source of one record. It is the same on every run.
func (p *Plan) random(table string, i int) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, table)
	return rand.New(rand.NewPCG(p.seed, h.Sum64()+uint64(i)))
}

func pick[T any](r *rand.Rand, words []T) T { return words[r.IntN(len(words))] }

// before returns the company's day minus a number of days.
func (p *Plan) before(days int) time.Time { return p.day.AddDate(0, 0, -days) }
