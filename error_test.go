package factorialhr_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
)

func TestEveryStatusHasItsErrorAndOutcome(t *testing.T) {
	all := []error{
		factorialhr.ErrBadRequest, factorialhr.ErrUnauthorized, factorialhr.ErrForbidden, factorialhr.ErrNotFound,
		factorialhr.ErrConflict, factorialhr.ErrUnprocessable, factorialhr.ErrRateLimited, factorialhr.ErrServer,
		factorialhr.ErrRedirect, factorialhr.ErrPaymentRequired, factorialhr.ErrGone, factorialhr.ErrPreconditionRequired,
	}
	tests := map[int]struct {
		is      error // nil: none of them
		outcome factorialhr.Outcome
	}{
		301: {factorialhr.ErrRedirect, factorialhr.OutcomeRejected},
		302: {factorialhr.ErrRedirect, factorialhr.OutcomeUnknown},
		303: {factorialhr.ErrRedirect, factorialhr.OutcomeUnknown},
		307: {factorialhr.ErrRedirect, factorialhr.OutcomeRejected},
		308: {factorialhr.ErrRedirect, factorialhr.OutcomeRejected},
		400: {factorialhr.ErrBadRequest, factorialhr.OutcomeRejected},
		401: {factorialhr.ErrUnauthorized, factorialhr.OutcomeRejected},
		402: {factorialhr.ErrPaymentRequired, factorialhr.OutcomeRejected},
		403: {factorialhr.ErrForbidden, factorialhr.OutcomeRejected},
		404: {factorialhr.ErrNotFound, factorialhr.OutcomeRejected},
		408: {nil, factorialhr.OutcomeUnknown},
		409: {factorialhr.ErrConflict, factorialhr.OutcomeRejected},
		410: {factorialhr.ErrGone, factorialhr.OutcomeRejected},
		418: {nil, factorialhr.OutcomeRejected},
		422: {factorialhr.ErrUnprocessable, factorialhr.OutcomeRejected},
		428: {factorialhr.ErrPreconditionRequired, factorialhr.OutcomeRejected},
		429: {factorialhr.ErrRateLimited, factorialhr.OutcomeRejected},
		500: {factorialhr.ErrServer, factorialhr.OutcomeUnknown},
		501: {factorialhr.ErrServer, factorialhr.OutcomeUnknown},
		599: {factorialhr.ErrServer, factorialhr.OutcomeUnknown},
	}
	for code, test := range tests {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			c := serve(t, status(code, "", "Location", "/elsewhere"))
			_, err := call(t.Context(), c, &createThing, once)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok || e.StatusCode != code || e.Outcome != test.outcome || e.Method != "POST" || e.Operation != createThing.Name {
				t.Fatalf("got %+v", e)
			}
			for _, target := range all {
				if errors.Is(err, target) != (target == test.is) {
					t.Errorf("it is %v: %v", target, !(target == test.is))
				}
			}
		})
	}
}

func TestWhatAnErrorSays(t *testing.T) {
	type texts = map[string][]string
	tests := map[string]struct {
		status   int
		body     string
		messages []string
		fields   texts
		text     string
	}{
		"nothing": {
			404, ``, nil, nil, "404 Not Found",
		},
		"errors that are null": {
			401, `{"errors":null}`, nil, nil, "401 Unauthorized",
		},
		"a list": {
			422, `{"errors":["uno","dos"]}`, []string{"uno", "dos"}, nil, "422 Unprocessable Entity",
		},
		"one text": {
			422, `{"errors":"uno"}`, []string{"uno"}, nil, "422 Unprocessable Entity",
		},
		"an exception": {
			409, `{"errors":{"exception":["ya está"]}}`, []string{"ya está"}, nil, "409 Conflict",
		},
		"errors within errors": {
			422, `{"errors":{"errors":["Forbidden by x"]}}`, []string{"Forbidden by x"}, nil, "422 Unprocessable Entity",
		},
		"fields": {
			422, `{"errors":{"email":["already been taken","too long"],"birthday_on":"missing"}}`, nil,
			texts{"email": {"already been taken", "too long"}, "birthday_on": {"missing"}}, "422 Unprocessable Entity (birthday_on, email)",
		},
		"fields, and what belongs to none": {
			422, `{"errors":{"email":["taken"],"base":["no"]},"message":"bad"}`, []string{"bad", "no"},
			texts{"email": {"taken"}}, "422 Unprocessable Entity (email)",
		},
		"names that are no fields are not repeated": {
			422, `{"errors":{"ana@example.com":["taken"],"12":["x"],"Ana":["y"]}}`, nil,
			texts{"ana@example.com": {"taken"}, "12": {"x"}, "Ana": {"y"}}, "422 Unprocessable Entity",
		},
		"nested fields": {
			422, `{"errors":{"lines":[{"amount":["low"]},{"amount":["high"]}]}}`, nil, texts{"lines": {"low", "high"}},
			"422 Unprocessable Entity (lines)",
		},
		"one error": {
			403, `{"error":"no"}`, []string{"no"}, nil, "403 Forbidden",
		},
		"a message": {
			400, `{"message":"no"}`, []string{"no"}, nil, "400 Bad Request",
		},
		"an OAuth error": {
			400, `{"error":"invalid_grant","error_description":"expired"}`, []string{"invalid_grant", "expired"}, nil, "400 Bad Request: invalid_grant",
		},
		"HTML": {
			500, `<html><body>secret-name</body></html>`, nil, nil, "500 Internal Server Error; the server may have acted",
		},
		"a bare list": {
			422, `["a"]`, []string{"a"}, nil, "422 Unprocessable Entity",
		},
		"numbers": {
			422, `{"errors":{"a":[1,null,true,"text"]},"error":7}`, nil, texts{"a": {"text"}}, "422 Unprocessable Entity (a)",
		},
		"broken JSON": {
			422, `{"errors":["a"`, []string{"a"}, nil, "422 Unprocessable Entity",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := serve(t, status(test.status, test.body))
			_, err := call(t.Context(), c, &updateThing)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(test.messages, e.Messages); diff != "" {
				t.Errorf("messages, -want +got:\n%s", diff)
			}
			if diff := cmp.Diff(test.fields, e.Fields); diff != "" {
				t.Errorf("fields, -want +got:\n%s", diff)
			}
			if got, want := err.Error(), "factorialhr: things.Things.Update: PUT things/things/{id}: "+test.text; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if string(e.RawBody()) != test.body {
				t.Errorf("kept %q", e.RawBody())
			}
		})
	}
}

func TestAnErrorInAStructuredLog(t *testing.T) {
	c := serve(t, status(422, `{"errors":{"email":["secret-name"]}}`))
	_, err := call(t.Context(), c, &updateThing)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})).Error("failed", "error", err)
	want := "level=ERROR msg=failed error.operation=things.Things.Update error.method=PUT error.path=things/things/{id} " +
		"error.status=422 error.outcome=rejected error.attempts=1 error.fields=[email]\n"
	if got := log.String(); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestAnErrorAsJSON(t *testing.T) {
	c := serve(t, status(422, `{"errors":{"email":["secret-name"]},"message":"secret-name"}`))
	_, err := call(t.Context(), c, &updateThing)
	got, jsonErr := json.Marshal(map[string]any{"error": err})
	want := `{"error":{"attempts":1,"fields":["email"],"method":"PUT","operation":"things.Things.Update","outcome":"rejected",` +
		`"path":"things/things/{id}","status":422}}`
	if string(got) != want || jsonErr != nil {
		t.Errorf("got  %s, %v\nwant %s", got, jsonErr, want)
	}
	if got := fmt.Sprintf("%#v", err); strings.Contains(got, "secret-name") || !strings.Contains(got, "422") {
		t.Errorf("as Go it is %s", got)
	}
}

func TestTheErrorsOfFilesAndDocumentsNameNobody(t *testing.T) {
	cause := errors.New("the reason")
	for _, err := range []error{
		&factorialhr.FileError{Field: "file", Number: 1, Name: "secret-name.pdf", Err: cause},
		&factorialhr.DocumentError{ID: "secret-name", Err: cause},
	} {
		asJSON, jsonErr := json.Marshal(err)
		if jsonErr != nil {
			t.Error(jsonErr)
		}
		for _, got := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err), string(asJSON)} {
			if strings.Contains(got, "secret-name") || !strings.Contains(got, "the reason") {
				t.Errorf("%T: %s", err, got)
			}
		}
	}
}

func TestErrorsHideWhatTheyWrap(t *testing.T) {
	c := newClient(t, transportFunc(func(*http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("proxy said secret-name about ?secret-query")
	}), once)
	_, err := factorialhr.Call[thing](t.Context(), c, &getThing, factorialhr.Input{
		ID: "secret-id", Query: url.Values{"q": {"secret-query"}},
	})
	for next := err; next != nil; next = errors.Unwrap(next) {
		if strings.Contains(fmt.Sprintf("%v %+v %s", next, next, next), "secret") {
			t.Errorf("%T says %v", next, next)
		}
	}
	if outer, ok := errors.AsType[*url.Error](err); ok {
		t.Errorf("it hands out %v", outer)
	}
	if want := "factorialhr: things.Things.Get: GET things/things/{id}: the transport failed"; err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestAStatusThatIsNoAnswerIsNoSuccess(t *testing.T) {
	for _, code := range []int{0, 101, 199} {
		c := newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: code, Body: http.NoBody, Request: r}, nil
		}))
		_, err := call(t.Context(), c, &createThing)
		if !errors.Is(err, factorialhr.ErrUnexpectedResponse) || !errors.Is(err, factorialhr.ErrOutcomeUnknown) {
			t.Errorf("%d: got %v", code, err)
		}
	}
}
