package customresources_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/customfields"
	"github.com/factorialhr-go/factorialhr/gen/customresources"
)

// A company keeps the keys of each employee in a table of its own. The schema is the table, a
// resource is a row of an employee, and the content of the row is in the custom field values, not
// in the values of this domain.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"custom_resources/schemas": [{"id": "1", "name": "Keys"}, {"id": "2", "name": "Licences"}],
		"custom_resources/resources": [
			{"id": "21", "schema_id": "1", "attachable_type": "Employee", "attachable_id": "12"},
			{"id": "22", "schema_id": "2", "attachable_type": "Employee", "attachable_id": "12"}],
		"custom_fields/values": [
			{"id": "51", "label": "Door", "value": "Workshop", "valuable_type": "CustomResources::Value", "valuable_id": "21"},
			{"id": "52", "label": "Class", "value": "B", "valuable_type": "CustomResources::Value", "valuable_id": "22"}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, client := context.Background(), srv.Client()
	tables, content := customresources.New(client), customfields.New(client)

	var keys factorialhr.ID
	for schema, err := range tables.Schemas.All(ctx, nil) {
		if err != nil {
			log.Fatal(err)
		}
		if schema.Name == "Keys" {
			keys = schema.ID
		}
	}
	ofEmployee := &customresources.ResourceListParams{EmployeeIDs: []factorialhr.ID{"12"}}
	for row, err := range tables.Resources.All(ctx, ofEmployee) {
		if err != nil {
			log.Fatal(err)
		}
		if row.SchemaID != keys {
			continue // the list has no filter for the schema
		}
		for cell, err := range content.Values.All(ctx, &customfields.ValueListParams{InstanceID: row.ID}) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Printf("row %s of employee %s: %s is %s\n", row.ID, row.AttachableID, cell.Label, cell.Value)
		}
	}
	// Output:
	// row 21 of employee 12: Door is "Workshop"
}
