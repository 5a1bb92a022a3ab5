package otelfactorialhr

import (
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"
)

// Option changes what [NewObserver] returns.
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

// WithAttemptSpans makes a client span of each attempt, below the span of its call, in place of an event for each attempt
// that failed. Use it if the transport has no instrumentation of its own: with otelhttp each request would appear twice.
func WithAttemptSpans() Option {
	return func(c *config) { c.attemptSpans = true }
}
