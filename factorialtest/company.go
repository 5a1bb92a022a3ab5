package factorialtest

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// company is the plan of the seeded company. Everything in it follows from the seed and the place of a record, so that
// each table can be made by itself, when it is first asked for, and refers to the right records of the others.
type company struct {
	id   string
	api  *api
	size int // employees
	seed uint64
	day  time.Time // the day around which everything happens
	rows map[string]rows
}

// rows makes the records of a table.
type rows struct {
	count int
	row   func(i int) fields // from 0
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

// fill adds the seeded records to a table. A resource without a plan gets three records of what the description says
// about it.
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

// fills tells whether the company has records of a resource from the beginning.
func (p *company) fills(r *resource) bool { return p.size > 0 && len(r.operations) > 0 && !r.created() }

// created tells whether the resource holds nothing before somebody creates it.
func (r *resource) created() bool { return r.path == "api_public/webhook_subscriptions" }

// random is a source for one record: the same on every run.
func (p *company) random(table string, i int) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, table)
	return rand.New(rand.NewPCG(p.seed, h.Sum64()+uint64(i)))
}

func pick[T any](r *rand.Rand, words []T) T { return words[r.IntN(len(words))] }

// before is the day so many days before the day of the company.
func (p *company) before(days int) time.Time { return p.day.AddDate(0, 0, -days) }
