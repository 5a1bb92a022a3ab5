package people_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/people"
)

// Comparing a snapshot with itself finds nothing, and applying the changes to the first snapshot
// gives the second one, field by field.
func TestChangesAreComplete(t *testing.T) {
	const runs = 80
	total := 0
	for seed := range uint64(runs) {
		r := rand.New(rand.NewPCG(seed, 1))
		c := company{t, factorialtest.New(t, factorialtest.Seed(15), factorialtest.RandomSeed(seed+1), factorialtest.At(today.Time()))}
		all := people.Fields(people.AllFields()...)
		before := clone(t, c.read(today, all))
		if changes, err := people.Compare(before, before); err != nil || !changes.Empty() {
			t.Fatalf("seed %d: a snapshot differs from itself: %s, %v", seed, changes, err)
		}
		for range 1 + r.IntN(12) {
			randomChange(c, r)
		}
		after := c.read(factorialhr.NewDate(today.Time().AddDate(0, 0, r.IntN(40)).Date()), all)
		changes, err := people.Compare(before, after)
		if err != nil {
			t.Fatal(err)
		}
		total += len(changes.All())
		if got, want := apply(t, before, changes), keyed(t, after.People); !equal(got, want) {
			t.Errorf("seed %d: the changes lead elsewhere", seed)
		}
		if back := clone(t, after); !equal(keyed(t, back.People), keyed(t, after.People)) {
			t.Errorf("seed %d: storing loses something", seed)
		}
	}
	t.Logf("%d changes in %d runs", total, runs)
	if total < 5*runs/2 {
		t.Error("too few changes to show anything")
	}
}

func randomChange(c company, r *rand.Rand) {
	id := fmt.Sprint(1 + r.IntN(15))
	day := func() string { return factorialhr.NewDate(today.Time().AddDate(0, 0, r.IntN(80)-40).Date()).String() }
	maybe := func(v any) any {
		if r.IntN(4) == 0 {
			return nil
		}
		return v
	}
	if found, err := c.Find(staff, id, &fields{}); err != nil || !found {
		c.insert(staff, ada.with(fields{"id": id})) // an earlier change removed it
		return
	}
	switch r.IntN(8) {
	case 0:
		c.change(staff, id, fields{"terminated_on": maybe(day()), "termination_reason_type": maybe("resignation")})
	case 1:
		c.change(staff, id, fields{"manager_id": maybe(fmt.Sprint(1 + r.IntN(15))), "location_id": maybe("1")})
	case 2:
		c.change(staff, id, fields{"legal_entity_id": maybe("1"), "login_email": maybe(fmt.Sprintf("n%d@example.com", r.IntN(99)))})
	case 3:
		c.change(versions, id, fields{"ends_on": maybe(day()), "job_title": maybe("Lead"), "working_hours": maybe(r.IntN(4000))})
	case 4:
		c.insert(versions, terms.with(fields{"id": fmt.Sprint(100 + r.IntN(99)), "employee_id": id, "contracts_contract_id": maybe(id),
			"starts_on": maybe(day()), "effective_on": day(), "salary_amount": maybe(r.IntN(5_000_000)), "working_hours_frequency": maybe("day")}))
	case 5:
		c.insert(members, fields{"id": fmt.Sprint(200 + r.IntN(99)), "employee_id": id, "team_id": fmt.Sprint(1 + r.IntN(3)), "lead": r.IntN(2) == 0, "direct": maybe(true)})
	case 6:
		n := fmt.Sprint(300 + r.IntN(9))
		c.insert(staff, ada.with(fields{"id": n, "created_at": day() + "T08:00:00Z"}))
		c.insert(versions, terms.with(fields{"id": n, "employee_id": n, "contracts_contract_id": n, "starts_on": day(), "effective_on": day()}))
	case 7:
		if _, err := c.Remove(staff, id); err != nil {
			c.t.Fatal(err)
		}
	}
}

// apply sets the fields that the changes name, and only those.
func apply(t *testing.T, before *people.Snapshot, changes *people.Changes) map[factorialhr.ID]map[string]any {
	t.Helper()
	got := keyed(t, before.People)
	for _, c := range changes.All() {
		id := c.Person().ID
		switch {
		case c.After == nil:
			delete(got, id)
		case c.Before == nil:
			got[id] = keyed(t, []people.Person{*c.After})[id]
		default:
			after := keyed(t, []people.Person{*c.After})[id]
			for _, d := range c.Fields {
				for _, key := range keysOf(d.Field) {
					delete(got[id], key)
					if v, ok := after[key]; ok {
						got[id][key] = v
					}
				}
			}
		}
	}
	return got
}

func keysOf(f people.Field) []string {
	if f == people.FieldName {
		return []string{"first_name", "last_name", "preferred_name", "full_name"}
	}
	return []string{string(f)}
}

// keyed returns the JSON of people by id, without the names of other records: a new name of a team
// is no difference.
func keyed(t *testing.T, list []people.Person) map[factorialhr.ID]map[string]any {
	t.Helper()
	out := map[factorialhr.ID]map[string]any{}
	for _, p := range list {
		p.Manager.Name, p.Location.Name, p.LegalEntity.Name = "", "", ""
		p.Teams = slices.Clone(p.Teams)
		for i := range p.Teams {
			p.Teams[i].Name = ""
		}
		encoded, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]any{}
		if err := json.Unmarshal(encoded, &m); err != nil {
			t.Fatal(err)
		}
		out[p.ID] = m
	}
	return out
}

func equal(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}
