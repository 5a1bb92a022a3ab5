package factorialhr

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"time"
)

// What went wrong, for [errors.Is]. Every error of a call is an [*Error] that holds the details.
var (
	// ErrBadRequest is the answer 400: a required query parameter is missing, or the request cannot be read.
	ErrBadRequest = errors.New("bad request")
	// ErrUnauthorized is the answer 401: the credential is unknown, expired or revoked.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrPaymentRequired is the response 402: the company's plan does not include the operation.
	ErrPaymentRequired = errors.New("payment required")
	// ErrForbidden is the answer 403: the credential may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound is the answer 404: there is no such record, or the credential may not see it, or the company does not
	// have the module or the app.
	ErrNotFound = errors.New("not found")
	// ErrConflict is the answer 409: the state of the record does not allow it, as clocking in twice.
	ErrConflict = errors.New("conflict")
	// ErrGone is the response 410: the record or the operation existed and no longer does.
	ErrGone = errors.New("gone")
	// ErrUnprocessable is the answer 422: the server understood the request and rejects its content. See Error.Fields.
	ErrUnprocessable = errors.New("unprocessable content")
	// ErrPreconditionRequired is the response 428: the server demands something that must happen before the operation.
	ErrPreconditionRequired = errors.New("precondition required")
	// ErrRateLimited is the answer 429: too many requests. After one that asks for a long wait, calls fail with it that
	// the client does not send: see [Client.Paused].
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
// Error and LogValue, its JSON, and the errors that it wraps, hold no id of a record, query value, body, secret or text of
// the server, so they may be logged. Of the server's words they repeat RequestID, Codes and the names in Fields that look
// like a property of the API. Messages, Fields and RawBody hold the server's texts, which are personal data at times.
type Error struct {
	// Operation is the name of the operation, like timeoff.Leaves.Approve.
	Operation string
	// Method is the HTTP method.
	Method string
	// Path is the path of the operation with {id} in the place of the id.
	Path string
	// StatusCode is the status of the last answer, 0 if there was none.
	StatusCode int
	// RequestID is the id that the server, or a proxy, gave to the request of the last attempt: quote it when you report a
	// problem to Factorial. It is empty if there is none: see docs/errors.md for the headers. It has at most 64 characters,
	// each of them an ASCII letter, a digit or one of ._:- and any other value is dropped.
	RequestID string
	// Code is the first of Codes, empty if there is none.
	Code string
	// Codes are the codes in the body of the response, in its order, each once, at most 100: validation_failed and the like.
	// Branch on them, not on Messages. API version 2027-01-01 documents ten codes, earlier versions none. A code has the
	// alphabet and the length of RequestID; a code that only repeats the status is dropped.
	Codes []string
	// Messages are the texts of the answer that belong to no field, in the language of the account: show them, do not
	// match on them.
	Messages []string
	// Fields are the texts that belong to a field, by its name. A list is empty where the server named the field and wrote
	// no text. Messages and Fields hold at most 1,000 texts together; RawBody has the rest.
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
	e.StatusCode, e.body = x.response.StatusCode, bytes.Clone(x.content[:min(len(x.content), maxErrorContent)])
	e.Outcome, e.RequestID = outcomeOf(e.StatusCode), x.requestID()
	if e.StatusCode >= 400 {
		e.RetryAfter = retryAfter(x.response, time.Now()) // it stands even if the body breaks off
	}
	switch {
	case e.StatusCode >= 300 && e.StatusCode < 400:
		e.cause = newCause(ErrRedirect.Error(), errors.Join(ErrRedirect, err))
	case err != nil:
		e.cause = attemptCause(ctx, x.fate, err)
	default:
		e.describe(parseErrorContent(e.StatusCode, x.content), x.fate.sent)
	}
	if mismatch, ok := errors.AsType[*mismatchError](err); ok {
		e.Mismatches = mismatch.all
	}
	return e
}

// describe takes over what the body of a response says; sent are the headers of its request.
func (e *Error) describe(content *errorContent, sent http.Header) {
	e.Messages, e.Fields = content.messages, content.fields
	e.Codes = slices.DeleteFunc(content.codes, func(code string) bool { return echoesCredential(sent, code) })
	if len(e.Codes) > 0 {
		e.Code = e.Codes[0]
	}
}
