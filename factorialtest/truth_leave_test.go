package factorialtest_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

const leaveFixture = `{
"employees/employees": [{"id": "1"}, {"id": "2"}],
"timeoff/leave_types": [{"id": "1", "approval_required": true}, {"id": "2", "approval_required": false}],
"timeoff/leaves": [
 {"id": "1", "employee_id": "1", "leave_type_id": "1", "start_on": "2027-03-01", "finish_on": "2027-03-05", "approved": true},
 {"id": "2", "employee_id": "1", "leave_type_id": "1", "start_on": "2027-04-01", "finish_on": "2027-04-05", "approved": false},
 {"id": "3", "employee_id": "1", "leave_type_id": "1", "start_on": "2027-05-03", "finish_on": "2027-05-03", "half_day": "beggining_of_day", "approved": null},
 {"id": "4", "employee_id": "2", "leave_type_id": "1", "start_on": "2027-06-01", "finish_on": null, "approved": true}]
}`

func leaveServer(t *testing.T, opts ...factorialtest.Option) *factorialtest.Server {
	t.Helper()
	srv := factorialtest.New(t, append(opts, factorialtest.Seed(0))...)
	if err := srv.Load(strings.NewReader(leaveFixture)); err != nil {
		t.Fatal(err)
	}
	return srv
}

func TestOverlappingLeavesAreRefused(t *testing.T) {
	for _, test := range []struct {
		name, method, path, body string
		want                     int
	}{
		{"on a free day", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-03-06","finish_on":"2027-03-07"}`, 201},
		{"on the last day", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-03-05","finish_on":"2027-03-07"}`, 422},
		{"within", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-03-02","finish_on":"2027-03-02"}`, 422},
		{"around", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-02-01","finish_on":"2027-03-31"}`, 422},
		{"without an end", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-02-01"}`, 422},
		{"of somebody else", "POST", "timeoff/leaves", `{"employee_id":"2","start_on":"2027-03-02","finish_on":"2027-03-02"}`, 201},
		{"with one without an end", "POST", "timeoff/leaves", `{"employee_id":"2","start_on":"2028-01-01","finish_on":"2028-01-02"}`, 422},
		{"with a rejected one", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-04-01","finish_on":"2027-04-05"}`, 201},
		{"with a pending one", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-05-03","finish_on":"2027-05-03"}`, 422},
		{"in the other half of the day", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-05-03","finish_on":"2027-05-03","half_day":"end_of_day"}`, 201},
		{"in the same half of the day", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-05-03","finish_on":"2027-05-03","half_day":"beggining_of_day"}`, 422},
		{"for some hours", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-03-02","finish_on":"2027-03-02","hours_amount_in_cents":200}`, 201},
		{"moved onto another", "PUT", "timeoff/leaves/3", `{"id":"3","start_on":"2027-03-01"}`, 422},
		{"moved onto itself", "PUT", "timeoff/leaves/1", `{"id":"1","start_on":"2027-03-02"}`, 200},
		{"moved without checks", "PUT", "timeoff/leaves/3", `{"id":"3","start_on":"2027-03-01","finish_on":"2027-03-01","skip_validations":true}`, 200},
		{"given to another", "PUT", "timeoff/leaves/1", `{"id":"1","employee_id":"2","start_on":"2027-06-01","finish_on":"2027-06-02"}`, 422},
		{"reopened onto another", "PUT", "timeoff/leaves/2", `{"id":"2","start_on":"2027-03-01","approved":true}`, 422},
		{"a description only", "PUT", "timeoff/leaves/1", `{"id":"1","description":"x"}`, 200},
		{"an end before the start", "POST", "timeoff/leaves", `{"employee_id":"1","start_on":"2027-03-07","finish_on":"2027-03-06"}`, 422},
		{"one of many", "POST", beta + "timeoff/leaves/bulk_create", `{"leaves":[` +
			`{"employee_id":"1","leave_type_id":"1","start_on":"2027-08-01","finish_on":"2027-08-02"},` +
			`{"employee_id":"1","leave_type_id":"1","start_on":"2027-03-01","finish_on":"2027-03-02"}]}`, 422},
		{"within the many", "POST", beta + "timeoff/leaves/bulk_create", `{"leaves":[` +
			`{"employee_id":"1","leave_type_id":"1","start_on":"2027-08-01","finish_on":"2027-08-02"},` +
			`{"employee_id":"1","leave_type_id":"1","start_on":"2027-08-02","finish_on":"2027-08-03"}]}`, 422},
		{"many that fit", "POST", beta + "timeoff/leaves/bulk_create", `{"leaves":[` +
			`{"employee_id":"1","leave_type_id":"1","start_on":"2027-08-01","finish_on":"2027-08-02"},` +
			`{"employee_id":"2","leave_type_id":"2","start_on":"2027-03-01","finish_on":"2027-03-02"}]}`, 200},
		{"one of many updates", "POST", beta + "timeoff/leaves/bulk_update", `{"leaves":[` +
			`{"id":"3","description":"x"},{"id":"2","start_on":"2027-03-01"},{"id":"77"}]}`, 404},
		{"many deletions, one of nothing", "POST", "timeoff/leaves/bulk_delete", `{"ids":["1","77"]}`, 404},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := leaveServer(t)
			status, body := do(t, srv, test.method, test.path, test.body)
			if status != test.want && (test.want != 200 || status != 201) {
				t.Errorf("%d %s, want %d", status, body, test.want)
			}
			if changes := srv.Changes(); status >= 400 && len(changes) > 0 {
				t.Errorf("a refused request changes %+v", changes)
			}
		})
	}
}

func TestALeaveIsDecidedOnce(t *testing.T) {
	for _, test := range []struct {
		id, action string
		want       int
		approved   any
	}{
		{"1", "approve", 422, true},
		{"1", "approve_all", 422, true},
		{"1", "reject", 200, false}, // a manager may change a decision
		{"2", "reject", 422, false},
		{"2", "approve", 200, true},
		{"3", "approve", 200, true},
		{"3", "approve_all", 200, true},
		{"3", "reject", 200, false},
		{"77", "approve", 404, nil},
	} {
		srv := leaveServer(t)
		status, body := do(t, srv, http.MethodPost, "timeoff/leaves/"+test.action, `{"id":"`+test.id+`"}`)
		if status != test.want {
			t.Errorf("%s of %s: %d %s, want %d", test.action, test.id, status, body, test.want)
		}
		var leave map[string]any
		if found, _ := srv.Find("timeoff/leaves", test.id, &leave); found && leave["approved"] != test.approved {
			t.Errorf("%s of %s leaves approved at %v", test.action, test.id, leave["approved"])
		}
	}
	client := leaveServer(t).Client()
	_, err := timeoff.New(client).Leaves.Approve(t.Context(), "1")
	if !errors.Is(err, factorialhr.ErrUnprocessable) {
		t.Errorf("the second approval: %v", err)
	}
}

// A flow decides the leave with its last step: until then the leave is pending.
func TestAnApprovalFlowDecidesItsLeave(t *testing.T) {
	const flow = `"approvals/materialized_approvals_flows": [{"id": "1", "resource_type": "Timeoff::Leave", "resource_id": "3", "status": "running",
	"approvers": [{"id": "1", "materialized_approval_step_id": "1", "status": "pending"}, {"id": "2", "materialized_approval_step_id": "2", "status": "pending"}]}]`
	const approve, reject = "approvals/materialized_approvals_flows/approve_resource", "approvals/materialized_approvals_flows/reject_resource"
	leave3 := `{"resource_type":"Timeoff::Leave","resource_id":"3"}`
	type step struct {
		path, body string
		want       int
		flow       string
		approved   any
	}
	for name, test := range map[string]struct {
		flow  bool
		steps []step
	}{
		"without a flow": {false, []step{
			{approve, leave3, 200, "approved", true},
			{approve, leave3, 422, "", true},
		}},
		"rejected without a flow": {false, []step{
			{reject, leave3, 200, "rejected", false},
			{reject, leave3, 422, "", false},
		}},
		"no such leave":       {false, []step{{approve, `{"resource_type":"Timeoff::Leave","resource_id":"77"}`, 404, "", nil}}},
		"two steps":           {true, []step{{approve, leave3, 200, "running", nil}, {approve, leave3, 200, "approved", true}, {reject, leave3, 422, "", true}}},
		"the second step":     {true, []step{{approve, leave3, 200, "running", nil}, {reject, leave3, 200, "rejected", false}}},
		"by the leave itself": {true, []step{{"timeoff/leaves/approve", `{"id":"3"}`, 200, "", nil}, {"timeoff/leaves/approve", `{"id":"3"}`, 200, "", true}}},
		"past the steps":      {true, []step{{"timeoff/leaves/approve_all", `{"id":"3"}`, 200, "", true}, {approve, leave3, 422, "", true}}},
	} {
		t.Run(name, func(t *testing.T) {
			srv := leaveServer(t)
			if test.flow {
				if err := srv.Load(strings.NewReader("{" + flow + "}")); err != nil {
					t.Fatal(err)
				}
			}
			for i, s := range test.steps {
				status, body := do(t, srv, http.MethodPost, s.path, s.body)
				if status != s.want && (s.want != 200 || status != 201) {
					t.Fatalf("step %d: %d %s, want %d", i, status, body, s.want)
				}
				if s.flow != "" && object(t, body)["status"] != s.flow {
					t.Errorf("step %d: %s, want %s", i, body, s.flow)
				}
				var leave map[string]any
				if _, err := srv.Find("timeoff/leaves", "3", &leave); err != nil || leave["approved"] != s.approved {
					t.Errorf("step %d: approved is %v, want %v", i, leave["approved"], s.approved)
				}
			}
		})
	}
}
