package factorialtest_test

import (
	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/apipublic"
	"github.com/factorialhr-go/factorialhr/gen/approvals"
	"github.com/factorialhr-go/factorialhr/gen/ats"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/banking"
	"github.com/factorialhr-go/factorialhr/gen/bookkeepersmanagement"
	"github.com/factorialhr-go/factorialhr/gen/companies"
	"github.com/factorialhr-go/factorialhr/gen/compensations"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/customfields"
	"github.com/factorialhr-go/factorialhr/gen/customresources"
	"github.com/factorialhr-go/factorialhr/gen/documents"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/employeeupdates"
	"github.com/factorialhr-go/factorialhr/gen/expenses"
	"github.com/factorialhr-go/factorialhr/gen/finance"
	"github.com/factorialhr-go/factorialhr/gen/holidays"
	"github.com/factorialhr-go/factorialhr/gen/integrations"
	"github.com/factorialhr-go/factorialhr/gen/itmanagement"
	"github.com/factorialhr-go/factorialhr/gen/jobcatalog"
	"github.com/factorialhr-go/factorialhr/gen/locations"
	"github.com/factorialhr-go/factorialhr/gen/marketplace"
	"github.com/factorialhr-go/factorialhr/gen/payroll"
	"github.com/factorialhr-go/factorialhr/gen/payrollemployees"
	"github.com/factorialhr-go/factorialhr/gen/payrollintegrationsbase"
	"github.com/factorialhr-go/factorialhr/gen/performance"
	"github.com/factorialhr-go/factorialhr/gen/posts"
	"github.com/factorialhr-go/factorialhr/gen/processes"
	"github.com/factorialhr-go/factorialhr/gen/procurement"
	"github.com/factorialhr-go/factorialhr/gen/projectmanagement"
	"github.com/factorialhr-go/factorialhr/gen/shiftmanagement"
	"github.com/factorialhr-go/factorialhr/gen/tasks"
	"github.com/factorialhr-go/factorialhr/gen/teams"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"github.com/factorialhr-go/factorialhr/gen/timeplanning"
	"github.com/factorialhr-go/factorialhr/gen/timesettings"
	"github.com/factorialhr-go/factorialhr/gen/trainings"
	"github.com/factorialhr-go/factorialhr/gen/workschedule"
)

// domains are the services of all generated packages, by the name of the package.
func domains(c *factorialhr.Client) map[string]any {
	return map[string]any{
		"apipublic":               apipublic.New(c),
		"approvals":               approvals.New(c),
		"ats":                     ats.New(c),
		"attendance":              attendance.New(c),
		"banking":                 banking.New(c),
		"bookkeepersmanagement":   bookkeepersmanagement.New(c),
		"companies":               companies.New(c),
		"compensations":           compensations.New(c),
		"contracts":               contracts.New(c),
		"customfields":            customfields.New(c),
		"customresources":         customresources.New(c),
		"documents":               documents.New(c),
		"employees":               employees.New(c),
		"employeeupdates":         employeeupdates.New(c),
		"expenses":                expenses.New(c),
		"finance":                 finance.New(c),
		"holidays":                holidays.New(c),
		"integrations":            integrations.New(c),
		"itmanagement":            itmanagement.New(c),
		"jobcatalog":              jobcatalog.New(c),
		"locations":               locations.New(c),
		"marketplace":             marketplace.New(c),
		"payroll":                 payroll.New(c),
		"payrollemployees":        payrollemployees.New(c),
		"payrollintegrationsbase": payrollintegrationsbase.New(c),
		"performance":             performance.New(c),
		"posts":                   posts.New(c),
		"processes":               processes.New(c),
		"procurement":             procurement.New(c),
		"projectmanagement":       projectmanagement.New(c),
		"shiftmanagement":         shiftmanagement.New(c),
		"tasks":                   tasks.New(c),
		"teams":                   teams.New(c),
		"timeoff":                 timeoff.New(c),
		"timeplanning":            timeplanning.New(c),
		"timesettings":            timesettings.New(c),
		"trainings":               trainings.New(c),
		"workschedule":            workschedule.New(c),
	}
}
