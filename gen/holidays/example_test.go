package holidays_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/holidays"
)

// The holidays of a workplace in a calendar file (RFC 5545). Each holiday belongs to exactly one
// location, and some last half a day.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"holidays/company_holidays": [
		{"id": "1", "location_id": "2", "date": "2026-12-08", "summary": "Immaculate Conception"},
		{"id": "2", "location_id": "2", "date": "2026-12-24", "summary": "Christmas Eve", "half_day": "end_of_day"},
		{"id": "3", "location_id": "3", "date": "2026-12-25", "summary": "Christmas Day"}
	]}`))
	if err != nil {
		log.Fatal(err)
	}

	december := &holidays.CompanyHolidayListParams{
		LocationIDs: []factorialhr.ID{"2"},
		StartAt:     factorialhr.NewDate(2026, time.December, 1),
		EndAt:       factorialhr.NewDate(2026, time.December, 31),
	}
	escape := strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\n", `\n`)
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//example//holidays//EN")
	for h, err := range holidays.New(srv.Client()).CompanyHolidays.All(context.Background(), december) {
		if err != nil {
			log.Fatal(err)
		}
		summary := h.Summary
		if h.HalfDay != "" {
			summary += " (half a day)"
		}
		line("BEGIN:VEVENT")
		line("UID:holiday-%s@example.com", h.ID)
		line("DTSTAMP:20261101T000000Z")
		line("DTSTART;VALUE=DATE:%s", h.Date.Time().Format("20060102"))
		line("SUMMARY:%s", escape.Replace(summary))
		line("END:VEVENT")
	}
	line("END:VCALENDAR")

	for text := range strings.Lines(b.String()) {
		if strings.HasPrefix(text, "DTSTART") || strings.HasPrefix(text, "SUMMARY") {
			fmt.Println(strings.TrimSpace(text))
		}
	}
	// Output:
	// DTSTART;VALUE=DATE:20261208
	// SUMMARY:Immaculate Conception
	// DTSTART;VALUE=DATE:20261224
	// SUMMARY:Christmas Eve (half a day)
}
