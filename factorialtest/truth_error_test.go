package factorialtest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// Since 2027-01-01 the spec describes errors: a list of codes, messages and fields.
func TestErrorsHaveTheShapeOfTheirVersion(t *testing.T) {
	for _, test := range []struct {
		name, method, path, key, body string
		status                        int
		older                         string // the body before 2027-01-01, "" if it varies
		code, field                   string
	}{
		{"no credential", "GET", "employees/employees", "-", "", 401, `{"errors":null}`, factorialhr.CodeUnauthorized, ""},
		{"a scope that is missing", "GET", "employees/employees", "narrow", "", 403, `{"errors":{"errors":["Forbidden by permissions"]}}`, factorialhr.CodeForbidden, ""},
		{"no such record", "GET", "employees/employees/77", "", "", 404, `{"error":"Not found"}`, factorialhr.CodeMissingResource, ""},
		{"no such path", "GET", "employees/nothing", "", "", 404, `{"error":"Not found"}`, factorialhr.CodeMissingResource, ""},
		{"a deletion of nothing", "DELETE", "timeoff/leaves/77", "", "", 404, `{"error":"Not found"}`, factorialhr.CodeMissingResource, ""},
		{"a filter that is missing", "GET", "payroll_employees/identifiers", "", "", 400, "", factorialhr.CodeMalformedRequest, "country"},
		{"a filter that is invalid", "GET", "employees/employees?only_active=x", "", "", 400, "", factorialhr.CodeMalformedRequest, "only_active"},
		{"no JSON", "POST", "tasks/tasks", "", "[", 400, "", factorialhr.CodeMalformedRequest, ""},
		{"a field that is missing", "POST", "timeoff/leaves", "", `{"start_on":"2027-05-05"}`, 422, `{"errors":{"employee_id":["can't be blank"]}}`, factorialhr.CodeValidationFailed, "employee_id"},
		{"a rule", "POST", "attendance/shifts/clock_out", "", `{"now":"2026-10-05T09:00:00","employee_id":"1"}`, 422, `{"errors":{"exception":["no_open_shift"]}}`, factorialhr.CodeInvalidState, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.Lenient(),
				factorialtest.WithCredential(factorialtest.Credential{Key: factorialtest.DefaultAPIKey}),
				factorialtest.WithCredential(factorialtest.Credential{Key: "narrow", Scopes: []string{"timeoff"}}))
			send := func(prefix string) (int, string) {
				return doAs(t, srv, test.key, test.method, prefix+test.path, test.body)
			}
			status, body := send(resources)
			if status != test.status || test.older != "" && body != test.older {
				t.Errorf("%d %s, want %d %s", status, body, test.status, test.older)
			}
			status, body = send(beta)
			var got struct {
				Errors []struct {
					Code, Message string
					Field         *string
				}
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil || status != test.status || len(got.Errors) != 1 {
				t.Fatalf("2027-01-01: %d %s, %v", status, body, err)
			}
			e, field := got.Errors[0], ""
			if e.Field != nil {
				field = *e.Field
			}
			if e.Code != test.code || field != test.field || e.Message == "" {
				t.Errorf("2027-01-01: %s, want %s of %q", body, test.code, test.field)
			}
		})
	}
}

// doAs is do with another key: "" is the default key, "-" is none.
func doAs(t *testing.T, srv *factorialtest.Server, key, method, path, body string) (int, string) {
	t.Helper()
	header := http.Header{"Content-Type": {"application/json"}}
	switch key {
	case "":
		header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	case "-":
	default:
		header.Set("X-Api-Key", key)
	}
	return send(t, srv, method, path, body, header)
}

func TestTheClientReadsErrorsOfBothShapes(t *testing.T) {
	for _, version := range []string{factorialhr.DefaultAPIVersion, "2027-01-01"} {
		srv := factorialtest.New(t)
		_, err := timeoff.New(srv.Client(factorialhr.APIVersion(version))).Leaves.Create(t.Context(), timeoff.LeaveCreateParams{})
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || !errors.Is(err, factorialhr.ErrUnprocessable) || len(e.Fields["employee_id"]) != 1 {
			t.Errorf("%s: %v", version, err)
		}
		if coded := e != nil && e.Code == factorialhr.CodeValidationFailed; coded != (version == "2027-01-01") {
			t.Errorf("%s: the code is %q", version, e.Code)
		}
	}
}
