package factorialtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// watched is a test that another test looks at. It keeps the errors, and ends when told.
type watched struct {
	failed, skipped bool
	errors, logged  []string
	cleanups        []func()
}

func (w *watched) Helper() {}
func (w *watched) Logf(format string, args ...any) {
	w.logged = append(w.logged, fmt.Sprintf(format, args...))
}
func (w *watched) Failed() bool     { return w.failed || len(w.errors) > 0 }
func (w *watched) Skipped() bool    { return w.skipped }
func (w *watched) Cleanup(f func()) { w.cleanups = append(w.cleanups, f) }
func (w *watched) Errorf(format string, args ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, args...))
}
func (w *watched) Fatalf(format string, args ...any) { w.Errorf(format, args...) }

// end ends the test and returns its errors.
func (w *watched) end() string {
	for i := len(w.cleanups) - 1; i >= 0; i-- {
		w.cleanups[i]()
	}
	return strings.Join(w.errors, "\n")
}

func TestAFaultThatCanNeverStrikeIsRefused(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault factorialtest.Fault
		want  string
	}{
		{"every request", factorialtest.Fault{Kind: factorialtest.ServerError}, ""},
		{"every operation", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "*"}, ""},
		{"an operation", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "timeoff.Leaves.Create"}, ""},
		{"an operation of an older version", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "*.Create", Method: "POST"}, ""},
		{"an endpoint of OAuth", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "oauth.Token"}, ""},
		{"a pattern of lists", factorialtest.Fault{Kind: factorialtest.EmptyPage, Operation: "timeoff.*"}, ""},
		{"a resource spelt wrong", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "timeoff.Leave.Create"}, "no operation matches \"timeoff.Leave.Create\"; did you mean timeoff.Leaves.Create?"},
		{"a domain with an underscore", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "job_catalog.*"}, "no operation matches \"job_catalog.*\"; did you mean jobcatalog.*?"},
		{"a name in lower case", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "timeoff.leaves.create"}, "did you mean timeoff.Leaves.Create?"},
		{"a path", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "timeoff/leaves"}, "no operation matches \"timeoff/leaves\"; operations have names such as timeoff.Leaves.Create"},
		{"a pattern like none", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "*.Xylophone"}, "no operation matches \"*.Xylophone\"; operations have names such as timeoff.Leaves.Create"},
		{"a fault of lists for a creation", factorialtest.Fault{Kind: factorialtest.EmptyPage, Operation: "timeoff.Leaves.Create"}, "empty-page applies to lists only, and \"timeoff.Leaves.Create\" matches none"},
		{"a fault of lists for an endpoint of OAuth", factorialtest.Fault{Kind: factorialtest.ShortPage, Operation: "oauth.*"}, "short-page applies to lists only"},
		{"a fault of lists for a method of none", factorialtest.Fault{Kind: factorialtest.ShortPage, Method: "POST"}, "short-page applies to lists only, which are GET requests"},
		{"a method that the operation does not have", factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "*.List", Method: "DELETE"}, "no operation that matches \"*.List\" has the method DELETE"},
		{"a method in lower case", factorialtest.Fault{Kind: factorialtest.ServerError, Method: "post"}, "\"post\" is not a method in upper case, such as POST"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.fault.MayMiss = true
			srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Faults(test.fault))
			wrong := func(err error) bool {
				return (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want)
			}
			if wrong(err) {
				t.Errorf("as an option: %v", err)
			}
			if err == nil {
				srv.Close()
			}
			if err := factorialtest.New(t).Inject(test.fault); wrong(err) {
				t.Errorf("injected: %v", err)
			}
		})
	}
}

func TestAFaultThatNeverStruckFailsTheTest(t *testing.T) {
	leaves := factorialtest.Fault{Kind: factorialtest.RateLimit, Operation: "timeoff.Leaves.*"}
	with := func(change func(*factorialtest.Fault)) factorialtest.Fault {
		f := leaves
		change(&f)
		return f
	}
	ask := func(t *testing.T, srv *factorialtest.Server, times int) {
		for range times {
			do(t, srv, http.MethodGet, "timeoff/leaves", "")
		}
	}
	for _, test := range []struct {
		name string
		run  func(t *testing.T, w *watched, srv *factorialtest.Server)
		want string // a part of the error, empty for none
	}{
		{"it struck", func(t *testing.T, _ *watched, srv *factorialtest.Server) { injected(t, srv, leaves); ask(t, srv, 1) }, ""},
		{"no request matched", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, leaves)
			do(t, srv, http.MethodGet, "teams/teams", "")
		}, "the fault rate-limit for timeoff.Leaves.* never struck: no request matched it; set MayMiss if that is all right"},
		{"no request at all", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, factorialtest.Fault{Kind: factorialtest.Truncate})
		}, "the fault truncate never struck: no request matched it"},
		{"too few requests", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, with(func(f *factorialtest.Fault) { f.Skip = 2 }))
			ask(t, srv, 2)
		}, "never struck: 2 requests matched it, and Skip is 2"},
		{"enough requests", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, with(func(f *factorialtest.Fault) { f.Skip = 2 }))
			ask(t, srv, 3)
		}, ""},
		{"a rate that hit nobody", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, with(func(f *factorialtest.Fault) { f.Rate = 0.000001 }))
			ask(t, srv, 3)
		}, ""},
		{"a rate, and no request", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, with(func(f *factorialtest.Fault) { f.Rate = 1 }))
		}, "never struck: no request matched it"},
		{"another fault always came first", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, leaves, factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "timeoff.Leaves.List"})
			ask(t, srv, 2)
		}, "the fault server-error for timeoff.Leaves.List never struck: 2 requests matched it, and another fault struck first"},
		{"it was cleared before it struck", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, leaves)
			srv.ClearFaults()
			ask(t, srv, 1)
		}, "never struck: no request matched it"},
		{"it was cleared after it struck", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, leaves)
			ask(t, srv, 1)
			srv.ClearFaults()
		}, ""},
		{"it may miss", func(t *testing.T, _ *watched, srv *factorialtest.Server) {
			injected(t, srv, with(func(f *factorialtest.Fault) { f.MayMiss = true }))
		}, ""},
		{"the test failed already", func(t *testing.T, w *watched, srv *factorialtest.Server) { injected(t, srv, leaves); w.failed = true }, ""},
		{"the test was skipped", func(t *testing.T, w *watched, srv *factorialtest.Server) { injected(t, srv, leaves); w.skipped = true }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var w watched
			srv := factorialtest.New(&w)
			test.run(t, &w, srv)
			got := w.end()
			if (got != "") != (test.want != "") || !strings.Contains(got, test.want) {
				t.Errorf("the test ends with %q", got)
			}
		})
	}
}

func TestRequestsToUnderstandsThePatternsOfFaults(t *testing.T) {
	var w watched
	srv := factorialtest.New(&w)
	do(t, srv, http.MethodGet, "timeoff/leaves", "")
	do(t, srv, http.MethodGet, "timeoff/leaves/1", "")
	do(t, srv, http.MethodGet, "teams/teams", "")
	do(t, srv, http.MethodGet, "teams/xylophones", "")
	for _, test := range []struct {
		pattern string
		want    int
		error   string
	}{
		{"timeoff.Leaves.List", 1, ""},
		{"timeoff.Leaves.*", 2, ""},
		{"*.List", 2, ""},
		{"timeoff.Leaves.Create", 0, ""},
		{"oauth.Token", 0, ""},
		{"", 1, ""}, // to no operation
		{"timeoff.Leave.List", 0, "factorialtest: RequestsTo: no operation matches \"timeoff.Leave.List\"; did you mean timeoff.Leaves.List?"},
		{"[", 0, "factorialtest: RequestsTo: \"[\" is not a pattern"},
	} {
		t.Run(test.pattern, func(t *testing.T) {
			w.errors = nil
			if got := srv.RequestsTo(test.pattern); len(got) != test.want {
				t.Errorf("got %d requests", len(got))
			}
			if got := strings.Join(w.errors, "\n"); got != test.error {
				t.Errorf("the test got the error %q", got)
			}
		})
	}
}

func injected(t *testing.T, srv *factorialtest.Server, faults ...factorialtest.Fault) {
	t.Helper()
	if err := srv.Inject(faults...); err != nil {
		t.Fatal(err)
	}
}
