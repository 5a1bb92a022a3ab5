package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
)

// scope names the instrumentation in what it sends.
const scope = "github.com/factorialhr-go/factorialhr/examples/opentelemetry"

// The attributes. Those without the prefix factorialhr are of OpenTelemetry's semantic conventions.
const (
	operationKey   = attribute.Key("factorialhr.operation")
	attemptsKey    = attribute.Key("factorialhr.attempts")
	outcomeKey     = attribute.Key("factorialhr.outcome")
	statusClassKey = attribute.Key("factorialhr.status_class")
	oddityKey      = attribute.Key("factorialhr.oddity")
	methodKey      = attribute.Key("http.request.method")
	resendKey      = attribute.Key("http.request.resend_count")
	statusKey      = attribute.Key("http.response.status_code")
	templateKey    = attribute.Key("url.template")
	errorTypeKey   = attribute.Key("error.type")
)

// observer makes a span of every call and one of each of its attempts, and counts them. What it sends is known by the
// operation and the template of its path: an Observer is told nothing else, so no id, name or amount can get out.
type observer struct {
	tracer   trace.Tracer
	duration metric.Float64Histogram
	attempts metric.Int64Counter
	oddities metric.Int64Counter
}

// newObserver returns an observer that sends to the given providers. It is safe for concurrent use, as they are.
func newObserver(traces trace.TracerProvider, metrics metric.MeterProvider) (*observer, error) {
	meter := metrics.Meter(scope)
	o := &observer{tracer: traces.Tracer(scope)}
	var errs [3]error
	o.duration, errs[0] = meter.Float64Histogram("factorialhr.call.duration",
		metric.WithUnit("s"), metric.WithDescription("How long calls took, all attempts and the waiting between them included."),
		metric.WithExplicitBucketBoundaries(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60))
	o.attempts, errs[1] = meter.Int64Counter("factorialhr.attempts",
		metric.WithUnit("{attempt}"), metric.WithDescription("Requests that were sent, or tried to."))
	o.oddities, errs[2] = meter.Int64Counter("factorialhr.oddities",
		metric.WithUnit("{property}"), metric.WithDescription("Values that did not fit their field, and properties without a field."))
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("create instruments: %w", err)
	}
	return o, nil
}

// Start begins the span of a call. The spans of its attempts, and what an instrumented transport adds, are its children.
func (o *observer) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	ctx, _ = o.tracer.Start(ctx, op.Name, trace.WithAttributes(operationKey.String(op.Name), templateKey.String(op.Path)))
	return ctx
}

// Attempt adds the span of an attempt after the fact: its length is known.
func (o *observer) Attempt(ctx context.Context, op *factorialhr.Operation, a factorialhr.AttemptInfo) {
	end := time.Now()
	_, span := o.tracer.Start(ctx, op.Method+" "+op.Path,
		trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(end.Add(-a.Duration)),
		trace.WithAttributes(methodKey.String(op.Method), templateKey.String(op.Path)))
	if a.Number > 1 {
		span.SetAttributes(resendKey.Int(a.Number - 1))
	}
	finish(span, a.StatusCode, a.Err, end)
	o.attempts.Add(ctx, 1, metric.WithAttributes(operationKey.String(op.Name), statusClass(a.StatusCode)))
}

// Mismatch counts what the API sent otherwise than it is described. Where it stood is for a log; a metric would only
// grow by it.
func (o *observer) Mismatch(ctx context.Context, op *factorialhr.Operation, mismatches []factorialhr.Mismatch) {
	var types, unknown int64
	for _, m := range mismatches {
		if m.Want == "" {
			unknown++
		} else {
			types++
		}
	}
	o.count(ctx, op, "type", types)
	o.count(ctx, op, "unknown_property", unknown)
}

func (o *observer) count(ctx context.Context, op *factorialhr.Operation, oddity string, n int64) {
	if n == 0 {
		return
	}
	o.oddities.Add(ctx, n, metric.WithAttributes(operationKey.String(op.Name), oddityKey.String(oddity)))
	trace.SpanFromContext(ctx).AddEvent("oddities", trace.WithAttributes(oddityKey.String(oddity), attribute.Int64("count", n)))
}

// End ends the span of a call.
func (o *observer) End(ctx context.Context, op *factorialhr.Operation, c factorialhr.CallInfo) {
	span := trace.SpanFromContext(ctx)
	span.SetAttributes(attemptsKey.Int(c.Attempts))
	if failure, ok := errors.AsType[*factorialhr.Error](c.Err); ok {
		span.SetAttributes(outcomeKey.String(failure.Outcome.String()))
	}
	finish(span, c.StatusCode, c.Err, time.Now())
	o.duration.Record(ctx, c.Duration.Seconds(),
		metric.WithAttributes(operationKey.String(op.Name), templateKey.String(op.Path), statusClass(c.StatusCode)))
}

// finish ends a span with its status. The texts of this SDK's errors hold nothing private, so they may go out.
func finish(span trace.Span, status int, err error, end time.Time) {
	if status != 0 {
		span.SetAttributes(statusKey.Int(status))
	}
	if err != nil {
		span.SetAttributes(errorTypeKey.String(errorType(status, err)))
		span.SetStatus(codes.Error, err.Error())
	}
	span.End(trace.WithTimestamp(end))
}

// errorType is a short name of what went wrong, of which there are few.
func errorType(status int, err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case status >= 300:
		return strconv.Itoa(status)
	default:
		return "_OTHER"
	}
}

// statusClass is 2xx, 4xx and so on, none without an answer: a metric has few values where it can.
func statusClass(status int) attribute.KeyValue {
	if status == 0 {
		return statusClassKey.String("none")
	}
	return statusClassKey.String(strconv.Itoa(status/100) + "xx")
}
