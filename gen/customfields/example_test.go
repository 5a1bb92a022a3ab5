package customfields_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/customfields"
)

// A program reads one custom field of all employees, here the key of another system, and corrects a
// value. The type of the field decides which property of a value holds the content.
func Example() {
	srv, err := factorialtest.Start(factorialtest.InMemory(), factorialtest.Seed(0))
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	err = srv.Load(strings.NewReader(`{
		"custom_fields/fields": [{"id": "5", "slug": "badge", "label_text": "Badge", "field_type": "text"}],
		"custom_fields/values": [
			{"id": "51", "field_id": "5", "valuable_type": "Employee", "valuable_id": "12", "value": "B-100"},
			{"id": "52", "field_id": "5", "valuable_type": "Employee", "valuable_id": "13", "value": null}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	ctx, api := context.Background(), customfields.New(srv.Client())

	fields, err := api.Fields.GetAll(ctx, &customfields.FieldListParams{Slug: "badge"})
	if err != nil {
		log.Fatal(err)
	}
	if len(fields) != 1 { // a misspelt slug finds nothing
		log.Fatalf("%d fields have the slug badge", len(fields))
	}
	field := fields[0]

	text := func(v *customfields.Value) string {
		switch field.FieldType {
		case customfields.FieldFieldTypeDate:
			return v.DateValue.String()
		case customfields.FieldFieldTypeLongText:
			return v.LongTextValue
		case customfields.FieldFieldTypeSingleChoice:
			return v.SingleChoiceValue
		}
		var s string // the spec gives Value no type; a null leaves the text empty
		if err := json.Unmarshal(v.Value, &s); err != nil {
			return string(v.Value)
		}
		return s
	}
	for v, err := range api.Values.All(ctx, &customfields.ValueListParams{FieldID: field.ID}) {
		if err != nil {
			log.Fatal(err)
		}
		if v.ValuableType != "Employee" {
			continue
		}
		fmt.Printf("employee %s: %q\n", v.ValuableID, text(v))
		if text(v) != "" {
			continue
		}
		fixed, err := api.Values.Update(ctx, v.ID, customfields.ValueUpdateParams{Value: factorialhr.Set("B-101")})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("employee %s: %q\n", fixed.ValuableID, text(fixed))
	}
	// Output:
	// employee 12: "B-100"
	// employee 13: ""
	// employee 13: "B-101"
}
