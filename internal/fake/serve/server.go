// Package serve assembles the fake and responds to requests: it finds the operation, applies
// faults, checks the credential, reads and validates the request, lets package rule act, writes the
// log with hints, and responds. It imports the other rooms. Only doors, such as package
// factorialtest, import it.
package serve

import (
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/clock"
	"github.com/factorialhr-go/factorialhr/internal/fake/company"
	"github.com/factorialhr-go/factorialhr/internal/fake/derived"
	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
	"github.com/factorialhr-go/factorialhr/internal/fake/files"
	"github.com/factorialhr-go/factorialhr/internal/fake/filter"
	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
	"github.com/factorialhr-go/factorialhr/internal/fake/journal"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// Spec is the compiled spec with the filters that follow from it. It never changes.
type Spec struct {
	api     *spec.API
	filters filter.Set
	targets []fault.Target
}

// Load compiles the tables of the OpenAPI spec. All servers share the result.
var Load = sync.OnceValues(func() (Spec, error) {
	tables, err := apitable.Load()
	if err != nil {
		return Spec{}, err
	}
	return Compile(tables), nil
})

// Compile compiles tables of the spec.
func Compile(tables *apitable.API) Spec {
	a := spec.Compile(tables)
	return Spec{a, filter.Compile(a), targets(a)}
}

// Options are the options of New.
type Options struct {
	Spec        Spec
	Employees   int       // of the seeded company
	Seed        uint64    // of the seeded company
	At          time.Time // where the clock stands; zero: the clock runs
	Start       time.Time // where a clock that runs starts; zero: at the time of the machine
	Version     string    // the only version that is served; empty: all
	Credentials []Credential
	OAuth       oauthserver.Options
	Faults      *fault.Plan
	PostLimit   int  // POSTs in a minute, 0: no limit
	Loose       bool // references are not checked
	// Elsewhere is the hint for a path outside the API, empty if it knows none; nil: none.
	Elsewhere func(path string) string
	// HeaderFaults lets a request carry a fault in a header.
	HeaderFaults bool
	// Errorf reports a query parameter that the API does not know. It may be nil.
	Errorf func(format string, args ...any)
	// Observe receives every request when it enters the log. It may be nil.
	Observe func(*journal.Request)
}

// Server serves the API. It is safe for concurrent use. Its exported fields are the parts for
// doors.
type Server struct {
	API     *spec.API
	only    string // the only version that is served; empty: all
	filters filter.Set
	Clock   *clock.Clock
	Store   *record.Store
	Faults  *fault.Plan
	Log     journal.Log
	Files   *files.Store
	Hooks   *hook.Sender
	buffers buffers
	OAuth   *oauthserver.Server

	keys  map[string]*Credential
	limit *postLimit
	loose bool
	// headerFaults lets a request carry a fault in a header.
	headerFaults bool
	errorf       func(format string, args ...any)
	observe      func(*journal.Request)
	elsewhere    func(path string) string
}

// New assembles a server and starts to deliver webhooks. The caller must close it.
func New(o Options, deliveries hook.Options) *Server {
	s := &Server{
		API: o.Spec.api, filters: o.Spec.filters, Clock: clock.New(o.At), only: o.Version, Faults: o.Faults,
		keys: credentials(o.Credentials), limit: &postLimit{most: o.PostLimit},
		loose: o.Loose, headerFaults: o.HeaderFaults, errorf: o.Errorf, observe: o.Observe, elsewhere: o.Elsewhere,
	}
	around := o.At
	if !o.Start.IsZero() {
		around = o.Start
		s.Clock.StartAt(o.Start)
	}
	o.OAuth.Now = s.Clock.Now
	s.OAuth = oauthserver.New(o.OAuth)
	s.Store = record.NewStore(s.API, company.New(s.API, o.Employees, o.Seed, around))
	s.Store.Derived = derived.New(s.API, s.Clock.Now)
	s.Files = files.New(s.Clock)
	s.Hooks = hook.New(s.API, s.Store, s.Clock, deliveries)
	return s
}

// Close ends the deliveries.
func (s *Server) Close() { s.Hooks.Close() }
