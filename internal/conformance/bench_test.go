package conformance_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

type employeePage = factorialhr.Page[employees.Employee]

// pages are the inputs of the benchmark: 100 employees with values as in the spec. limit is the
// permitted cost, as a multiple of one json.Unmarshal into the same struct without mismatches.
var pages = []struct {
	name  string
	wrong int // properties of a wrong type
	limit float64
}{
	{"everything fits", 0, 1.1},
	{"one mismatch", 1, 4},
}

// employeesPage returns a page of 100 employees.
func employeesPage(tb testing.TB, wrong int) []byte {
	tb.Helper()
	for _, op := range description(tb) {
		if op.goName() != "employees.Employees.List" {
			continue
		}
		var p problems
		b := &builder{style: style{leaf: filled}, problems: &p}
		var data []any
		for range 100 {
			data = append(data, b.object(reflect.TypeFor[employees.Employee](), op.answer.Properties["data"].Items, ""))
		}
		for i := range wrong {
			data[50+i].(map[string]any)["age_number"] = "n/a"
		}
		text, err := json.Marshal(map[string]any{"data": data, "meta": map[string]any{"limit": 100, "total": 1234, "has_next_page": true, "end_cursor": "MTAw"}})
		if err != nil || len(p) > 0 {
			tb.Fatal(err, p)
		}
		return text
	}
	tb.Fatal("the list of employees is not described")
	return nil
}

func decodePlain(tb testing.TB, text []byte) {
	tb.Helper()
	if err := json.Unmarshal(text, new(employeePage)); err != nil {
		tb.Fatal(err)
	}
}

func decodeLenient(tb testing.TB, text []byte, wrong int) {
	tb.Helper()
	mismatches, err := lenient.Decode(text, new(employeePage))
	if err != nil || len(mismatches) != wrong {
		tb.Fatal(mismatches, err)
	}
}

// Each run times both decoders and alternates which goes first, so that the ratio holds on a busy
// machine and both share the cost of garbage collection.
func BenchmarkDecodeEmployees(b *testing.B) {
	plain := employeesPage(b, 0)
	for _, page := range pages {
		b.Run(page.name, func(b *testing.B) {
			text := employeesPage(b, page.wrong)
			took := [2]time.Duration{}
			turn := 0
			for b.Loop() {
				for i := range 2 {
					which := (turn + i) % 2
					start := time.Now()
					if which == 0 {
						decodePlain(b, plain)
					} else {
						decodeLenient(b, text, page.wrong)
					}
					took[which] += time.Since(start)
				}
				turn++
			}
			b.ReportMetric(float64(took[1])/float64(took[0]), "×plain")
			b.ReportMetric(float64(took[0].Nanoseconds())/float64(b.N), "plain-ns/op")
			b.ReportMetric(float64(took[1].Nanoseconds())/float64(b.N), "ns/op")
		})
	}
}

func TestDecodingEmployeesAllocatesLittleMoreThanUnmarshal(t *testing.T) {
	text := employeesPage(t, 0)
	plain := testing.AllocsPerRun(5, func() { decodePlain(t, text) })
	for _, page := range pages {
		t.Run(page.name, func(t *testing.T) {
			text := employeesPage(t, page.wrong)
			got := testing.AllocsPerRun(5, func() { decodeLenient(t, text, page.wrong) })
			t.Logf("%.0f allocations, %.2f times the %.0f of json.Unmarshal", got, got/plain, plain)
			if got > page.limit*plain {
				t.Errorf("the limit is %.1f times", page.limit)
			}
		})
	}
}
