package main

import (
	"net/http"
	"testing"

	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestTheProgramRuns(t *testing.T) {
	if err := run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Each request is one span from otelhttp. Its parent is the span of its call from otelfactorialhr.
func TestARequestIsOneSpanBesideOtelhttp(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	traces := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	api := factorialtest.New(t, factorialtest.Faults(factorialtest.Fault{
		Kind: factorialtest.ServerError, Status: http.StatusServiceUnavailable, Operation: "employees.Employees.List", Times: 2,
	}))
	client, err := newClient(api, traces, sdkmetric.NewMeterProvider())
	if err != nil {
		t.Fatal(err)
	}
	ctx, root := traces.Tracer("test").Start(t.Context(), "root")
	if err := planHoliday(ctx, client); err != nil {
		t.Fatal(err)
	}
	root.End()

	calls := map[trace.SpanID]string{}
	requests := map[string]int{} // by the name of the parent span
	for _, s := range spans.GetSpans() {
		if s.SpanKind == trace.SpanKindInternal && s.Parent.SpanID() == root.SpanContext().SpanID() {
			calls[s.SpanContext.SpanID()] = s.Name
		}
	}
	for _, s := range spans.GetSpans() {
		if s.SpanKind == trace.SpanKindClient {
			requests[calls[s.Parent.SpanID()]]++
		}
	}
	want := map[string]int{
		"employees.Employees.List": 3, "timeoff.LeaveTypes.List": 1,
		"timeoff.Leaves.Create": 1, "timeoff.Leaves.Approve": 1, "timeoff.Leaves.Get": 1,
	}
	total := 0
	for name, n := range want {
		if requests[name] != n {
			t.Errorf("%s: %d spans of requests, want %d", name, requests[name], n)
		}
		total += n
	}
	if got := len(api.Requests()); got != total || len(requests) != len(want) || len(spans.GetSpans()) != 1+len(want)+total {
		t.Errorf("%d requests, and %d spans: %v below %v", got, len(spans.GetSpans()), requests, calls)
	}
}
