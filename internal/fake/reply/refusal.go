package reply

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// Refusal is an error response.
type Refusal struct {
	Status int
	Body   json.RawMessage
}

// Error returns the status, without data of the request.
func (r *Refusal) Error() string { return "refused with " + strconv.Itoa(r.Status) }

// The refusals below have forms observed on the real API.

// Unauthorized reports a credential that is missing or not accepted.
func Unauthorized() *Refusal {
	return &Refusal{http.StatusUnauthorized, json.RawMessage(`{"errors":null}`)}
}

// Forbidden reports a credential without the permission.
func Forbidden() *Refusal {
	return &Refusal{http.StatusForbidden, json.RawMessage(`{"errors":{"errors":["Forbidden by permissions"]}}`)}
}

// NotFound reports a missing record or operation.
func NotFound() *Refusal {
	return &Refusal{http.StatusNotFound, json.RawMessage(`{"error":"Not found"}`)}
}

// BadRequest reports a request that cannot be read.
func BadRequest(message string) *Refusal {
	return &Refusal{http.StatusBadRequest, value.Marshal(map[string]any{"errors": []string{message}})}
}

// TooMany reports a request beyond the limit.
func TooMany() *Refusal {
	return &Refusal{http.StatusTooManyRequests, json.RawMessage(`{"message":"Too many requests"}`)}
}

// Conflict reports a request that contradicts the current state, such as clocking in twice.
func Conflict(exception string) *Refusal {
	return &Refusal{http.StatusConflict, exceptions(exception)}
}

// Unprocessable reports a violated business rule.
func Unprocessable(exception string) *Refusal {
	return &Refusal{http.StatusUnprocessableEntity, exceptions(exception)}
}

// Invalid reports invalid fields.
func Invalid(problems map[string][]string) *Refusal {
	return &Refusal{http.StatusUnprocessableEntity, value.Marshal(map[string]any{"errors": problems})}
}

func exceptions(text string) json.RawMessage {
	return value.Marshal(map[string]any{"errors": map[string][]string{"exception": {text}}})
}
