package bookkeepersmanagement_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/bookkeepersmanagement"
)

// A payroll adviser works through the open incidences, which are changes that payroll must know
// about: a hiring, a leave, a new address. Package employeeupdates has the details of each kind.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"bookkeepers_management/incidences": [
		{"id": "1", "name": "hiring", "status": "to-do", "employee_id": "12", "target_type": "Employee", "target_id": "12", "starts_on": "2026-11-02"},
		{"id": "2", "name": "workplace", "status": "done", "employee_id": "13"},
		{"id": "3", "name": "hiring", "status": "doing", "employee_id": "14", "starts_on": "2026-11-09"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, desk := context.Background(), bookkeepersmanagement.New(srv.Client())

	// The values of status have hyphens. GetAll reads the whole list before the first update: an
	// incidence that is done leaves the selection.
	open, err := desk.Incidences.GetAll(ctx, &bookkeepersmanagement.IncidenceListParams{Status: []string{"to-do", "doing"}})
	if err != nil {
		log.Fatal(err)
	}
	for _, incidence := range open {
		fmt.Printf("%s of employee %s from %s\n", incidence.Name, incidence.EmployeeID, incidence.StartsOn)
		done, err := desk.Incidences.Update(ctx, incidence.ID, bookkeepersmanagement.IncidenceUpdateParams{
			Status:     factorialhr.Set("done"),
			MarkAsRead: factorialhr.Set(true),
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("now", done.Status)
	}
	// Output:
	// hiring of employee 12 from 2026-11-02
	// now done
	// hiring of employee 14 from 2026-11-09
	// now done
}
