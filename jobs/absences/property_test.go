package absences_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/jobs/absences"
)

// After random changes, Since returns exactly the differences between two complete readings. Some
// runs fail, and some are repeated because their state was not stored.
func TestSinceIsTheDifferenceOfTwoReadings(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 0))
			q := absences.Query{Pending: r.IntN(2) == 0, Types: absences.Types(r.IntN(2))}
			srv := newStaff(t)
			reader := absences.New(srv.Client())
			var state absences.State
			before := map[string]absences.Event{}
			next := 1
			for round := range 25 {
				for range r.IntN(6) {
					next = mutate(t, r, srv, next)
				}
				from := date("2027-03-01")
				if round > 12 {
					from = date("2027-03-08")
				}
				found, err := reader.Between(t.Context(), from, last, q)
				if err != nil {
					t.Fatal(err)
				}
				want, after := []string{}, map[string]absences.Event{}
				for _, e := range found.Events {
					after[e.UID] = e
					if _, known := before[e.UID]; !known {
						want = append(want, "came "+e.UID)
					}
				}
				for _, e := range found.Events {
					if old, known := before[e.UID]; known && differ(old, e) {
						want = append(want, "changed "+e.UID)
					}
				}
				gone := map[string]bool{}
				for uid := range before {
					if _, still := after[uid]; !still {
						gone[uid] = true
					}
				}
				changes, stored := since(t, reader, state, from, last, q)
				got := []string{}
				for _, e := range changes.Came {
					got = append(got, "came "+e.UID)
				}
				for _, e := range changes.Changed {
					got = append(got, "changed "+e.UID)
				}
				for _, g := range changes.Gone {
					if !gone[g.UID] {
						t.Errorf("round %d: %s is gone: %s", round, g.UID, g.Reason)
					}
					delete(gone, g.UID)
				}
				if d := cmp.Diff(want, got); d != "" || len(gone) > 0 {
					t.Fatalf("round %d: not gone: %v, the others (-want +got):\n%s", round, gone, d)
				}
				if r.IntN(4) > 0 { // otherwise the program ends before it stores the state
					state, before = stored, after
				}
			}
		})
	}
}

func differ(a, b absences.Event) bool {
	a.Revision, b.Revision = "", ""
	if a.Part == b.Part && a.Part != absences.UnknownPart {
		a.HalfDay, b.HalfDay = "", ""
	}
	if a.Kind == absences.Holiday {
		a.EmployeeIDs, b.EmployeeIDs = nil, nil
	}
	return cmp.Diff(a, b, dates) != ""
}

// mutate changes one thing at random. It returns the next free id.
func mutate(t *testing.T, r *rand.Rand, srv *factorialtest.Server, next int) int {
	t.Helper()
	pick := func(values ...any) any { return values[r.IntN(len(values))] }
	day := r.IntN(28) + 1
	f := fields{
		"employee_id": pick("1", "2", "3", "5"),
		"start_on":    fmt.Sprintf("2027-%02d-%02d", r.IntN(3)+2, day),
		"approved":    pick(true, true, false, nil),
		"half_day":    pick(nil, nil, "beggining_of_day", "beginning_of_day", "siesta"),
		"deleted_at":  pick(nil, nil, nil, "2027-01-01T00:00:00Z"), "leave_type_id": pick("5", "6"),
	}
	f["finish_on"] = pick(nil, f["start_on"], "2027-04-29")
	existing := fmt.Sprint(r.IntN(next) + 1)
	switch r.IntN(6) {
	case 0, 1:
		f["id"] = fmt.Sprint(next)
		insertLeave(t, srv, f)
		return next + 1
	case 2:
		insertHoliday(t, srv, fields{"id": fmt.Sprint(next), "location_id": pick("1", "2", "4"), "date": f["start_on"]})
		return next + 1
	case 3:
		_, _ = srv.Remove(pick("timeoff/leaves", "holidays/company_holidays").(string), existing)
	default:
		name := pick("employee_id", "start_on", "finish_on", "approved", "half_day", "deleted_at").(string)
		if found, _ := srv.Find("timeoff/leaves", existing, new(fields)); !found {
			return next
		}
		change := fields{name: f[name]}
		if name == "start_on" || name == "finish_on" { // an end before the start is another test
			change = fields{"start_on": f["start_on"], "finish_on": f["finish_on"]}
		}
		if err := srv.Change("timeoff/leaves", existing, change); err != nil {
			t.Fatal(err)
		}
	}
	return next
}
