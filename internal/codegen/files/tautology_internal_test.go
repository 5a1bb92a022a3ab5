package files

import "testing"

func TestACommentThatOnlyRepeatsItsNameIsATautology(t *testing.T) {
	tests := []struct {
		owner, label, comment string
		want                  bool
	}{
		{"LeaveType", "Name", "the name of the leave type", true},
		{"LeaveService", "Approve", "Approve approves the leave.", true},
		{"Policy", "LeaveTypeIDs", "the ids of leave types", true},
		{"LeaveService", "Approve", "Approve approves the leave. It decides the current step.", false},
		{"Leave", "EmployeeID", "the ID of an employees.Employee", false},
		{"Client", "Leaves", "/timeoff/leaves", false},
		{"Leave", "CreatedAt", "when the server made the record", false},
		{"Leave", "id", "", false},
	}
	for _, test := range tests {
		found := &tautology{}
		found.comment("timeoff", test.owner, test.label, test.comment)
		if got := len(found.found) > 0; got != test.want {
			t.Errorf("%s.%s, %q: tautology %t, want %t", test.owner, test.label, test.comment, got, test.want)
		}
	}
}
