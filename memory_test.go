package factorialhr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/employees"
)

// memoryFor is what a response of n bytes may keep alive.
func memoryFor(n int) int64 { return 64<<20 + 4*int64(n) }

// responding gives every request the same body, without a network that would keep parts of it.
func responding(t *testing.T, body string) *factorialhr.Client {
	t.Helper()
	return newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
	}))
}

// keptAlive measures what a function's result keeps alive.
func keptAlive(read func() (any, error)) (int64, error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	result, err := read()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(result)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc), err
}

func untypedGet[T any](ctx context.Context, c *factorialhr.Client) (any, error) {
	out := new(T)
	err := c.Get(ctx, "things/things", out)
	return out, err
}

// A branch has records behind pointers, which a few bytes bring to life.
type branch struct {
	ID    string         `json:"id"`
	Left  *branch        `json:"l"`
	Right *branch        `json:"r"`
	Bulk  [60]int64      `json:"bulk"`
	Tags  []string       `json:"tags"`
	Sub   []branch       `json:"sub"`
	Names map[string]any `json:"names"`
}

func repeated(before, element, after string, bytes int) string {
	n := max(bytes/(len(element)+1), 1)
	return before + strings.Repeat(element+",", n-1) + element + after
}

// However few bytes an element takes, what a response keeps alive stays within 64 MB and four times
// its bytes, or it is refused before anything of it is decoded.
func TestWhatAResponseKeepsAliveIsBounded(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector keeps memory of its own")
	}
	employeePage := func(ctx context.Context, c *factorialhr.Client) (any, error) {
		return employees.New(c).Employees.List(ctx, nil)
	}
	rawList := func(ctx context.Context, c *factorialhr.Client) (any, error) { return c.GetAll(ctx, "things/things") }
	kept := func(ctx context.Context, c *factorialhr.Client) (any, error) {
		var info factorialhr.ResponseInfo
		page, err := factorialhr.CallPage[json.RawMessage](ctx, c, &listThings, nil, factorialhr.KeepRaw(), factorialhr.ResponseInto(&info))
		return []any{page, info}, err
	}
	reported := func(ctx context.Context, c *factorialhr.Client) (any, error) {
		var out any
		var info factorialhr.ResponseInfo
		err := c.Get(ctx, "things/things", &out, factorialhr.ResponseInto(&info))
		return []any{out, &info}, err
	}
	const data, end = `{"data":[`, `],"meta":{"total":1,"has_next_page":false}}`
	tests := []struct {
		name string
		read func(context.Context, *factorialhr.Client) (any, error)
		body func(bytes int) string
	}{
		{"empty records", employeePage, func(n int) string { return repeated(data, `{}`, end, n) }},
		{"nulls in the place of records", employeePage, func(n int) string { return repeated(data, `null`, end, n) }},
		{"numbers in the place of records", employeePage, func(n int) string { return repeated(data, `1`, end, n) }},
		{"empty texts in the place of records", employeePage, func(n int) string { return repeated(data, `""`, end, n) }},
		{"records of one odd value", employeePage, func(n int) string { return repeated(data, `{"id":true}`, end, n) }},
		{"records of one id", employeePage, func(n int) string { return repeated(data, `{"id":"1"}`, end, n) }},
		{"two lists under one name", employeePage, func(n int) string {
			return repeated(repeated(data, `{}`, `],"data":[`, n/2), `{}`, end, n/2)
		}},
		{"a name in another case", employeePage, func(n int) string { return repeated(`{"DATA":[`, `{}`, end, n) }},
		{"a list with escapes in its name", employeePage, func(n int) string { return repeated(`{"d\u0061ta":[`, `{}`, end, n) }},
		{"space between the records", employeePage, func(n int) string { return repeated(data, "{ \n}", end, n) }},
		{"a bare array of records", untypedGet[[]employees.Employee], func(n int) string { return repeated(`[`, `{}`, `]`, n) }},
		{"a list within a list", untypedGet[[][]employees.Employee], func(n int) string { return repeated(`[`, `[{}]`, `]`, n) }},
		{"empty lists within a list", untypedGet[[][]employees.Employee], func(n int) string { return repeated(`[`, `[]`, `]`, n) }},
		{"records within records", untypedGet[branch], func(n int) string { return repeated(`{"sub":[`, `{"sub":[{},{}]}`, `]}`, n) }},
		{"records behind pointers", untypedGet[[]branch], func(n int) string { return repeated(`[`, `{"l":{},"r":{"l":{}}}`, `]`, n) }},
		{"pointers to records in a list", untypedGet[[]*branch], func(n int) string { return repeated(`[`, `{}`, `]`, n) }},
		{"a chain of records", untypedGet[branch], func(n int) string {
			n = min(n/7, 9_000)
			return strings.Repeat(`{"l":`, n) + `{}` + strings.Repeat(`}`, n)
		}},
		{"records in a map", untypedGet[map[string]branch], func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, `,"%x":{}`, i)
			}
			return `{` + b.String()[1:] + `}`
		}},
		{"empty texts", untypedGet[[]string], func(n int) string { return repeated(`[`, `""`, `]`, n) }},
		{"short texts", untypedGet[[]string], func(n int) string { return repeated(`[`, `"ab"`, `]`, n) }},
		{"numbers in the place of texts", untypedGet[[]string], func(n int) string { return repeated(`[`, `7`, `]`, n) }},
		{"short ids", untypedGet[[]factorialhr.ID], func(n int) string { return repeated(`[`, `7`, `]`, n) }},
		{"integers", untypedGet[[]int], func(n int) string { return repeated(`[`, `7`, `]`, n) }},
		{"pointers to integers", untypedGet[[]*int], func(n int) string { return repeated(`[`, `7`, `]`, n) }},
		{"empty objects of any type", untypedGet[any], func(n int) string { return repeated(`[`, `{}`, `]`, n) }},
		{"objects of one property of any type", untypedGet[any], func(n int) string { return repeated(`[`, `{"a":1}`, `]`, n) }},
		{"empty lists of any type", untypedGet[any], func(n int) string { return repeated(`[`, `[]`, `]`, n) }},
		{"lists of one of any type", untypedGet[any], func(n int) string { return repeated(`[`, `[1]`, `]`, n) }},
		{"nulls of any type", untypedGet[any], func(n int) string { return repeated(`[`, `null`, `]`, n) }},
		{"numbers of any type", untypedGet[any], func(n int) string { return repeated(`[`, `7.5`, `]`, n) }},
		{"texts of any type", untypedGet[any], func(n int) string { return repeated(`[`, `"ab"`, `]`, n) }},
		{"texts of any type that are no UTF-8, each of which is reported", reported, func(n int) string {
			return repeated(`{"`+strings.Repeat("k", 95)+`":[`, "\"\xff\"", `]}`, n*19/15)
		}},
		{"an object of very many properties of any type", untypedGet[map[string]any], func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				fmt.Fprintf(&b, `,"%x":0`, i)
			}
			return `{` + b.String()[1:] + `}`
		}},
		{"raw records", rawList, func(n int) string { return repeated(data, `{}`, end, n) }},
		{"raw numbers", rawList, func(n int) string { return repeated(data, `1`, end, n) }},
		{"raw records that are kept", kept, func(n int) string { return repeated(data, `{}`, end, n) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			refused := 0
			for _, size := range []int{250_000, 1_200_000, 6_000_000} {
				body := test.body(size)
				c := responding(t, body)
				alive, err := keptAlive(func() (any, error) { return test.read(t.Context(), c) })
				runtime.KeepAlive(c) // which has the body
				switch {
				case errors.Is(err, factorialhr.ErrResponseTooLarge):
					refused++
				case err != nil:
					t.Fatalf("%d bytes: %v", len(body), err)
				}
				if limit := memoryFor(len(body)); alive > limit {
					t.Errorf("%d bytes keep %d alive, the limit is %d", len(body), alive, limit)
				}
			}
			t.Logf("%d of 3 sizes are refused", refused)
		})
	}
}

// The error says how many elements of what size there were, and nothing of the data.
func TestAResponseThatWouldTakeTooMuchMemorySaysSo(t *testing.T) {
	c := responding(t, repeated(`{"data":[`, `{"first_name":"secret-name"}`, `]}`, 6_000_000))
	_, err := employees.New(c).Employees.List(t.Context(), nil)
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || !errors.Is(err, factorialhr.ErrResponseTooLarge) || e.StatusCode != 200 || e.Attempts != 1 {
		t.Fatalf("got %v", err)
	}
	t.Log(err)
	for _, part := range []string{"206896 elements of 8", "MB", "response too large"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %v", part, err)
		}
	}
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

// An ordinary list passes, however long it is: its records have more text than memory.
func TestALongListThatIgnoresPagingPasses(t *testing.T) {
	const count = 60_000
	shift := `{"id":"123456789","employee_id":"1234567","date":"2026-12-24","reference_date":"2026-12-24","created_at":"2026-12-24T08:30:00.000Z",` +
		`"company_id":"12345","updated_at":"2026-12-24T08:30:00.000Z","minutes":480,"clock_in":"08:30","clock_out":null,"in_source":"web","out_source":null,` +
		`"observations":null,"location_type":"office","half_day":null,"in_location_latitude":41.387,"in_location_longitude":2.17,"in_location_accuracy":8.0,` +
		`"out_location_latitude":null,"out_location_longitude":null,"out_location_accuracy":null,"workable":true,"workplace_id":null,` +
		`"time_settings_break_configuration_id":null,"clock_in_with_seconds":"08:30:15"}`
	short := `{"id":1,"employee_id":2,"date":"2026-12-24","minutes":480,"clock_in":"08:30","clock_out":"16:30"}`
	for name, element := range map[string]string{"whole shifts": shift, "shifts of a few properties": short} {
		body := `{"data":[` + strings.Repeat(element+",", count-1) + element + `],"meta":{"total":60000,"has_next_page":false}}`
		for kind, read := range map[string]func(*factorialhr.Client) (int, error){
			"a page": func(c *factorialhr.Client) (int, error) {
				page, err := attendance.New(c).Shifts.List(t.Context(), nil, factorialhr.KeepRaw())
				if err != nil {
					return 0, err
				}
				return len(page.Data), nil
			},
			"all": func(c *factorialhr.Client) (int, error) {
				all, err := attendance.New(c).Shifts.GetAll(t.Context(), nil)
				return len(all), err
			},
			"all, raw": func(c *factorialhr.Client) (int, error) {
				all, err := c.GetAll(t.Context(), "attendance/shifts")
				return len(all), err
			},
		} {
			t.Run(name+", "+kind, func(t *testing.T) {
				if n, err := read(responding(t, body)); err != nil || n != count {
					t.Errorf("got %d, %v", n, err)
				}
			})
		}
	}
}
