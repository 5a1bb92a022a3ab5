package factorialhr_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

type halfDay string

type address struct {
	City string `json:"city,omitzero"`
}

type update struct {
	Description factorialhr.Opt[string]           `json:"description,omitzero"`
	Paid        factorialhr.Opt[bool]             `json:"paid,omitzero"`
	Seats       factorialhr.Opt[int]              `json:"seats,omitzero"`
	HalfDay     factorialhr.Opt[halfDay]          `json:"half_day,omitzero"`
	ManagerID   factorialhr.Opt[factorialhr.ID]   `json:"manager_id,omitzero"`
	StartOn     factorialhr.Opt[factorialhr.Date] `json:"start_on,omitzero"`
	TeamIDs     factorialhr.Opt[[]factorialhr.ID] `json:"team_ids,omitzero"`
	Address     factorialhr.Opt[address]          `json:"address,omitzero"`
}

func TestOptSendsWhatWasSet(t *testing.T) {
	tests := []struct {
		name   string
		update update
		json   string
	}{
		{"nothing", update{}, `{}`},
		{"a string", update{Description: factorialhr.Set("moved")}, `{"description":"moved"}`},
		{"an empty string", update{Description: factorialhr.Set("")}, `{"description":""}`},
		{"false", update{Paid: factorialhr.Set(false)}, `{"paid":false}`},
		{"the number 0", update{Seats: factorialhr.Set(0)}, `{"seats":0}`},
		{"null for a string", update{Description: factorialhr.Null[string]()}, `{"description":null}`},
		{"null for an enum", update{HalfDay: factorialhr.Null[halfDay]()}, `{"half_day":null}`},
		{"an enum", update{HalfDay: factorialhr.Set(halfDay("end_of_day"))}, `{"half_day":"end_of_day"}`},
		{"an id", update{ManagerID: factorialhr.Set(factorialhr.ID("12"))}, `{"manager_id":"12"}`},
		{"a date", update{StartOn: factorialhr.Set(factorialhr.NewDate(2026, time.December, 24))}, `{"start_on":"2026-12-24"}`},
		{"a slice", update{TeamIDs: factorialhr.Set([]factorialhr.ID{"1", "2"})}, `{"team_ids":["1","2"]}`},
		{"an empty slice", update{TeamIDs: factorialhr.Set([]factorialhr.ID{})}, `{"team_ids":[]}`},
		{"a struct", update{Address: factorialhr.Set(address{City: "Vigo"})}, `{"address":{"city":"Vigo"}}`},
		{"an empty struct", update{Address: factorialhr.Set(address{})}, `{"address":{}}`},
		{"null for a slice", update{TeamIDs: factorialhr.Null[[]factorialhr.ID]()}, `{"team_ids":null}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantJSON(t, tt.update, tt.json)
			var decoded update
			if err := json.Unmarshal([]byte(tt.json), &decoded); err != nil {
				t.Fatal(err)
			}
			wantJSON(t, decoded, tt.json)
		})
	}
}

func TestOptTellsItsThreeStatesApart(t *testing.T) {
	tests := []struct {
		name           string
		opt            factorialhr.Opt[int]
		set, null, not bool
	}{
		{"zero is not sent", factorialhr.Opt[int]{}, false, false, true},
		{"null is sent as null", factorialhr.Null[int](), false, true, false},
		{"a value is set", factorialhr.Set(0), true, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, set := tt.opt.Get()
			if set != tt.set || tt.opt.IsNull() != tt.null || tt.opt.IsZero() != tt.not {
				t.Errorf("Get() ok = %v, IsNull() = %v, IsZero() = %v", set, tt.opt.IsNull(), tt.opt.IsZero())
			}
		})
	}
	if one := factorialhr.Set(1); one != factorialhr.Set(len("1")) || factorialhr.Set(0) == factorialhr.Null[int]() {
		t.Error("Opts do not compare by state and value")
	}
	teams, ok := factorialhr.Set([]string{"a"}).Get()
	if !ok || !slices.Equal(teams, []string{"a"}) {
		t.Errorf("Get() = %v, %v", teams, ok)
	}
}

func TestOptIsUnchangedByAnError(t *testing.T) {
	opt := factorialhr.Set(7)
	if err := json.Unmarshal([]byte(`"seven"`), &opt); err == nil {
		t.Fatal("a word became a number")
	}
	if opt != factorialhr.Set(7) {
		t.Errorf("became %v", opt)
	}
}

func ExampleOpt() {
	type employeeUpdate struct {
		FirstName factorialhr.Opt[string]         `json:"first_name,omitzero"`
		ManagerID factorialhr.Opt[factorialhr.ID] `json:"manager_id,omitzero"`
		Pronouns  factorialhr.Opt[string]         `json:"pronouns,omitzero"`
	}
	body, _ := json.Marshal(employeeUpdate{
		FirstName: factorialhr.Set("Ana"),
		ManagerID: factorialhr.Null[factorialhr.ID](),
	})
	fmt.Println(string(body))
	// Output: {"first_name":"Ana","manager_id":null}
}
