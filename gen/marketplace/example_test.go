package marketplace_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/url"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/marketplace"
)

// A payroll app is installed for a company. Then it reads the codes that the company typed into its
// settings: how the payroll program names each leave type of Factorial.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{"marketplace/installation_settings": [
		{"leave_types": [{"id": "1", "value": "V01"}, {"id": "2", "value": "S10"}]}
	]}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), marketplace.New(srv.Client())

	const app = "8d3f0b52-7c1a-4d53-9a90-2f6d3a9d2c11"
	installed, err := api.Installations.Create(ctx, marketplace.InstallationCreateParams{CompanyID: "1", IntegrationUUID: app})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("installed for company", installed.CompanyID)

	// The parameter had another name before 2026-10-01. Query sends it whatever the params know.
	ofApp := factorialhr.Query(url.Values{"integration_uuid": {app}})
	params := &marketplace.InstallationSettingListParams{CompanyID: installed.CompanyID}
	for settings, err := range api.InstallationSettings.All(ctx, params, ofApp) {
		if err != nil {
			log.Fatal(err)
		}
		codes, err := json.Marshal(settings.LeaveTypes) // to keep them beside the payroll program
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(codes))
	}
	// Output:
	// installed for company 1
	// [{"id":"1","value":"V01"},{"id":"2","value":"S10"}]
}
