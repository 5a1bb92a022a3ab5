package chaos_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/teams"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// The results of calls when every request meets a fault, and when only the first one or two do.
// docs/testing.md has the same table. A call returns complete records or an error.
var outcomes = map[factorialtest.FaultKind]struct {
	always    []error // errors of a list; none if it returns all records
	mismatch  bool    // the observer receives a mismatch
	miscounts bool    // the observer receives a wrong total, if the last page has one
	slow      bool    // the call is only slow
	create    error   // error of a POST that meets the fault once; nil if it succeeds
	carried   int     // how often the server executed the POST
	notOfPOST bool    // the fault affects only lists
}{
	factorialtest.Latency:       {slow: true, carried: 1},
	factorialtest.RateLimit:     {always: []error{factorialhr.ErrRateLimited}, carried: 1},
	factorialtest.ServerError:   {always: []error{factorialhr.ErrServer}, create: factorialhr.ErrOutcomeUnknown},
	factorialtest.ResetBefore:   {always: []error{errBroken}, create: factorialhr.ErrOutcomeUnknown},
	factorialtest.ResetAfter:    {always: []error{errBroken}, create: factorialhr.ErrOutcomeUnknown, carried: 1},
	factorialtest.Truncate:      {always: []error{errBroken}, create: factorialhr.ErrOutcomeUnknown, carried: 1},
	factorialtest.Malformed:     {mismatch: true, carried: 1},
	factorialtest.RepeatCursor:  {always: []error{paginate.ErrRepeatedCursor, paginate.ErrChanged}, notOfPOST: true},
	factorialtest.MissingCursor: {always: []error{paginate.ErrNoCursor}, notOfPOST: true},
	factorialtest.EmptyPage:     {notOfPOST: true},
	factorialtest.ShortPage:     {notOfPOST: true},
	factorialtest.NullLimit:     {notOfPOST: true},
	factorialtest.MovingTotal:   {miscounts: true, notOfPOST: true},
	factorialtest.IgnorePage:    {notOfPOST: true},
}

// errBroken stands for a connection that broke on every attempt.
var errBroken = errors.New("an outcome that nobody knows")

func isAny(err error, targets []error) bool {
	return slices.ContainsFunc(targets, func(target error) bool {
		e, ok := errors.AsType[*factorialhr.Error](err)
		return errors.Is(err, target) || target == errBroken && ok && e.Outcome == factorialhr.OutcomeUnknown && e.Attempts == 4
	})
}

// listener counts the mismatches.
type listener struct {
	factorialhr.Observer
	mismatches atomic.Int32
}

func (*listener) Start(ctx context.Context, _ *factorialhr.Operation) context.Context      { return ctx }
func (*listener) Attempt(context.Context, *factorialhr.Operation, factorialhr.AttemptInfo) {}
func (*listener) End(context.Context, *factorialhr.Operation, factorialhr.CallInfo)        {}
func (l *listener) Mismatch(_ context.Context, _ *factorialhr.Operation, all []factorialhr.Mismatch) {
	l.mismatches.Add(int32(len(all)))
}

func TestEveryFaultHasAnOutcome(t *testing.T) {
	const staff = 35 // four pages
	ways := map[string]func(*employees.EmployeeService, context.Context, ...factorialhr.RequestOption) ([]factorialhr.ID, error){
		"GetAll": func(s *employees.EmployeeService, ctx context.Context, opts ...factorialhr.RequestOption) ([]factorialhr.ID, error) {
			all, err := s.GetAll(ctx, &employees.EmployeeListParams{Limit: 10}, opts...)
			var ids []factorialhr.ID
			for i := range all {
				ids = append(ids, all[i].ID)
			}
			return ids, err
		},
		"All": func(s *employees.EmployeeService, ctx context.Context, opts ...factorialhr.RequestOption) ([]factorialhr.ID, error) {
			return employeeIDs(s.All(ctx, &employees.EmployeeListParams{Limit: 10}, opts...))
		},
	}
	modes := map[string][]factorialhr.RequestOption{
		"by the cursor": nil, "reading ahead": {factorialhr.Prefetch(2)}, "in parallel": {factorialhr.Parallel(4)},
	}
	for _, kind := range factorialtest.FaultKinds() {
		want, ok := outcomes[kind]
		if !ok {
			t.Errorf("%s has no outcome", kind)
		}
		for way, read := range ways {
			for mode, opts := range modes {
				for _, times := range []int{0, 2} {
					name := string(kind) + ", " + way + " " + mode + ", always"
					if times > 0 {
						name = string(kind) + ", " + way + " " + mode + ", twice"
					}
					t.Run(name, func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							api := factorialtest.New(t, factorialtest.Seed(staff))
							seen := new(listener)
							service := employees.New(api.Client(factorialhr.Observe(seen))).Employees
							healthy, err := read(service, t.Context())
							if err != nil || len(healthy) != staff {
								t.Fatalf("%d employees without a fault, %v", len(healthy), err)
							}
							if err := api.Inject(factorialtest.Fault{Kind: kind, Times: times, Delay: time.Second}); err != nil {
								t.Fatal(err)
							}
							start := time.Now()
							got, err := read(service, t.Context(), opts...)
							// The client does not retry a page with wrong metadata; page numbers
							// do not need it.
							fails := len(want.always) > 0 && (times == 0 || want.notOfPOST && mode != "in parallel")
							switch {
							case fails && !isAny(err, want.always):
								t.Errorf("got %v, want one of %v", err, want.always)
							case !fails && (err != nil || !slices.Equal(got, healthy)):
								t.Errorf("got %d of %d employees, %v", len(got), len(healthy), err)
							}
							if n := seen.mismatches.Load(); (n > 0) != (want.mismatch || want.miscounts && times == 0) {
								t.Errorf("%d values did not fit", n)
							}
							if want.slow && time.Since(start) < time.Second {
								t.Error("it did not wait")
							}
						})
					})
				}
			}
		}
		if want.notOfPOST {
			continue
		}
		t.Run(string(kind)+", a POST that meets it once", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := factorialtest.New(t, factorialtest.Seed(1))
				service := teams.New(api.Client()).Teams
				if err := api.Inject(factorialtest.Fault{Kind: kind, Times: 1, Delay: time.Second}); err != nil {
					t.Fatal(err)
				}
				_, err := service.Create(t.Context(), teams.TeamCreateParams{Name: "one"})
				if !errors.Is(err, want.create) {
					t.Errorf("got %v, want %v", err, want.create)
				}
				carried := 0
				for _, r := range api.Requests() {
					carried += min(len(r.Changes), 1)
				}
				if carried != want.carried {
					t.Errorf("it was carried out %d times, want %d", carried, want.carried)
				}
			})
		})
	}
}
