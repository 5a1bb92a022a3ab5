package otelfactorialhr

import (
	"context"
	"errors"
	"strconv"

	"go.opentelemetry.io/otel/attribute"

	"github.com/factorialhr-go/factorialhr"
)

// The attributes. Those without the prefix factorialhr belong to OpenTelemetry's semantic
// conventions.
const (
	operationKey = attribute.Key("factorialhr.operation")
	attemptsKey  = attribute.Key("factorialhr.attempts")
	attemptKey   = attribute.Key("factorialhr.attempt")
	durationKey  = attribute.Key("factorialhr.attempt.duration")
	outcomeKey   = attribute.Key("factorialhr.outcome")
	codesKey     = attribute.Key("factorialhr.error.codes")
	requestIDKey = attribute.Key("factorialhr.request_id")
	methodKey    = attribute.Key("http.request.method")
	resendKey    = attribute.Key("http.request.resend_count")
	statusKey    = attribute.Key("http.response.status_code")
	templateKey  = attribute.Key("url.template")
	errorTypeKey = attribute.Key("error.type")
)

// measured returns the attributes of a metric.
func measured(op *factorialhr.Operation, status int, err error) []attribute.KeyValue {
	return ended([]attribute.KeyValue{operationKey.String(op.Name), methodKey.String(op.Method)}, status, err)
}

// ended adds the result of a call or an attempt.
func ended(attributes []attribute.KeyValue, status int, err error) []attribute.KeyValue {
	if 100 <= status && status <= 599 { // other numbers are not statuses and would create unbounded series
		attributes = append(attributes, statusKey.Int(status))
	}
	if err != nil {
		attributes = append(attributes, errorTypeKey.String(errorType(status, err)))
	}
	return attributes
}

// errorTypes names the errors without a status.
var errorTypes = []struct {
	err  error
	name string
}{
	{factorialhr.ErrRateLimited, "rate_limited"},
	{factorialhr.ErrInvalidRequest, "invalid_request"},
	{factorialhr.ErrReadOnly, "read_only"},
	{factorialhr.ErrClosed, "closed"},
	{factorialhr.ErrResponseTooLarge, "response_too_large"},
	{factorialhr.ErrMismatch, "mismatch"},
	{factorialhr.ErrUnexpectedResponse, "unexpected_response"},
}

// errorType returns the error.type of the semantic conventions, one of a few names.
func errorType(status int, err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case 300 <= status && status <= 599:
		return strconv.Itoa(status)
	}
	for _, known := range errorTypes {
		if errors.Is(err, known.err) {
			return known.name
		}
	}
	return "_OTHER"
}
