package chaos_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/locations"
	"github.com/factorialhr-go/factorialhr/gen/teams"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// label is the query parameter that identifies the operation of a request.
const label = "chaos"

// effect is how an operation changes records.
type effect uint8

const (
	reads   effect = iota // no change
	acts                  // a change that must happen once: POST and DELETE
	repeats               // an idempotent change: PUT
)

// operation is a call and its result.
type operation struct {
	number  int
	name    string
	effect  effect
	timeout time.Duration // 0 for none
	call    func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error
	err     error
}

func (o *operation) run(ctx context.Context, w *world) {
	if o.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.timeout)
		defer cancel()
	}
	o.err = o.call(ctx, w, factorialhr.Query(url.Values{label: {strconv.Itoa(o.number)}}))
}

// newOperation selects an operation by its number, and creates the record that it needs.
func newOperation(t *testing.T, w *world, n int) *operation {
	random := rand.New(rand.NewPCG(seed, uint64(n)+1))
	o := &operation{number: n}
	if random.IntN(20) == 0 {
		o.timeout = time.Duration(random.IntN(200)) * time.Millisecond
	}
	name := fmt.Sprintf("operation %d", n)
	switch share := random.IntN(100); {
	case share < 3:
		o.name, o.effect, o.call = "read employees", reads, readStaff(n)
	case share < 6:
		o.name, o.effect, o.call = "read teams", reads, readTeams(n)
	case share < 15:
		o.name, o.effect, o.call = "get an employee", reads, getEmployee
	case share < 18:
		o.name, o.effect, o.call = "create a team", acts, createTeam(name)
	case share < 20:
		id := w.insert(t, "teams/teams", map[string]any{"name": name})
		o.name, o.effect, o.call = "delete a team", acts, deleteTeam(id)
	case share < 50:
		o.name, o.effect, o.call = "create a leave", acts, createLeave(name)
	case share < 55:
		o.name, o.effect, o.call = "create a leave that is not valid", acts, createLeave("")
	case share < 70:
		id := w.insert(t, "timeoff/leaves", map[string]any{"description": name, "approved": nil})
		o.name, o.effect, o.call = "approve a leave", acts, approveLeave(id)
	case share < 85:
		id := w.insert(t, "locations/locations", map[string]any{"name": name})
		o.name, o.effect, o.call = "delete a location", acts, deleteLocation(id)
	default:
		id := w.insert(t, "locations/locations", map[string]any{"name": "before"})
		o.name, o.effect, o.call = "update a location", repeats, updateLocation(id, name)
	}
	return o
}

type call = func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error

// readStaff reads all employees in one of several ways.
func readStaff(n int) call {
	return func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
		params := &employees.EmployeeListParams{Limit: 10}
		var read []factorialhr.ID
		var err error
		switch n % 4 {
		case 0:
			read, err = employeeIDs(w.employees.All(ctx, params, opts...))
		case 1:
			read, err = employeeIDs(w.employees.All(ctx, params, append(opts, factorialhr.Prefetch(2))...))
		case 2:
			read, err = employeeIDs(w.employees.All(ctx, params, append(opts, factorialhr.Parallel(4))...))
		default:
			var all []employees.Employee
			all, err = w.employees.GetAll(ctx, params, append(opts, factorialhr.Parallel(4))...)
			for i := range all {
				read = append(read, all[i].ID)
			}
		}
		if err != nil {
			return err
		}
		return w.wantStaff(read)
	}
}

func employeeIDs(all iter.Seq2[*employees.Employee, error]) (ids []factorialhr.ID, err error) {
	for e, err := range all {
		if err != nil {
			return nil, err
		}
		ids = append(ids, e.ID)
	}
	return ids, nil
}

// readTeams reads a list that changes during the read, so it uses the cursor.
func readTeams(n int) call {
	return func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
		if n%2 == 0 {
			opts = append(opts, factorialhr.Prefetch(1))
		}
		before := w.exist()
		var read []factorialhr.ID
		for team, err := range w.teams.All(ctx, nil, opts...) {
			if err != nil {
				return err
			}
			read = append(read, team.ID)
		}
		return wantTeams(read, before)
	}
}

func getEmployee(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
	_, err := w.employees.Get(ctx, w.staff[0], opts...)
	return err
}

func createTeam(name string) call {
	return func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
		team, err := w.teams.Create(ctx, teams.TeamCreateParams{Name: name}, opts...)
		if err == nil {
			w.exists(team.ID)
		}
		return err
	}
}

func deleteTeam(id factorialhr.ID) call {
	return func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
		_, err := w.teams.Delete(ctx, id, opts...)
		return err
	}
}

// createLeave creates a leave. Without a description it omits the employee, so the server rejects
// it.
func createLeave(description string) call {
	return func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
		params := timeoff.LeaveCreateParams{
			StartOn:     factorialhr.NewDate(2026, time.December, 24),
			FinishOn:    factorialhr.NewDate(2026, time.December, 31),
			Description: description,
		}
		if description != "" {
			params.EmployeeID = w.staff[0]
		}
		_, err := w.leaves.Create(ctx, params, opts...)
		return err
	}
}

func approveLeave(id factorialhr.ID) call {
	return func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
		_, err := w.leaves.Approve(ctx, id, opts...)
		return err
	}
}

func deleteLocation(id factorialhr.ID) call {
	return func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
		_, err := w.locations.Delete(ctx, id, opts...)
		return err
	}
}

func updateLocation(id factorialhr.ID, name string) call {
	return func(ctx context.Context, w *world, opts ...factorialhr.RequestOption) error {
		_, err := w.locations.Update(ctx, id, locations.LocationUpdateParams{Name: factorialhr.Set(name)}, opts...)
		return err
	}
}
