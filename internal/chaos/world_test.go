package chaos_test

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/locations"
	"github.com/factorialhr-go/factorialhr/gen/teams"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// world is what the operations work on.
type world struct {
	api        *factorialtest.Server
	operations []*operation

	employees *employees.EmployeeService
	locations *locations.LocationService
	teams     *teams.TeamService
	leaves    *timeoff.LeaveService

	staff []factorialhr.ID // those of all employees, in their order

	mu      sync.Mutex
	created map[factorialhr.ID]bool // teams that were created for certain and that nobody deletes
}

// newWorld starts a server with everything that so many operations need, and then makes it fail.
func newWorld(t *testing.T, operations int) *world {
	// Lenient: each request carries the number of its operation in a query parameter that the API ignores.
	api := factorialtest.New(t, factorialtest.Seed(staff), factorialtest.FaultSeed(seed), factorialtest.Lenient())
	c := api.Client(factorialhr.HTTPClient(&http.Client{Transport: flaky(t, api)}))
	w := &world{
		api:       api,
		employees: employees.New(c).Employees,
		locations: locations.New(c).Locations,
		teams:     teams.New(c).Teams,
		leaves:    timeoff.New(c).Leaves,
		created:   map[factorialhr.ID]bool{},
	}
	all, err := w.employees.GetAll(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		w.staff = append(w.staff, e.ID)
	}
	if len(w.staff) != staff {
		t.Fatalf("%d employees, want %d", len(w.staff), staff)
	}
	for n := range operations {
		w.operations = append(w.operations, newOperation(t, w, n))
	}
	api.ForgetRequests()
	if err := api.Inject(faults()...); err != nil {
		t.Fatal(err)
	}
	return w
}

// insert adds a record for one operation alone.
func (w *world) insert(t *testing.T, resource string, record map[string]any) factorialhr.ID {
	t.Helper()
	id, err := w.api.Insert(resource, record)
	if err != nil {
		t.Fatal(err)
	}
	return factorialhr.ID(id)
}

// flaky is the transport of a network that refuses every tenth connection.
func flaky(t *testing.T, api *factorialtest.Server) *http.Transport {
	transport := api.HTTPClient().Transport.(*http.Transport).Clone()
	dial := transport.DialTLSContext
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, 0))
	transport.DialTLSContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		mu.Lock()
		refused := random.IntN(10) == 0
		mu.Unlock()
		if refused {
			return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
		}
		return dial(ctx, network, address)
	}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// exist returns the teams that every reading which begins now must find.
func (w *world) exist() map[factorialhr.ID]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.created)
}

func (w *world) exists(team factorialhr.ID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.created[team] = true
}

var (
	errLost    = errors.New("a full read has lost a record")
	errDoubled = errors.New("a full read has a record twice")
)

// wantStaff reports what a full read of the employees lost or doubled.
func (w *world) wantStaff(read []factorialhr.ID) error {
	switch {
	case slices.Equal(read, w.staff):
		return nil
	case len(read) < len(w.staff):
		return errLost
	default:
		return errDoubled
	}
}

// wantTeams does for the teams, which come and go while they are read: those of before must be there.
func wantTeams(read []factorialhr.ID, before map[factorialhr.ID]bool) error {
	seen := make(map[factorialhr.ID]bool, len(read))
	for _, id := range read {
		if seen[id] {
			return errDoubled
		}
		seen[id] = true
	}
	for id := range before {
		if !seen[id] {
			return errLost
		}
	}
	return nil
}
