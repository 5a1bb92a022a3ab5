package otelfactorialhr

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/factorialhr-go/factorialhr"
)

// ScopeName is the name of the instrumentation scope.
const ScopeName = "github.com/factorialhr-go/factorialhr/otelfactorialhr"

// Observer reports calls to OpenTelemetry: see the package documentation. It is safe for concurrent
// use.
type Observer struct {
	tracer       trace.Tracer
	attemptSpans bool

	duration   metric.Float64Histogram
	attempts   metric.Int64Counter
	mismatches metric.Int64Counter
	unknown    metric.Int64Counter
}

var _ factorialhr.Observer = (*Observer)(nil)

// NewObserver returns an observer for [factorialhr.Observe]. If the meter provider cannot create an
// instrument, the error goes to otel.Handle and the instrument records nothing.
func NewObserver(opts ...Option) *Observer {
	c := config{traces: otel.GetTracerProvider(), metrics: otel.GetMeterProvider()}
	for _, opt := range opts {
		opt(&c)
	}
	meter := c.metrics.Meter(ScopeName)
	o := &Observer{tracer: c.traces.Tracer(ScopeName), attemptSpans: c.attemptSpans}
	var errs [4]error
	o.duration, errs[0] = meter.Float64Histogram("factorialhr.client.call.duration",
		metric.WithUnit("s"), metric.WithDescription("Duration of calls, including retries and waiting."),
		metric.WithExplicitBucketBoundaries(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60))
	o.attempts, errs[1] = meter.Int64Counter("factorialhr.client.attempts",
		metric.WithUnit("{attempt}"), metric.WithDescription("Requests sent or tried."))
	o.mismatches, errs[2] = meter.Int64Counter("factorialhr.client.mismatches",
		metric.WithUnit("{value}"), metric.WithDescription("Values that do not have the type of their field."))
	o.unknown, errs[3] = meter.Int64Counter("factorialhr.client.unknown_properties",
		metric.WithUnit("{property}"), metric.WithDescription("Properties without a field."))
	if err := errors.Join(errs[:]...); err != nil {
		otel.Handle(err)
	}
	return o
}

// Start begins the span of a call and returns the context that carries it to the HTTP requests.
func (o *Observer) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	ctx, span := o.tracer.Start(ctx, op.Name, trace.WithSpanKind(trace.SpanKindInternal), trace.WithAttributes(
		operationKey.String(op.Name), methodKey.String(op.Method), templateKey.String(op.Path)))
	return context.WithValue(ctx, spanKey{o}, span)
}

// spanKey is the context key for an observer's span of a call. The current span may belong to
// another observer that started it later.
type spanKey struct{ observer *Observer }

func (o *Observer) span(ctx context.Context) trace.Span {
	if span, ok := ctx.Value(spanKey{o}).(trace.Span); ok {
		return span
	}
	return noop.Span{}
}

// Attempt counts an attempt and records a failed one on the span of the call.
func (o *Observer) Attempt(ctx context.Context, op *factorialhr.Operation, a factorialhr.AttemptInfo) {
	o.attempts.Add(ctx, 1, metric.WithAttributes(measured(op, a.StatusCode, a.Err)...))
	if o.attemptSpans {
		o.attemptSpan(ctx, op, a)
		return
	}
	if span := o.span(ctx); a.Err != nil && span.IsRecording() {
		attributes := []attribute.KeyValue{attemptKey.Int(a.Number), durationKey.Float64(a.Duration.Seconds())}
		span.AddEvent("factorialhr.attempt", trace.WithAttributes(withRequestID(ended(attributes, a.StatusCode, a.Err), a.RequestID)...))
	}
}

// attemptSpan adds the span of a finished attempt.
func (o *Observer) attemptSpan(ctx context.Context, op *factorialhr.Operation, a factorialhr.AttemptInfo) {
	end := time.Now()
	attributes := []attribute.KeyValue{methodKey.String(op.Method), templateKey.String(op.Path)}
	if a.Number > 1 {
		attributes = append(attributes, resendKey.Int(a.Number-1))
	}
	attributes = withRequestID(ended(attributes, a.StatusCode, a.Err), a.RequestID)
	_, span := o.tracer.Start(trace.ContextWithSpan(ctx, o.span(ctx)), op.Method+" "+op.Path, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithTimestamp(end.Add(-a.Duration)), trace.WithAttributes(attributes...))
	fail(span, a.Err)
	span.End(trace.WithTimestamp(end))
}

// Mismatch counts values that do not fit. It omits their position, which belongs in a log.
func (o *Observer) Mismatch(ctx context.Context, op *factorialhr.Operation, mismatches []factorialhr.Mismatch) {
	var types, unknown int64
	for _, m := range mismatches {
		if m.Want == "" {
			unknown++
		} else {
			types++
		}
	}
	operation := metric.WithAttributes(operationKey.String(op.Name))
	if types > 0 {
		o.mismatches.Add(ctx, types, operation)
		o.span(ctx).AddEvent("factorialhr.mismatches", trace.WithAttributes(attribute.Int64("factorialhr.count", types)))
	}
	if unknown > 0 {
		o.unknown.Add(ctx, unknown, operation)
	}
}

// End ends the span of a call.
func (o *Observer) End(ctx context.Context, op *factorialhr.Operation, c factorialhr.CallInfo) {
	o.duration.Record(ctx, c.Duration.Seconds(), metric.WithAttributes(measured(op, c.StatusCode, c.Err)...))
	span := o.span(ctx)
	attributes := withRequestID(ended([]attribute.KeyValue{attemptsKey.Int(c.Attempts)}, c.StatusCode, c.Err), c.RequestID)
	if e, ok := errors.AsType[*factorialhr.Error](c.Err); ok {
		if op.Retry != factorialhr.RetrySafe {
			attributes = append(attributes, outcomeKey.String(e.Outcome.String()))
		}
		if len(e.Codes) > 0 {
			attributes = append(attributes, codesKey.StringSlice(e.Codes[:min(len(e.Codes), 10)]))
		}
	}
	span.SetAttributes(attributes...)
	fail(span, c.Err)
	span.End()
}

func withRequestID(attributes []attribute.KeyValue, id string) []attribute.KeyValue {
	if id == "" {
		return attributes
	}
	return append(attributes, requestIDKey.String(id))
}

// fail marks a span as failed. A call that its caller canceled has not failed.
func fail(span trace.Span, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		span.SetStatus(codes.Error, err.Error())
	}
}
