package clock_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/jobs/clock"
)

// A plan that ignores a fact is wrong without a sign of it.
func TestFillRefusesFactsThatItCannotRead(t *testing.T) {
	for _, tt := range []struct {
		name, list, field string
		value             any
	}{
		{"whether the employee works on holidays is a number", "/contracts/reference_contracts", "bank_holiday_treatment", 7},
		{"whether the employee works on holidays is an object", "/contracts/reference_contracts", "bank_holiday_treatment", map[string]any{}},
		{"whether the employee works on holidays is an unknown word", "/contracts/reference_contracts", "bank_holiday_treatment", "sometimes"},
		{"whose contract it is, is an object", "/contracts/reference_contracts", "employee_id", map[string]any{}},
		{"the minutes of a day are text", "/attendance/estimated_times", "minutes", "eight hours"},
		{"the day of a holiday is a number", "/holidays/company_holidays", "date", 20261125},
		{"the first day of a leave is a list", "/timeoff/leaves", "start_on", []any{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			o.estimate("2026-11-25", 480, 480)
			holiday(o, "1", "2026-11-26", "null")
			holiday(o, "1", "2026-11-25", "null")
			leave(o, "")
			o.insert("contracts/reference_contracts", `{"id":"5","employee_id":"1","bank_holiday_treatment":"non_workable"}`)
			o.via(func(r *http.Request, next func() *http.Response) *http.Response {
				if !strings.HasSuffix(r.URL.Path, tt.list) {
					return next()
				}
				return spoil(t, r, next(), tt.field, tt.value)
			})
			p := o.person("1")
			plan, err := p.Fill(t.Context(), date("2026-11-25"), date("2026-11-25"), nil)
			if !errors.Is(err, clock.ErrUnreadable) || !strings.Contains(err.Error(), tt.field) {
				t.Errorf("got %v, %v", plan, err)
			}
		})
	}
}

// spoil replaces a field of the records of a list.
func spoil(t *testing.T, r *http.Request, list *http.Response, field string, v any) *http.Response {
	t.Helper()
	var body struct {
		Data []map[string]any `json:"data"`
		Meta any              `json:"meta"`
	}
	if err := json.NewDecoder(list.Body).Decode(&body); err != nil || len(body.Data) == 0 {
		t.Fatal(len(body.Data), err)
	}
	_, _ = io.Copy(io.Discard, list.Body)
	list.Body.Close()
	for _, record := range body.Data {
		record[field] = v
	}
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return response(r, http.StatusOK, string(text))
}
