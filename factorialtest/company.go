package factorialtest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// company plans the seeded company. A record depends only on the seed and its index, so each table
// can be created on first use and still refer to the right records of the others.
type company struct {
	id   string
	api  *api
	size int // employees
	seed uint64
	day  time.Time // the company's dates lie around this day
	rows map[string]rows
}

// rows generates the records of a table.
type rows struct {
	count int
	row   func(i int) fields // i counts from 0
}

func newCompany(c config, a *api) *company {
	day, err := time.Parse(time.DateOnly, a.version)
	if !c.at.IsZero() || err != nil {
		day = c.at.UTC().Truncate(24 * time.Hour)
	}
	p := &company{id: "1", api: a, size: c.employees, seed: c.seed, day: day, rows: make(map[string]rows)}
	if p.size > 0 {
		p.planStaff()
		p.planOrganisation()
		p.planTime()
		p.planPapers()
	}
	return p
}

// fill adds the seeded records to a table. A resource without a plan gets three records that are
// made up from the spec.
func (p *company) fill(t *table) {
	if !p.fills(t.resource) {
		return
	}
	plan, ok := p.rows[t.resource.path]
	if !ok {
		plan, t.invented = rows{3, func(int) fields { return make(fields) }}, true
	}
	s := t.resource.shape
	y := synthesis{api: p.api, company: p, now: p.day}
	t.records = make([]*record, 0, plan.count)
	for i := range plan.count {
		f := plan.row(i)
		id := plain(f["id"])
		if id == "" {
			id = idLike(s, i+1)
			if s.id >= 0 {
				f[s.properties[s.id].Name] = text(id)
			}
		}
		y.complete(s, f, i+1)
		t.put(s.encode(id, f), p.day)
	}
	t.next = plan.count + 1
}

// fills reports whether the seeded company has records of a resource.
func (p *company) fills(r *resource) bool { return p.size > 0 && len(r.operations) > 0 && !r.created() }

// created reports whether a resource is empty until a client creates a record.
func (r *resource) created() bool { return r.path == "api_public/webhook_subscriptions" }

// random returns the random source of one record. It is the same on every run.
func (p *company) random(table string, i int) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, table)
	return rand.New(rand.NewPCG(p.seed, h.Sum64()+uint64(i)))
}

func pick[T any](r *rand.Rand, words []T) T { return words[r.IntN(len(words))] }

// before returns the company's day minus a number of days.
func (p *company) before(days int) time.Time { return p.day.AddDate(0, 0, -days) }
