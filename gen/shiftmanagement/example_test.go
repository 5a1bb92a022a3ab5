package shiftmanagement_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/shiftmanagement"
)

// A roster for two nights. Planned shifts are no worked time: package attendance has that. StartAt
// and EndAt are moments, so a time of the workplace needs its zone. Employees do not see a shift
// whose State is draft.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"shift_management/shifts": []}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, rosters := context.Background(), shiftmanagement.New(srv.Client())

	lisbon, err := time.LoadLocation("Europe/Lisbon") // the zone of the workplace
	if err != nil {
		log.Fatal(err)
	}
	for _, day := range []int{2, 3} {
		_, err := rosters.Shifts.Create(ctx, shiftmanagement.ShiftCreateParams{
			CompanyID:  "1",
			EmployeeID: "12",
			StartAt:    factorialhr.NewDateTime(time.Date(2026, time.November, day, 22, 0, 0, 0, lisbon)),
			EndAt:      factorialhr.NewDateTime(time.Date(2026, time.November, day+1, 6, 0, 0, 0, lisbon)),
			Name:       "Night",
		})
		if errors.Is(err, factorialhr.ErrOutcomeUnknown) {
			log.Fatal("read the roster before you create the shift again: ", err)
		}
		if err != nil {
			log.Fatal(err)
		}
	}

	week := &shiftmanagement.ShiftListParams{
		EmployeeIDs: []factorialhr.ID{"12"},
		StartAt:     factorialhr.NewDate(2026, time.November, 2),
		EndAt:       factorialhr.NewDate(2026, time.November, 8),
	}
	for s, err := range rosters.Shifts.All(ctx, week) {
		if err != nil {
			log.Fatal(err)
		}
		start := s.StartAt.Time().In(lisbon)
		fmt.Println(start.Format("Mon 15:04"), "for", s.EndAt.Time().Sub(start))
	}

	// BulkDelete deletes whatever its selectors match. The client refuses to send it without any.
	_, err = rosters.Shifts.BulkDelete(ctx, shiftmanagement.ShiftBulkDeleteParams{AuthorID: "1"})
	fmt.Println("refused:", err != nil)
	// Output:
	// Mon 22:00 for 8h0m0s
	// Tue 22:00 for 8h0m0s
	// refused: true
}
