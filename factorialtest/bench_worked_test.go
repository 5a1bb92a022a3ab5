package factorialtest_test

import (
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// workedTimes returns the handler of a large company, and a request for the days that its employees
// worked: they follow from 15,000 shifts, through a filter that reads the employees.
func workedTimes(tb testing.TB) (handler http.Handler, get func(query string)) {
	tb.Helper()
	srv, err := factorialtest.Start(factorialtest.Seed(5000), factorialtest.InMemory())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { srv.Close() })
	handler = srv.Handler()
	get = func(query string) {
		tb.Helper()
		if status := serve(handler, http.MethodGet, "attendance/worked_times?"+query, ""); status != http.StatusOK {
			tb.Fatal(status)
		}
	}
	get("limit=100")
	return handler, get
}

const lateShift = `{"id":"1","clock_out":"20:00"}`

func BenchmarkWorkedTimes(b *testing.B) {
	handler, get := workedTimes(b)
	for _, test := range []struct {
		name, query string
		change      bool
	}{
		{"page", "limit=100", false},
		{"employee", "employee_ids[]=7", false},
		{"page with everybody", "limit=100&include_non_attendable_employees=true", false},
		{"page after a change", "limit=100", true},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if test.change {
					serve(handler, http.MethodPut, "attendance/shifts/1", lateShift)
				}
				get(test.query)
			}
		})
	}
}

// A list that follows from others, and the filter that reads another list, cost no allocation for
// each record.
func TestALongListAllocatesLittle(t *testing.T) {
	handler, get := workedTimes(t)
	for name, work := range map[string]func(){
		"a page":      func() { get("limit=100") },
		"an employee": func() { get("employee_ids[]=7") },
		"a page after a change": func() {
			serve(handler, http.MethodPut, "attendance/shifts/1", lateShift)
			get("limit=100")
		},
	} {
		if n := testing.AllocsPerRun(5, work); n > 1000 {
			t.Errorf("%s of 15,000 worked times allocates %.0f times", name, n)
		}
	}
}
