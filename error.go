package factorialhr

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"time"
)

// The sentinels of this package, for [errors.Is]. Every error of a call is an [*Error], which has
// the details.
var (
	// ErrBadRequest means status 400: a required query parameter is missing, or the server cannot
	// read the request.
	ErrBadRequest = errors.New("bad request")
	// ErrUnauthorized means status 401: the credential is unknown, expired or revoked.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrPaymentRequired means status 402: the company's plan does not include the operation.
	ErrPaymentRequired = errors.New("payment required")
	// ErrForbidden means status 403: the credential is not allowed to do this.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound means status 404: the record does not exist, the credential is not allowed to see
	// it, or the company does not have the module or the app.
	ErrNotFound = errors.New("not found")
	// ErrConflict means status 409: the state of the record does not allow the operation, such as a
	// second clock-in.
	ErrConflict = errors.New("conflict")
	// ErrGone means status 410: the record or the operation existed and no longer does.
	ErrGone = errors.New("gone")
	// ErrUnprocessable means status 422: the server understood the request and rejects its content.
	// See Error.Fields.
	ErrUnprocessable = errors.New("unprocessable content")
	// ErrPreconditionRequired means status 428: the server demands something that must happen
	// before the operation.
	ErrPreconditionRequired = errors.New("precondition required")
	// ErrRateLimited means status 429: too many requests. After a 429 that asks for a long wait,
	// calls fail with ErrRateLimited without being sent: see [Client.Paused].
	ErrRateLimited = errors.New("rate limited")
	// ErrServer means any status of 500 and above.
	ErrServer = errors.New("server error")

	// ErrOutcomeUnknown means that the call may have taken effect although it failed: see
	// [OutcomeUnknown]. It never applies to an operation that only reads.
	ErrOutcomeUnknown = errors.New("the server may have acted")

	// ErrInvalidRequest means that the client did not send the request, because it is not valid: an
	// empty id, a path with dot segments, a body that cannot be encoded, a response that would be
	// decoded into something other than a pointer, an option of the client that was passed to a
	// call, a part that the API version does not have (see [APIVersion]).
	ErrInvalidRequest = errors.New("invalid request")
	// ErrReadOnly means that the client or the call is [ReadOnly], and the operation changes
	// something.
	ErrReadOnly = errors.New("read only")
	// ErrClosed means that the client was closed before the call.
	ErrClosed = errors.New("client closed")
	// ErrRedirect means that the server sent a redirect that this package does not follow: to
	// another origin, or for an operation other than GET.
	ErrRedirect = errors.New("redirect not followed")
	// ErrResponseTooLarge means that the response is larger than [MaxResponseBytes], or that its
	// decoded value would keep more memory alive than 64 MiB and four times its bytes.
	ErrResponseTooLarge = errors.New("response too large")
	// ErrUnexpectedResponse means that the response claims success but is not what the API
	// documents: HTML, broken JSON, a list without data, or, for an operation that only reads, an
	// array instead of an object, or an object without any property of the record.
	ErrUnexpectedResponse = errors.New("unexpected response")
	// ErrMismatch means that the call is [Strict] and a value did not have the type of its field.
	ErrMismatch = errors.New("a value does not have the type of its field")
)

// statusErrors are the sentinels of a single status.
var statusErrors = map[error]int{
	ErrBadRequest:           http.StatusBadRequest,
	ErrUnauthorized:         http.StatusUnauthorized,
	ErrPaymentRequired:      http.StatusPaymentRequired,
	ErrForbidden:            http.StatusForbidden,
	ErrNotFound:             http.StatusNotFound,
	ErrConflict:             http.StatusConflict,
	ErrGone:                 http.StatusGone,
	ErrUnprocessable:        http.StatusUnprocessableEntity,
	ErrPreconditionRequired: http.StatusPreconditionRequired,
	ErrRateLimited:          http.StatusTooManyRequests,
}

// Outcome tells whether a failed call may have taken effect.
type Outcome uint8

const (
	// OutcomeUnknown means that the request may have reached the server, and nothing shows what the
	// server did with it: the connection broke, the time was up, or the response was a 5xx or not
	// readable. Look before you try again.
	OutcomeUnknown Outcome = iota
	// OutcomeNotSent means that the server never saw the whole request. It did nothing.
	OutcomeNotSent
	// OutcomeRejected means that the server responded that it did nothing.
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

// Error describes a call that failed. Find it with [errors.AsType], and its kind with [errors.Is]
// and one of the sentinels of this package.
//
// The texts of Error and LogValue, its JSON, and the errors that it wraps contain no id of a
// record, query value, body, secret or text of the server, so they may be logged. Of the server's
// words they repeat RequestID, Codes and the names in Fields that look like a property of the API.
// Messages, Fields and RawBody hold the server's texts, which can be personal data.
type Error struct {
	// Operation is the name of the operation, such as timeoff.Leaves.Approve.
	Operation string
	// Method is the HTTP method.
	Method string
	// Path is the path of the operation, with {id} instead of the id.
	Path string
	// StatusCode is the status of the last response, 0 if there was none.
	StatusCode int
	// RequestID is the id that the server, or a proxy, gave to the request of the last attempt:
	// quote it when you report a problem to Factorial. It is empty if there is none: see
	// docs/errors.md for the headers. It has at most 64 characters, each of them an ASCII letter, a
	// digit or one of ._:- and any other value is dropped.
	RequestID string
	// Code is the first of Codes, empty if there is none.
	Code string
	// Codes are the codes in the body of the response, in its order, each once, at most 100, such
	// as validation_failed. Branch on them, not on Messages. API version 2027-01-01 documents ten
	// codes, earlier versions none. A code has the alphabet and the length of RequestID; a code
	// that only repeats the status is dropped.
	Codes []string
	// Messages are the texts of the response that belong to no field, in the language of the
	// account. Show them, but do not match on them.
	Messages []string
	// Fields are the texts that belong to a field, by its name. A list is empty if the server named
	// the field without a text. Messages and Fields hold at most 1,000 texts together; RawBody has
	// the rest.
	Fields map[string][]string
	// Outcome tells whether the call may have taken effect. It takes all attempts into account.
	Outcome Outcome
	// Attempts is how often the client tried the request, 0 if it never did.
	Attempts int
	// Waited is how long the call waited between its attempts, in total.
	Waited time.Duration
	// RetryAfter is how long the server asked the client to wait, 0 if it did not ask.
	RetryAfter time.Duration
	// Mismatches are the values that [Strict] did not accept.
	Mismatches []Mismatch

	reads bool // the operation changes nothing
	cause error
	body  []byte
}

// RawBody returns the body of the response as the server sent it, up to 64 KB.
func (e *Error) RawBody() []byte { return slices.Clone(e.body) }

// Unwrap returns the cause besides the status, such as an error of the context, of the credential
// or of the network.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is the sentinel of the status, or [ErrOutcomeUnknown] where that
// applies.
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

// Timeout reports whether the attempt or the call ran out of time.
func (e *Error) Timeout() bool { return errors.Is(e.cause, context.DeadlineExceeded) }

func (e *Error) unknown() bool { return e.Outcome == OutcomeUnknown && !e.reads }

// orNil returns e as an error, nil if e is nil.
func (e *Error) orNil() error {
	if e == nil {
		return nil
	}
	return e
}

// refuse returns the error of a call or an attempt that ends before anything is sent.
func refuse(op *Operation, err error) *Error {
	return &Error{
		Operation: op.Name, Method: op.Method, Path: op.Path,
		Outcome: OutcomeNotSent, reads: op.Retry == RetrySafe, cause: err,
	}
}

// newError returns the error of an attempt that failed with err, or if that is nil with the status
// of its response.
func newError(ctx context.Context, op *Operation, r reply, err error) *Error {
	e := refuse(op, nil)
	if r.response == nil {
		e.Outcome = r.fate.outcome(ctx, err)
		e.cause = attemptCause(ctx, r.fate, err)
		return e
	}
	e.StatusCode, e.body = r.response.StatusCode, bytes.Clone(r.content[:min(len(r.content), maxErrorContent)])
	e.Outcome, e.RequestID = outcomeOf(e.StatusCode), r.requestID()
	if e.StatusCode >= 400 {
		e.RetryAfter = retryAfter(r.response, time.Now()) // it holds even if the body breaks off
	}
	switch {
	case e.StatusCode >= 300 && e.StatusCode < 400:
		e.cause = newCause(ErrRedirect.Error(), errors.Join(ErrRedirect, err))
	case err != nil:
		e.cause = attemptCause(ctx, r.fate, err)
	default:
		e.describe(parseErrorContent(e.StatusCode, r.content), r.fate.sent)
	}
	if mismatch, ok := errors.AsType[*mismatchError](err); ok {
		e.Mismatches = mismatch.all
	}
	return e
}

// describe adds what the body of the response says; sent is the header of its request.
func (e *Error) describe(content *errorContent, sent http.Header) {
	e.Messages, e.Fields = content.messages, content.fields
	e.Codes = slices.DeleteFunc(content.codes, func(code string) bool { return echoesCredential(sent, code) })
	if len(e.Codes) > 0 {
		e.Code = e.Codes[0]
	}
}
