package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

type object = map[string]any

const (
	projects = "project_management/projects"
	workers  = "project_management/project_workers"
	records  = "project_management/time_records"
	header   = "date,employee_id,project_id,minutes\n"
)

// company returns a fake with the active project 30, the seat 40 of employee 1 in it, and the given
// records of that seat on 5 October.
func company(t *testing.T, booked ...object) *factorialtest.Server {
	t.Helper()
	srv := factorialtest.New(t)
	for _, table := range []string{projects, workers, records} {
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
	insert(t, srv, projects, object{"id": "30", "status": "active", "restrict_booking_by_phase": nil})
	insert(t, srv, workers, object{"id": "40", "project_id": "30", "employee_id": "1", "assigned": true})
	for _, r := range booked {
		all := object{"project_worker_id": "40", "employee_id": "1", "project_id": "30", "date": "2026-10-05", "imputed_minutes": 60}
		for k, v := range r {
			all[k] = v
		}
		insert(t, srv, records, all)
	}
	return srv
}

func insert(t *testing.T, srv *factorialtest.Server, table string, o object) {
	t.Helper()
	if _, err := srv.Insert(table, o); err != nil {
		t.Fatal(err)
	}
}

func output(t *testing.T, srv *factorialtest.Server, input string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, failed bytes.Buffer
	connect := func() (*factorialhr.Client, error) { return srv.NewClient(nil, factorialhr.MaxAttempts(1)) }
	code = run(t.Context(), connect, args, strings.NewReader(header+input), &out, &failed)
	return code, out.String(), failed.String()
}

// booked returns the day and the minutes of each record, in order.
func booked(t *testing.T, srv *factorialtest.Server) string {
	t.Helper()
	var all []string
	for _, text := range srv.Records(records) {
		var r struct {
			Date    string `json:"date"`
			Minutes *int   `json:"imputed_minutes"`
		}
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		minutes := "null"
		if r.Minutes != nil {
			minutes = fmt.Sprint(*r.Minutes)
		}
		all = append(all, strings.TrimPrefix(r.Date, "2026-10-")+":"+minutes)
	}
	return strings.Join(all, " ")
}

func writes(srv *factorialtest.Server) (n int) {
	for _, r := range srv.Requests() {
		if r.Method != http.MethodGet {
			n++
		}
	}
	return n
}

// Each situation runs without -apply, with it, and with it again.
func TestTheDifferenceIsBookedOnce(t *testing.T) {
	for name, test := range map[string]struct {
		booked []object
		input  string
		action string
		want   string
	}{
		"nothing is booked":                      {nil, "2026-10-05,1,30,240", "create", "05:240"},
		"the same is booked":                     {[]object{{}}, "2026-10-05,1,30,60", "keep", "05:60"},
		"less is booked":                         {[]object{{}}, "2026-10-05,1,30,240", "change", "05:240"},
		"more is booked":                         {[]object{{"imputed_minutes": 300}}, "2026-10-05,1,30,240", "change", "05:240"},
		"nothing shall be booked":                {[]object{{}}, "2026-10-05,1,30,0", "remove", ""},
		"nothing is and nothing shall be booked": {nil, "2026-10-05,1,30,0", "keep", ""},
		"another day is left alone":              {[]object{{"date": "2026-10-06"}}, "2026-10-05,1,30,240", "create", "06:60 05:240"},
		"a shift books the day":                  {[]object{{"attendance_shift_id": "1"}}, "2026-10-05,1,30,60", "keep", "05:60"},
		"a shift books a part":                   {[]object{{"attendance_shift_id": "1"}}, "2026-10-05,1,30,100", "create", "05:60 05:40"},
		"a shift books, and the rest changes":    {[]object{{"attendance_shift_id": "1"}, {"imputed_minutes": 10}}, "2026-10-05,1,30,100", "change", "05:60 05:40"},
		"a shift books, and the rest goes":       {[]object{{"attendance_shift_id": "1"}, {}}, "2026-10-05,1,30,60", "remove", "05:60"},
		"several records add up":                 {[]object{{}, {"subproject_id": "7"}}, "2026-10-05,1,30,120", "keep", "05:60 05:60"},
		"an employee without a seat":             {nil, "2026-10-05,2,30,240", "create", "05:240"},
		"a seat for two days is made once":       {nil, "2026-10-05,2,30,240\n2026-10-06,2,30,30", "create", "05:240 06:30"},
		"a record of 0 minutes is changed":       {[]object{{"imputed_minutes": 0}}, "2026-10-05,1,30,240", "change", "05:240"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := company(t, test.booked...)
			before := booked(t, srv)
			code, dry, stderr := output(t, srv, test.input)
			if code != 0 || !strings.HasPrefix(dry, test.action) || writes(srv) != 0 || booked(t, srv) != before {
				t.Fatalf("without -apply: exit code %d, %d writes, %s%s", code, writes(srv), dry, stderr)
			}
			code, plan, stderr := output(t, srv, test.input, "-apply")
			if got := booked(t, srv); code != 0 || plan != dry || got != test.want {
				t.Fatalf("exit code %d, %q is booked, want %q: %s%s", code, got, test.want, plan, stderr)
			}
			seats, n := len(srv.Records(workers)), writes(srv)
			code, again, _ := output(t, srv, test.input, "-apply")
			if code != 0 || writes(srv) != n || booked(t, srv) != test.want || strings.Count(again, "keep") != strings.Count(again, "\n") {
				t.Errorf("the second run: exit code %d, %d writes, %s", code, writes(srv)-n, again)
			}
			if want := 1 + strings.Count(test.input[:12], ",2"); seats != want {
				t.Errorf("%d seats, want %d", seats, want)
			}
		})
	}
}

func TestWhatIsLeftToAPerson(t *testing.T) {
	for name, test := range map[string]struct {
		booked  []object
		project object
		worker  object
		input   string
		reason  string
	}{
		"a project that is closed":        {nil, object{"status": "closed"}, nil, "2026-10-05,1,30,9", "not active"},
		"a project that is a draft":       {nil, object{"status": "draft"}, nil, "2026-10-05,1,30,9", "not active"},
		"a project whose status is new":   {nil, object{"status": "on_the_moon"}, nil, "2026-10-05,1,30,9", "not active"},
		"a project that does not exist":   {nil, nil, nil, "2026-10-05,1,404,9", "does not exist"},
		"a seat that was taken away":      {nil, nil, object{"assigned": false}, "2026-10-05,1,30,9", "can no longer book"},
		"more in shifts than in the file": {[]object{{"attendance_shift_id": "1"}}, nil, nil, "2026-10-05,1,30,9", "shifts already book 60"},
		"two records":                     {[]object{{}, {}}, nil, nil, "2026-10-05,1,30,9", "several records"},
		"a record on a phase":             {[]object{{"subproject_id": "7"}}, nil, nil, "2026-10-05,1,30,9", "on a phase"},
		"a record on a task":              {[]object{{"project_task_id": "7"}}, nil, nil, "2026-10-05,1,30,9", "on a phase or a task"},
		"minutes that are null":           {[]object{{"imputed_minutes": nil}}, nil, nil, "2026-10-05,1,30,9", "has no minutes"},
		"a day that is null":              {[]object{{"date": nil}}, nil, nil, "2026-10-05,1,30,9", "has no date"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := company(t, test.booked...)
			for table, o := range map[string]object{projects: test.project, workers: test.worker} {
				id := map[string]string{projects: "30", workers: "40"}[table]
				if o == nil {
					continue
				}
				if err := srv.Change(table, id, o); err != nil {
					t.Fatal(err)
				}
			}
			insert(t, srv, projects, object{"id": "31", "status": "active", "restrict_booking_by_phase": nil})
			code, stdout, stderr := output(t, srv, test.input+"\n2026-10-05,1,31,30", "-apply")
			if code != 3 || !strings.HasPrefix(stdout, "leave") || !strings.Contains(stdout, test.reason) || !strings.Contains(stderr, "1 lines are left") {
				t.Errorf("exit code %d, %s%s", code, stdout, stderr)
			}
			// The other line is booked: a seat and a record.
			if got := booked(t, srv); writes(srv) != 2 || !strings.HasSuffix(got, "05:30") {
				t.Errorf("%d writes, %s", writes(srv), got)
			}
		})
	}
}

// A failure ends the run, and the next run completes it. The response to a write may be lost.
func TestARunAfterAFailure(t *testing.T) {
	const input = "2026-10-05,1,30,240\n2026-10-05,2,30,60\n2026-10-06,2,30,90"
	for name, fault := range map[string]factorialtest.Fault{
		"the projects fail":                 {Kind: factorialtest.ServerError, Operation: "projectmanagement.Projects.List"},
		"the workers fail":                  {Kind: factorialtest.ServerError, Operation: "projectmanagement.ProjectWorkers.List"},
		"the records fail":                  {Kind: factorialtest.Truncate, Operation: "projectmanagement.TimeRecords.List"},
		"the seat is refused":               {Kind: factorialtest.ServerError, Operation: "projectmanagement.ProjectWorkers.Create"},
		"the seat is made and not heard of": {Kind: factorialtest.ServerError, Acts: true, Operation: "projectmanagement.ProjectWorkers.Create"},
		"the first record fails":            {Kind: factorialtest.ServerError, Operation: "projectmanagement.TimeRecords.Create"},
		"a record is made and not heard of": {Kind: factorialtest.ServerError, Acts: true, Operation: "projectmanagement.TimeRecords.Create"},
		"the last record is not heard of":   {Kind: factorialtest.Truncate, Skip: 2, Operation: "projectmanagement.TimeRecords.Create"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := company(t)
			fault.Times = 1
			if err := srv.Inject(fault); err != nil {
				t.Fatal(err)
			}
			code, stdout, stderr := output(t, srv, input, "-apply")
			if code != 1 || strings.Contains(fault.Operation, "List") && stdout != "" {
				t.Fatalf("exit code %d, %s%s", code, stdout, stderr)
			}
			if code, _, stderr := output(t, srv, input, "-apply"); code != 0 {
				t.Fatalf("exit code %d, %s", code, stderr)
			}
			if got := booked(t, srv); got != "05:240 05:60 06:90" || len(srv.Records(workers)) != 2 {
				t.Errorf("%s, %d seats", got, len(srv.Records(workers)))
			}
		})
	}
}

func TestAWrongFileIsRefusedAsAWhole(t *testing.T) {
	for name, input := range map[string]string{
		"no lines":               "",
		"a day with slashes":     "05/10/2026,1,30,60",
		"a day that is no day":   "2026-02-30,1,30,60",
		"no employee":            "2026-10-05,,30,60",
		"no project":             "2026-10-05,1,,60",
		"hours":                  "2026-10-05,1,30,1.5",
		"no minutes":             "2026-10-05,1,30,",
		"negative minutes":       "2026-10-05,1,30,-60",
		"more than a day":        "2026-10-05,1,30,1441",
		"more than a day in two": "2026-10-05,1,30,1000\n2026-10-05,1,31,1000",
		"the same line twice":    "2026-10-05,1,30,60\n2026-10-05,1,30,60",
		"a column too many":      "2026-10-05,1,30,60,x",
		"a good and a bad line":  "2026-10-05,1,30,60\n2026-10-06,1,30,x",
	} {
		t.Run(name, func(t *testing.T) {
			srv := company(t)
			if code, stdout, stderr := output(t, srv, input, "-apply"); code != 2 || stdout != "" || stderr == "" || len(srv.Requests()) > 0 {
				t.Errorf("exit code %d, %q, %q", code, stdout, stderr)
			}
		})
	}
}
