package reply

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// codedErrors is the first version whose spec describes errors.
const codedErrors = "2027-01-01"

// Refusal is an error response. It has two forms: the one of 2027-01-01, which is documented, and
// the ones that were seen before.
type Refusal struct {
	Status int
	Body   json.RawMessage // before 2027-01-01
	// errors are the errors since 2027-01-01, none for a response that the spec does not describe.
	errors []codedError
}

// codedError is an error in the form of 2027-01-01. The spec lists the codes; which status has
// which code is inferred.
type codedError struct {
	Code    string  `json:"code"`
	Message string  `json:"message"`
	Field   *string `json:"field"`
}

// Error returns the status, without data of the request.
func (r *Refusal) Error() string { return "refused with " + strconv.Itoa(r.Status) }

// At returns the body in the form of a version.
func (r *Refusal) At(version string) json.RawMessage {
	if version < codedErrors || len(r.errors) == 0 {
		return r.Body
	}
	return value.Marshal(map[string]any{"errors": r.errors})
}

func coded(code, message, field string) []codedError {
	e := codedError{Code: code, Message: message}
	if field != "" {
		e.Field = &field
	}
	return []codedError{e}
}

// The bodies below were seen on the real API before 2027-01-01.

// Unauthorized reports a credential that is missing or not accepted.
func Unauthorized() *Refusal {
	return &Refusal{http.StatusUnauthorized, json.RawMessage(`{"errors":null}`), coded("unauthorized", "The credential is missing or not valid", "")}
}

// Forbidden reports a credential without the permission.
func Forbidden() *Refusal {
	const message = "Forbidden by permissions"
	return &Refusal{http.StatusForbidden, json.RawMessage(`{"errors":{"errors":["` + message + `"]}}`), coded("forbidden", message, "")}
}

// NotFound reports a missing record or operation.
func NotFound() *Refusal {
	return &Refusal{http.StatusNotFound, json.RawMessage(`{"error":"Not found"}`), coded("missing_resource", "Not found", "")}
}

// MethodNotAllowed reports a path that has no operation with the method of the request, but others.
// The spec does not describe its body.
func MethodNotAllowed() *Refusal {
	return &Refusal{Status: http.StatusMethodNotAllowed, Body: json.RawMessage(`{"error":"Method not allowed"}`)}
}

// BadRequest reports a request that cannot be read.
func BadRequest(message string) *Refusal {
	return &Refusal{http.StatusBadRequest, value.Marshal(map[string]any{"errors": []string{message}}), coded("malformed_request", message, "")}
}

// BadParameter reports a parameter of the query.
func BadParameter(name, problem string) *Refusal {
	r := BadRequest("Parameter " + name + " " + problem)
	r.errors[0].Field = &name
	return r
}

// TooMany reports a request beyond the limit. The spec does not describe its body.
func TooMany() *Refusal {
	return &Refusal{Status: http.StatusTooManyRequests, Body: json.RawMessage(`{"message":"Too many requests"}`)}
}

// Conflict reports a request that contradicts the current state, such as clocking in twice.
func Conflict(exception string) *Refusal {
	return &Refusal{http.StatusConflict, exceptions(exception), coded("invalid_state", exception, "")}
}

// Unprocessable reports a violated business rule.
func Unprocessable(exception string) *Refusal {
	return &Refusal{http.StatusUnprocessableEntity, exceptions(exception), coded("invalid_state", exception, "")}
}

// Invalid reports invalid fields.
func Invalid(problems map[string][]string) *Refusal {
	r := &Refusal{Status: http.StatusUnprocessableEntity, Body: value.Marshal(map[string]any{"errors": problems})}
	for _, name := range slices.Sorted(maps.Keys(problems)) {
		for _, problem := range problems[name] {
			words := cmp.Or(strings.ReplaceAll(name, "_", " "), "record")
			r.errors = append(r.errors, coded("validation_failed", strings.ToUpper(words[:1])+words[1:]+" "+problem, name)...)
		}
	}
	return r
}

func exceptions(text string) json.RawMessage {
	return value.Marshal(map[string]any{"errors": map[string][]string{"exception": {text}}})
}
