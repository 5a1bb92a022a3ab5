package clock_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

// office is a company with a workplace in Madrid, where Ada (1) and Eva (3) work, and one on the
// Canary Islands, an hour behind, where Bea (2) works.
type office struct {
	*factorialtest.Server
	t     *testing.T
	clock *clock.Clock
}

func newOffice(t *testing.T, opts ...factorialtest.Option) *office {
	t.Helper()
	srv := factorialtest.New(t, append([]factorialtest.Option{factorialtest.Seed(0)}, opts...)...)
	o := &office{Server: srv, t: t, clock: clock.New(srv.Client())}
	o.insert("locations/locations", `{"id":"1","name":"Madrid","timezone":"Europe/Madrid"}`)
	o.insert("locations/locations", `{"id":"2","name":"Las Palmas","timezone":"Atlantic/Canary"}`)
	o.insert("employees/employees", `{"id":"1","email":"ada@example.com","login_email":"ada@example.com","company_identifier":"A1","location_id":"1","terminated_on":null}`)
	o.insert("employees/employees", `{"id":"2","email":"bea@example.com","login_email":"bea@example.com","company_identifier":"B2","location_id":"2","terminated_on":null}`)
	o.insert("employees/employees", `{"id":"3","email":"eva@example.com","login_email":"eva@example.com","company_identifier":"C3","location_id":"1","terminated_on":null}`)
	return o
}

func (o *office) insert(resource, record string) string {
	o.t.Helper()
	id, err := o.Insert(resource, json.RawMessage(record))
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

func (o *office) inject(faults ...factorialtest.Fault) {
	o.t.Helper()
	if err := o.Inject(faults...); err != nil {
		o.t.Fatal(err)
	}
}

// shift inserts a shift of Ada. An empty end leaves it open.
func (o *office) shift(day, in, out string) string {
	o.t.Helper()
	return o.shiftOf("1", day, in, out, true)
}

func (o *office) shiftOf(employee, day, in, out string, work bool) string {
	o.t.Helper()
	s := map[string]any{
		"employee_id": employee, "date": day, "reference_date": day, "clock_in": in, "clock_in_with_seconds": in + ":00",
		"clock_out": nil, "minutes": 0, "workable": work, "half_day": nil,
	}
	if out != "" {
		from, _ := time.Parse("15:04", in)
		to, _ := time.Parse("15:04", out)
		if to.Before(from) {
			to = to.AddDate(0, 0, 1)
		}
		s["clock_out"], s["minutes"] = out, int(to.Sub(from).Minutes())
	}
	id, err := o.Insert("attendance/shifts", s)
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

// estimate inserts the plan of a day of Ada in minutes: what the server expects, and what it says
// remains after holidays and leaves.
func (o *office) estimate(day string, expected, remaining int) {
	o.t.Helper()
	source := "contract_hours"
	if expected < 0 {
		source, expected, remaining = "none", 0, 0
	}
	record, _ := json.Marshal(map[string]any{
		"id": "1-" + day, "employee_id": "1", "date": day, "expected_minutes": expected, "minutes": remaining,
		"regular_minutes": remaining, "overtime_minutes": 0, "source": source, "time_unit": "minute", "breaks": []any{}, "shifts": []any{},
	})
	o.insert("attendance/estimated_times", string(record))
}

func (o *office) person(id factorialhr.ID) *clock.Person {
	o.t.Helper()
	p, err := o.clock.ByID(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

// shifts lists the shifts of an employee: 2026-11-25 09:00-13:00, with "break" behind a break.
func (o *office) shifts(employee string) []string {
	o.t.Helper()
	list := []string{}
	for _, raw := range o.Records("attendance/shifts") {
		var s attendance.Shift
		if err := json.Unmarshal(raw, &s); err != nil {
			o.t.Fatal(err)
		}
		if string(s.EmployeeID) == employee {
			list = append(list, text(&s))
		}
	}
	slices.Sort(list)
	return list
}

func text(s *attendance.Shift) string {
	if s.Date.IsZero() {
		return ""
	}
	out := s.Date.String() + " " + s.ClockIn.String()[:5] + "-"
	if !s.ClockOut.IsZero() {
		out += s.ClockOut.String()[:5]
	}
	if s.Workable != nil && !*s.Workable {
		out += " break"
	}
	return out
}

// writes counts the requests that change something.
func (o *office) writes() int {
	n := 0
	for _, r := range o.Requests() {
		if r.Method != "GET" {
			n++
		}
	}
	return n
}

var madrid = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		panic(err)
	}
	return zone
}()

// at returns a moment: 2026-11-25 09:00 in Madrid, or with an offset 2026-10-25T02:30:00+01:00.
func at(s string) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", s, madrid)
	if err != nil {
		panic(err)
	}
	return t
}

func date(s string) factorialhr.Date {
	d, err := factorialhr.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// sentWithoutZone reports whether the time of a punch has no zone.
func sentWithoutZone(body []byte) bool {
	var punch struct{ Now string }
	if err := json.Unmarshal(body, &punch); err != nil {
		return false
	}
	_, err := time.Parse("2006-01-02T15:04:05", punch.Now)
	return err == nil
}

// via lets a function stand between the client and the server. next sends the request on.
func (o *office) via(f func(r *http.Request, next func() *http.Response) *http.Response) {
	o.t.Helper()
	base := o.HTTPClient()
	inner := base.Transport
	client, err := o.NewClient(nil, factorialhr.HTTPClient(&http.Client{Transport: between(func(r *http.Request) (*http.Response, error) {
		var err error
		response := f(r, func() *http.Response {
			var response *http.Response
			response, err = inner.RoundTrip(r)
			return response
		})
		return response, err
	})}))
	if err != nil {
		o.t.Fatal(err)
	}
	o.clock = clock.New(client)
}

type between func(*http.Request) (*http.Response, error)

func (f between) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// response makes up a response.
func response(r *http.Request, status int, body string) *http.Response {
	if r.Body != nil {
		io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}
}
