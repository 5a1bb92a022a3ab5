package factorialhr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What went wrong, for [errors.Is]. Every error of a call is an [*Error] that holds the details.
var (
	// ErrBadRequest is the answer 400: a required query parameter is missing, or the request cannot be read.
	ErrBadRequest = errors.New("bad request")
	// ErrUnauthorized is the answer 401: the credential is unknown, expired or revoked.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrForbidden is the answer 403: the credential may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound is the answer 404: there is no such record, or the credential may not see it, or the company does not
	// have the module or the app.
	ErrNotFound = errors.New("not found")
	// ErrConflict is the answer 409: the state of the record does not allow it, as clocking in twice.
	ErrConflict = errors.New("conflict")
	// ErrUnprocessable is the answer 422: the server understood the request and rejects its content. See Error.Fields.
	ErrUnprocessable = errors.New("unprocessable content")
	// ErrRateLimited is the answer 429: too many requests.
	ErrRateLimited = errors.New("rate limited")
	// ErrServer is any answer from 500 on.
	ErrServer = errors.New("server error")

	// ErrOutcomeUnknown means that the server may have acted although there was no good answer: see [OutcomeUnknown].
	// It never holds for an operation that only reads.
	ErrOutcomeUnknown = errors.New("the server may have acted")

	// ErrInvalidRequest means that the request cannot be expressed and was not sent: an empty id, a path with dot
	// segments, a body that is not JSON, an answer that is to go into something else than a pointer, an option of the
	// client that was given to a call.
	ErrInvalidRequest = errors.New("invalid request")
	// ErrReadOnly means that the client, or the call, is [ReadOnly] and the operation changes something.
	ErrReadOnly = errors.New("read only")
	// ErrClosed means that the client was closed before the call.
	ErrClosed = errors.New("client closed")
	// ErrRedirect means that the server redirected to where this package does not follow: another origin, or any place
	// for an operation other than GET.
	ErrRedirect = errors.New("redirect not followed")
	// ErrResponseTooLarge means that the response is larger than [MaxResponseBytes], or that decoding it would keep more
	// memory alive than 64 MiB and four times its bytes.
	ErrResponseTooLarge = errors.New("response too large")
	// ErrUnexpectedResponse means that the answer claims success but is not what the API documents: HTML, broken JSON, a
	// list without data, or, where the operation only reads, an array instead of an object, or an object that has nothing
	// of the record.
	ErrUnexpectedResponse = errors.New("unexpected response")
	// ErrMismatch means that [Strict] is on and a value did not have the type of its field.
	ErrMismatch = errors.New("a value has another type than its field")
)

// statusErrors are the sentinels that stand for a status.
var statusErrors = map[error]int{
	ErrBadRequest:    http.StatusBadRequest,
	ErrUnauthorized:  http.StatusUnauthorized,
	ErrForbidden:     http.StatusForbidden,
	ErrNotFound:      http.StatusNotFound,
	ErrConflict:      http.StatusConflict,
	ErrUnprocessable: http.StatusUnprocessableEntity,
	ErrRateLimited:   http.StatusTooManyRequests,
}

// Outcome tells what a failed call can have done.
type Outcome uint8

const (
	// OutcomeUnknown means that the request reached the server, or may have, and nothing tells what it did with it: the
	// connection broke, the time was up, or the answer was 5xx or unreadable. Look before trying again.
	OutcomeUnknown Outcome = iota
	// OutcomeNotSent means that the server never saw the whole of the request. It did nothing.
	OutcomeNotSent
	// OutcomeRejected means that the server answered that it did not do it.
	OutcomeRejected
)

// String returns unknown, not sent or rejected.
func (o Outcome) String() string {
	switch o {
	case OutcomeNotSent:
		return "not sent"
	case OutcomeRejected:
		return "rejected"
	default:
		return "unknown"
	}
}

// Error is a call that failed. Find it with [errors.AsType], and what kind it is with [errors.Is] and one of the
// sentinels of this package.
//
// Error and LogValue, its JSON, and the errors that it wraps, hold no id, query value, body, secret or text of the
// server, so they may be logged. Messages, Fields and RawBody hold what the server wrote, which is personal data at
// times.
type Error struct {
	// Operation is the name of the operation, like timeoff.Leaves.Approve.
	Operation string
	// Method is the HTTP method.
	Method string
	// Path is the path of the operation with {id} in the place of the id.
	Path string
	// StatusCode is the status of the last answer, 0 if there was none.
	StatusCode int
	// Messages are the texts of the answer that belong to no field, in the language of the account: show them, do not
	// match on them.
	Messages []string
	// Fields are the texts that belong to a field, by its name.
	Fields map[string][]string
	// Outcome tells whether the server can have acted. It takes all attempts into account.
	Outcome Outcome
	// Attempts is how often the request was tried, 0 if not once.
	Attempts int
	// Waited is how long the call waited between its attempts, in total.
	Waited time.Duration
	// RetryAfter is how long the server asked to wait, 0 if it did not.
	RetryAfter time.Duration
	// Mismatches are what [Strict] did not accept.
	Mismatches []Mismatch

	reads bool // the operation changes nothing
	cause error
	body  []byte
}

// RawBody returns the answer as the server sent it, up to 64 KB.
func (e *Error) RawBody() []byte { return slices.Clone(e.body) }

// Error describes the error without ids, query values, bodies or texts of the server.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("factorialhr: ")
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	b.WriteString(e.Method + " " + e.Path)
	if e.StatusCode != 0 {
		fmt.Fprintf(&b, ": %d %s", e.StatusCode, http.StatusText(e.StatusCode))
	}
	if names := e.fieldNames(); len(names) > 0 {
		b.WriteString(" (" + strings.Join(names, ", ") + ")")
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, ", after %d attempts", e.Attempts)
	}
	if e.unknown() {
		b.WriteString("; " + ErrOutcomeUnknown.Error())
	}
	return b.String()
}

// Unwrap returns what the error wraps besides the status: the error of the context, of the credential, or of the network.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is the sentinel of the status, or [ErrOutcomeUnknown] where it holds.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrOutcomeUnknown:
		return e.unknown()
	case ErrServer:
		return e.StatusCode >= 500
	}
	status, ok := statusErrors[target]
	return ok && status == e.StatusCode
}

// Timeout reports whether the time of the attempt or of the caller was up.
func (e *Error) Timeout() bool { return errors.Is(e.cause, context.DeadlineExceeded) }

func (e *Error) unknown() bool { return e.Outcome == OutcomeUnknown && !e.reads }

// GoString describes the error as Error does, for %#v.
func (e *Error) GoString() string { return fmt.Sprintf("&factorialhr.Error{%q}", e.Error()) }

// MarshalJSON writes what LogValue gives, for logs that encode what they are handed. It never fails.
func (e *Error) MarshalJSON() ([]byte, error) {
	facts := map[string]any{}
	for _, attr := range e.LogValue().Group() {
		facts[attr.Key] = attr.Value.Any()
	}
	return json.Marshal(facts)
}

// LogValue gives the facts of the error to a structured log, with the same care as Error.
func (e *Error) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("operation", e.Operation),
		slog.String("method", e.Method),
		slog.String("path", e.Path),
		slog.Int("status", e.StatusCode),
		slog.String("outcome", e.Outcome.String()),
		slog.Int("attempts", e.Attempts),
	}
	if e.Waited > 0 {
		attrs = append(attrs, slog.Duration("waited", e.Waited))
	}
	if e.RetryAfter > 0 {
		attrs = append(attrs, slog.Duration("retry_after", e.RetryAfter))
	}
	if names := e.fieldNames(); len(names) > 0 {
		attrs = append(attrs, slog.Any("fields", names))
	}
	if e.cause != nil {
		attrs = append(attrs, slog.String("cause", e.cause.Error()))
	}
	return slog.GroupValue(attrs...)
}

// fieldNames lists the fields that the server complained about. The names are its words too, so only those that look
// like a property of the API are repeated.
func (e *Error) fieldNames() []string {
	var names []string
	for name := range e.Fields {
		if isPropertyName(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names[:min(len(names), 10)]
}

// isPropertyName reports whether name is written like the properties of the API: lower case words.
func isPropertyName(name string) bool {
	if name == "" || len(name) > 40 {
		return false
	}
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return true
}

// refuse is the error of a call, or of an attempt, that ends before anything is sent.
func refuse(op *Operation, err error) *Error {
	return &Error{
		Operation: op.Name, Method: op.Method, Path: op.Path,
		Outcome: OutcomeNotSent, reads: op.Retry == RetrySafe, cause: err,
	}
}

// newError is the error of an exchange whose last attempt failed with err, or with the status of its answer.
func newError(ctx context.Context, x *exchange, err error) *Error {
	e := refuse(x.op, nil)
	e.Attempts, e.Waited = x.attempts, x.waited
	if x.response == nil {
		e.Outcome = x.fate.outcome(ctx, err)
		e.cause = attemptCause(ctx, x.fate, err)
		return e
	}
	e.StatusCode, e.body = x.response.StatusCode, x.content[:min(len(x.content), maxErrorContent)]
	e.Outcome = outcomeOf(e.StatusCode)
	switch {
	case e.StatusCode >= 300 && e.StatusCode < 400:
		e.cause = &cause{text: ErrRedirect.Error(), err: errors.Join(ErrRedirect, err)}
	case err != nil:
		e.cause = attemptCause(ctx, x.fate, err)
	default:
		e.Messages, e.Fields = parseErrorContent(x.content)
		e.RetryAfter = retryAfter(x.response.Header, time.Now())
	}
	if mismatch, ok := errors.AsType[*mismatchError](err); ok {
		e.Mismatches = mismatch.all
	}
	return e
}
