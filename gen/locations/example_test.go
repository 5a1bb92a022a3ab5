package locations_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/locations"
)

// A clocking program needs the local time of the employee's workplace: shifts have wall times
// without a zone. A location is the workplace; its work areas are parts of it.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"locations/locations": [
			{"id": "2", "name": "Porto", "timezone": "Europe/Lisbon", "country": "pt"},
			{"id": "3", "name": "Lyon", "timezone": "Europe/Paris", "country": "fr"}],
		"locations/work_areas": [
			{"id": "21", "location_id": "2", "name": "Workshop"},
			{"id": "22", "location_id": "2", "name": "Old hall", "archived_at": "2026-01-31T12:00:00Z"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, places := context.Background(), locations.New(srv.Client())

	now := time.Date(2026, time.November, 2, 8, 0, 0, 0, time.UTC)
	for place, err := range places.Locations.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		zone, err := time.LoadLocation(place.Timezone) // fails for an empty name of a hidden property
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(place.Name, now.In(zone).Format("2006-01-02T15:04:05"))

		areas := &locations.WorkAreaListParams{LocationIDs: []factorialhr.ID{place.ID}}
		for area, err := range places.WorkAreas.All(ctx, areas) {
			if err != nil {
				log.Fatal(err)
			}
			if area.ArchivedAt.IsZero() { // work areas are archived, not deleted
				fmt.Println("-", area.Name)
			}
		}
	}
	// Output:
	// Porto 2026-11-02T08:00:00
	// - Workshop
	// Lyon 2026-11-02T09:00:00
}
