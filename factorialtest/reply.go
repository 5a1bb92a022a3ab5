package factorialtest

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// refusal is an error response.
type refusal struct {
	status int
	body   json.RawMessage
}

func (r *refusal) Error() string { return "refused with " + strconv.Itoa(r.status) }

// The refusals below have forms observed on the real API.

func unauthorized() *refusal {
	return &refusal{http.StatusUnauthorized, json.RawMessage(`{"errors":null}`)}
}

func forbidden() *refusal {
	return &refusal{http.StatusForbidden, json.RawMessage(`{"errors":{"errors":["Forbidden by permissions"]}}`)}
}

func notFound() *refusal {
	return &refusal{http.StatusNotFound, json.RawMessage(`{"error":"Not found"}`)}
}

func badRequest(message string) *refusal {
	return &refusal{http.StatusBadRequest, encode(map[string]any{"errors": []string{message}})}
}

// conflict reports a request that contradicts the current state, such as clocking in twice.
func conflict(exception string) *refusal {
	return &refusal{http.StatusConflict, exceptions(exception)}
}

// unprocessable reports a violated business rule.
func unprocessable(exception string) *refusal {
	return &refusal{http.StatusUnprocessableEntity, exceptions(exception)}
}

// invalid reports invalid fields.
func invalid(problems map[string][]string) *refusal {
	return &refusal{http.StatusUnprocessableEntity, encode(map[string]any{"errors": problems})}
}

func exceptions(text string) json.RawMessage {
	return encode(map[string]any{"errors": map[string][]string{"exception": {text}}})
}

// encode is json.Marshal for values that cannot fail.
func encode(v any) json.RawMessage {
	b, _ := json.Marshal(v)
	return b
}

// reply is a successful response: a page or records.
type reply struct {
	status  int
	page    *page
	shape   *shape
	records []*record
	array   bool // encode records as a bare array
}

// body encodes the reply.
func (r *reply) body() []byte {
	switch {
	case r.page != nil:
		return r.page.encode()
	case r.array:
		return joined(r.records)
	case len(r.records) > 0:
		return r.records[0].data
	default:
		return []byte("{}")
	}
}

func joined(records []*record) []byte {
	size := 2
	for _, r := range records {
		size += len(r.data) + 1
	}
	b := make([]byte, 0, size)
	b = append(b, '[')
	for i, r := range records {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, r.data...)
	}
	return append(b, ']')
}
