package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

type object = map[string]any

// company returns a fake whose employee 1 has a plan of 480 minutes on 1 and 2 October. The plan
// and the work are changed by the test.
func company(t *testing.T, plans, days []object, opts ...factorialtest.Option) *factorialtest.Server {
	t.Helper()
	srv := factorialtest.New(t, opts...)
	for _, table := range []string{"attendance/estimated_times", "attendance/worked_times"} {
		for _, made := range srv.Records(table) {
			var o struct{ ID string }
			if err := json.Unmarshal(made, &o); err != nil {
				t.Fatal(err)
			}
			if _, err := srv.Remove(table, o.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	insert := func(table string, list []object, defaults object) {
		for i, o := range list {
			all := object{"id": fmt.Sprintf("1_2026-10-%02d", i+1), "employee_id": "1", "date": fmt.Sprintf("2026-10-%02d", i+1), "time_unit": "minute"}
			for _, from := range []object{defaults, o} {
				for k, v := range from {
					all[k] = v
				}
			}
			if _, err := srv.Insert(table, all); err != nil {
				t.Fatal(err)
			}
		}
	}
	insert("attendance/estimated_times", plans, object{"minutes": 480, "source": "contract_hours"})
	insert("attendance/worked_times", days, object{
		"minutes": 480, "tracked_minutes": 480, "multiplied_minutes": 480, "pending_minutes": 0, "worked_time_blocks": []object{block(480, "payroll", true)},
	})
	return srv
}

func block(minutes int, pool any, workable any) object {
	return object{"minutes": minutes, "equivalent_minutes_in_cents": minutes * 100, "raw_minutes_in_cents": minutes * 100, "pool_type": pool, "workable": workable}
}

// edited replaces a text in the responses. The fake refuses to store what the real API may send.
type edited struct {
	next     http.RoundTripper
	old, new string
}

func (e edited) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := e.next.RoundTrip(req)
	if err != nil || e.old == "" {
		return res, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	body = bytes.ReplaceAll(body, []byte(e.old), []byte(e.new))
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res.Header.Del("Content-Length")
	return res, err
}

// month runs the command and returns the line of employee 1 by column.
func month(t *testing.T, srv *factorialtest.Server, edit edited, args ...string) (code int, cells map[string]string, stderr string) {
	t.Helper()
	var out, failed bytes.Buffer
	edit.next = srv.HTTPClient().Transport
	connect := func() (*factorialhr.Client, error) {
		return srv.NewClient(nil, factorialhr.MaxAttempts(1), factorialhr.HTTPClient(&http.Client{Transport: edit}))
	}
	code = run(t.Context(), connect, append([]string{"-month", "2026-10"}, args...), &out, &failed)
	if code != 0 {
		if out.Len() > 0 {
			t.Errorf("exit code %d and yet %q", code, out.String())
		}
		return code, nil, failed.String()
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("rows %v, error %v", rows, err)
	}
	cells = make(map[string]string)
	for i, name := range rows[0] {
		cells[name] = rows[1][i]
	}
	return code, cells, failed.String()
}

func TestTheMonthOfAnEmployee(t *testing.T) {
	for name, test := range map[string]struct {
		plans, days []object
		want        string // column=value
		edit        edited
	}{
		"the days add up":                           {[]object{{}, {}}, []object{{}, {"minutes": 500}}, "days_worked=2 estimated=960 worked=980 difference=20 pool_payroll=960 pending=0 notes=", edited{}},
		"a planned fraction of a minute stays":      {[]object{{"minutes": 456.5}}, []object{{}}, "estimated=456.5 difference=23.5", edited{}},
		"a day without a source is no day off":      {[]object{{}, {"source": "none", "minutes": 0}}, []object{{}}, "estimated= difference= worked=480 notes=no_plan_on_some_days", edited{}},
		"half days are not minutes":                 {[]object{{"time_unit": "half_day"}}, []object{{"time_unit": "half_day"}}, "estimated= worked= difference=", edited{}},
		"a plan that is null is not 0":              {[]object{{"minutes": nil}}, []object{{}}, "estimated= difference= worked=480 notes=the_plan_is_not_visible", edited{}},
		"minutes that are null are not 0":           {[]object{{}}, []object{{"minutes": nil}}, "worked= difference= estimated=480 notes=the_worked_time_is_not_visible", edited{}},
		"pending minutes that are null are not 0":   {[]object{{}}, []object{{"pending_minutes": nil}}, "pending= worked=", edited{}},
		"blocks that are null are no pools":         {[]object{{}}, []object{{"worked_time_blocks": nil}}, "pool_payroll= notes=the_worked_time_is_not_visible", edited{}},
		"work without blocks has unknown pools":     {[]object{{}}, []object{{"worked_time_blocks": []object{}}}, "worked=480 pool_payroll= notes=no_pools_on_some_days", edited{}},
		"each pool has its column":                  {[]object{{}}, []object{{"worked_time_blocks": []object{block(400, "payroll", true), block(60, "balance", true), block(20, "discarded", true)}}}, "pool_payroll=400 pool_balance=60 pool_discarded=20 pool_timeoff=0", edited{}},
		"a block counts after its factor":           {[]object{{}}, []object{{"worked_time_blocks": []object{{"minutes": 60, "raw_minutes_in_cents": 6000, "equivalent_minutes_in_cents": 9050, "pool_type": "timeoff", "workable": true}}}}, "pool_timeoff=90.5", edited{}},
		"an unknown pool is in other":               {[]object{{}}, []object{{"worked_time_blocks": []object{block(30, "moon_base", true), block(10, "buffer", true)}}}, "pool_other=40", edited{old: `"buffer"`, new: "null"}},
		"a break is in no pool":                     {[]object{{}}, []object{{"worked_time_blocks": []object{block(480, "payroll", true), block(45, "payroll", false)}}}, "pool_payroll=480 breaks=45", edited{}},
		"a block that hides its kind is no break":   {[]object{{}}, []object{{"worked_time_blocks": []object{block(480, "payroll", true)}}}, "breaks= pool_payroll= worked=", edited{old: `"workable":true`, new: `"workable":null`}},
		"work without a plan has no difference":     {nil, []object{{}}, "worked=480 estimated= difference= notes=no_plan", edited{}},
		"a plan without tracked time has no hours":  {[]object{{}}, []object{{"employee_id": "2"}}, "estimated=480 worked= difference=", edited{}},
		"minutes that wait for approval are apart":  {[]object{{}}, []object{{"pending_minutes": 30}}, "pending=30 worked=480", edited{}},
		"a day that comes twice counts once":        {[]object{{}, {"date": "2026-10-01"}}, []object{{}, {"date": "2026-10-01"}}, "estimated=480 worked=480 days_worked=1", edited{}},
		"a value in quotes is read all the same":    {[]object{{}}, []object{{}}, "worked=480", edited{old: `"minutes":480`, new: `"minutes":"480"`}},
		"an employee without any record has a line": {nil, nil, "employee_id=1 days_worked=0 estimated= worked= pool_payroll= notes=no_plan;_no_worked_time,_perhaps_not_tracked", edited{}},
		"a weekend day with a plan of 0 is a 0":     {[]object{{"minutes": 0}}, []object{{"minutes": 0, "worked_time_blocks": []object{}}}, "estimated=0 worked=0 difference=0 pool_payroll=0 notes=", edited{}},
		"less work than planned is a negative line": {[]object{{}}, []object{{"minutes": 300}}, "difference=-180", edited{}},
	} {
		t.Run(name, func(t *testing.T) {
			code, got, stderr := month(t, company(t, test.plans, test.days), test.edit, "-employees", "1,2")
			if code != 0 {
				t.Fatalf("exit code %d: %s", code, stderr)
			}
			for pair := range strings.FieldsSeq(test.want) {
				column, want, _ := strings.Cut(pair, "=")
				if have, ok := got[column]; !ok || have != strings.ReplaceAll(want, "_", " ") {
					t.Errorf("%s is %q, want %q", column, have, want)
				}
			}
		})
	}
}

// A team of 120 has 120 days a day, so its plan and its work have more pages than one.
func TestAllPagesAreRead(t *testing.T) {
	srv := company(t, nil, nil, factorialtest.Seed(120))
	for i := range 120 {
		id := fmt.Sprint(i + 1)
		for day := range 3 {
			date := fmt.Sprintf("2026-10-%02d", day+1)
			for table, o := range map[string]object{
				"attendance/estimated_times": {"minutes": 480, "source": "contract_hours"}, "attendance/worked_times": {"minutes": 480},
			} {
				o["id"], o["employee_id"], o["date"], o["time_unit"] = id+"_"+date, id, date, "minute"
				if _, err := srv.Insert(table, o); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	code, got, stderr := month(t, srv, edited{})
	if code != 0 || got["employee_id"] != "1" || got["estimated"] != "1440" {
		t.Errorf("exit code %d, %v, %s", code, got, stderr)
	}
	if n := len(srv.RequestsTo("attendance.WorkedTimes.List")); n != 5 {
		t.Errorf("%d requests for the work", n)
	}
}

func TestNothingIsPrintedAfterAFailure(t *testing.T) {
	for name, test := range map[string]struct {
		fault factorialtest.Fault
		edit  edited
		days  []object
	}{
		"the employees fail":              {fault: factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "employees.Employees.List"}},
		"the plan fails":                  {fault: factorialtest.Fault{Kind: factorialtest.ServerError, Operation: "attendance.EstimatedTimes.List"}},
		"the work fails":                  {fault: factorialtest.Fault{Kind: factorialtest.ResetAfter, Operation: "attendance.WorkedTimes.List"}},
		"a response is cut off":           {fault: factorialtest.Fault{Kind: factorialtest.Truncate, Operation: "attendance.WorkedTimes.List"}},
		"a response is not JSON":          {fault: factorialtest.Fault{Kind: factorialtest.Malformed, Operation: "attendance.EstimatedTimes.List"}},
		"minutes are a word":              {edit: edited{old: `"minutes":480`, new: `"minutes":"plenty"`}},
		"the length of a block is a list": {edit: edited{old: `"equivalent_minutes_in_cents":48000`, new: `"equivalent_minutes_in_cents":[1]`}},
		"a day comes twice and differs":   {days: []object{{}, {"date": "2026-10-01", "minutes": 60}}},
		"the filter is ignored":           {edit: edited{old: `"date":"2026-10-01"`, new: `"date":"2026-09-30"`}},
		"a record without a date":         {edit: edited{old: `"date":"2026-10-01"`, new: `"date":null`}},
	} {
		t.Run(name, func(t *testing.T) {
			srv := company(t, []object{{}}, append(test.days, object{}))
			if test.edit.old == "" && test.days == nil {
				if err := srv.Inject(test.fault); err != nil {
					t.Fatal(err)
				}
			}
			code, _, stderr := month(t, srv, test.edit)
			if code != 1 || !strings.HasPrefix(stderr, "monthreport: ") || strings.Contains(stderr, "plenty") {
				t.Errorf("exit code %d, %q", code, stderr)
			}
		})
	}
}

func TestFlags(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want int
	}{
		"no month":             {nil, 2},
		"a day":                {[]string{"-month", "2026-10-01"}, 2},
		"month 13":             {[]string{"-month", "2026-13"}, 2},
		"an unknown flag":      {[]string{"-year", "2026"}, 2},
		"an argument too much": {[]string{"-month", "2026-10", "11"}, 2},
		"an empty employee":    {[]string{"-month", "2026-10", "-employees", "1,,2"}, 2},
		"the pools":            {[]string{"-pools"}, 0},
		"help":                 {[]string{"-h"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var out, failed bytes.Buffer
			connect := func() (*factorialhr.Client, error) {
				t.Error("the command connected")
				return nil, factorialhr.ErrClosed
			}
			if got := run(t.Context(), connect, test.args, &out, &failed); got != test.want {
				t.Errorf("exit code %d", got)
			}
			if name == "the pools" && !strings.Contains(out.String(), "pool_payroll") {
				t.Error(out.String())
			}
		})
	}
}
