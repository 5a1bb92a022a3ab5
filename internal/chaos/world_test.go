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

// world is the state that the operations share.
type world struct {
	api        *factorialtest.Server
	operations []*operation

	employees *employees.EmployeeService
	locations *locations.LocationService
	teams     *teams.TeamService
	leaves    *timeoff.LeaveService

	staff []factorialhr.ID // ids of all employees, in order

	mu      sync.Mutex
	created map[factorialhr.ID]bool // teams that certainly exist and that no operation deletes
}

// newWorld starts a server with the records that the operations need, and then adds the faults.
func newWorld(t *testing.T, operations int) *world {
	// Lenient, because each request carries the label, which the API does not know.
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

// insert adds a record for a single operation.
func (w *world) insert(t *testing.T, resource string, record map[string]any) factorialhr.ID {
	t.Helper()
	id, err := w.api.Insert(resource, record)
	if err != nil {
		t.Fatal(err)
	}
	return factorialhr.ID(id)
}

// flaky returns a transport for a network that refuses every tenth connection.
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

// exist returns the teams that every read which starts now must find.
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

// wantStaff reports the employees that a full read lost or duplicated.
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

// wantTeams is wantStaff for teams, which operations create and delete during the read: it requires
// the teams in before.
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
