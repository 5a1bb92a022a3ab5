package repository_test

import (
	"os/exec"
	"strings"
	"testing"
)

// A reader finds what surprises in this API with one command of go doc, whose argument the name of
// the thing suggests.
func TestGoDocTellsWhatSurprises(t *testing.T) {
	facts := []struct{ pkg, name, fact string }{
		{"timeoff", "Leave.Approved", "Null means that nobody has decided: it is neither a refusal nor a reason to ignore the leave"},
		{"timeoff", "LeaveHalfDay", "beggining_of_day"},
		{"timeoff", "Leave.HoursAmountInCents", "hundredths of an hour"},
		{"timeoff", "AllowanceStatListParams.EmployeeIDs", "At most 25 employees"},
		{"timeoff", "AllowanceService.Delete", "together with the balances of every employee"},
		{"timeoff", "LeaveService.Approve", "decides the current step of the approval flow"},
		{"employees", "Employee.Active", "It does not say whether the person is employed"},
		{"employees", "Employee.TerminatedOn", "employed while it is null or in the future"},
		{"employees", "Employee.Attendable", "tracks the employee's time"},
		{"employees", "EmployeeListParams.OnlyActive", "False does nothing"},
		{"employees", "EmployeeService.Invite", "(writes, mails)"},
		{"contracts", "ContractVersion.SalaryAmount", "cents per salary_frequency"},
		{"contracts", "ContractVersion.WorkingHours", "hundredths of an hour"},
		{"contracts", "ContractVersionListParams.Date", "does not select the versions in force on that day"},
		{"expenses", "ExpenseListParams.From", "works only together with to"},
		{"attendance", "ShiftListParams.HalfDay", "False does nothing"},
		{"shiftmanagement", "ShiftService.BulkDelete", "a body that has only author_id selects every shift"},
		{"tasks", "Task.AssigneeIDs", "access ids, not employee ids"},
		{"finance", "FinancialDocumentService.Update", "line_items that are missing from the list are deleted"},
		{"trainings", "TrainingMembershipService.BulkDestroy", "the ids turn into exceptions"},
		{"ats", "ApplicationService.MoveToPhase", "mails many candidates"},
		{"performance", "ReviewProcessTargetService.Delete", "deletes every evaluation of that person"},
		{"jobcatalog", "", "Employees can be assigned to level nodes only"},
		{"payroll", "Supplement.AmountInCents", "number of units times 100"},
	}
	for _, fact := range facts {
		t.Run(strings.TrimSuffix(fact.pkg+"."+fact.name, "."), func(t *testing.T) {
			arguments := []string{"doc", "./gen/" + fact.pkg}
			if fact.name != "" {
				arguments = append(arguments, fact.name)
			}
			out, err := exec.CommandContext(t.Context(), "go", arguments...).CombinedOutput()
			if err != nil {
				t.Fatalf("go %s: %v\n%s", strings.Join(arguments, " "), err, out)
			}
			text := strings.Join(strings.Fields(strings.ReplaceAll(string(out), "//", " ")), " ")
			if !strings.Contains(text, fact.fact) {
				t.Errorf("go %s does not say %q:\n%s", strings.Join(arguments, " "), fact.fact, out)
			}
		})
	}
}
