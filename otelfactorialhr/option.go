package otelfactorialhr

import (
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
)

// Option configures [NewObserver].
type Option func(*config)

type config struct {
	traces       trace.TracerProvider
	metrics      metric.MeterProvider
	attemptSpans bool
}

// WithTracerProvider reports spans to p. The default is the provider of otel.GetTracerProvider.
func WithTracerProvider(p trace.TracerProvider) Option {
	return func(c *config) {
		if p != nil {
			c.traces = p
		}
	}
}

// WithMeterProvider reports metrics to p. The default is the provider of otel.GetMeterProvider.
func WithMeterProvider(p metric.MeterProvider) Option {
	return func(c *config) {
		if p != nil {
			c.metrics = p
		}
	}
}

// WithAttemptSpans reports each attempt as a client span below the span of its call, in place of an
// event for each failed attempt. Use it if the transport is not instrumented: with otelhttp, each
// request would appear twice.
func WithAttemptSpans() Option {
	return func(c *config) { c.attemptSpans = true }
}
