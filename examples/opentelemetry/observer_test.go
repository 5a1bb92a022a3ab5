package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// exported is what came out of an observer.
type exported struct {
	spans   tracetest.SpanStubs
	metrics map[string]metricdata.Aggregation // by name
}

// export runs work with an observed client of a fake API in a bubble, where waiting takes no time. The first list of
// employees is answered with 503.
func export(t *testing.T, work func(ctx context.Context, api *factorialtest.Server, c *factorialhr.Client)) (out exported) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		spans := tracetest.NewInMemoryExporter()
		reader := sdkmetric.NewManualReader()
		telemetry, err := newObserver(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans)), sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader)))
		if err != nil {
			t.Fatal(err)
		}
		api := factorialtest.New(t, factorialtest.Faults(factorialtest.Fault{
			Kind: factorialtest.ServerError, Status: http.StatusServiceUnavailable, Operation: "employees.Employees.List", Times: 1,
		}))
		work(t.Context(), api, api.Client(factorialhr.Observe(telemetry)))
		var collected metricdata.ResourceMetrics
		if err := reader.Collect(t.Context(), &collected); err != nil {
			t.Fatal(err)
		}
		out = exported{spans: spans.GetSpans(), metrics: map[string]metricdata.Aggregation{}}
		for _, m := range collected.ScopeMetrics[0].Metrics {
			out.metrics[m.Name] = m.Data
		}
	})
	return out
}

// attributes writes a list of attributes in one line.
func attributes(list []attribute.KeyValue) string {
	set := attribute.NewSet(list...)
	return set.Encoded(attribute.DefaultEncoder())
}

func want(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

func TestACallIsASpanWithOneForEachAttempt(t *testing.T) {
	out := export(t, func(ctx context.Context, _ *factorialtest.Server, c *factorialhr.Client) {
		if _, err := employees.New(c).Employees.List(ctx, nil); err != nil {
			t.Fatal(err)
		}
	})
	if len(out.spans) != 3 {
		t.Fatalf("%d spans, want two attempts and a call", len(out.spans))
	}
	first, second, call := out.spans[0], out.spans[1], out.spans[2]
	for i, attempt := range []tracetest.SpanStub{first, second} {
		want(t, "name of an attempt", attempt.Name, "GET employees/employees")
		if attempt.Parent.SpanID() != call.SpanContext.SpanID() || attempt.SpanKind != trace.SpanKindClient {
			t.Errorf("attempt %d is no client span below its call", i+1)
		}
	}
	want(t, "first attempt", attributes(first.Attributes),
		"error.type=503,http.request.method=GET,http.response.status_code=503,url.template=employees/employees")
	want(t, "second attempt", attributes(second.Attributes),
		"http.request.method=GET,http.request.resend_count=1,http.response.status_code=200,url.template=employees/employees")
	want(t, "call", call.Name, "employees.Employees.List")
	want(t, "call", attributes(call.Attributes),
		"factorialhr.attempts=2,factorialhr.operation=employees.Employees.List,http.response.status_code=200,url.template=employees/employees")
	if first.Status.Code != codes.Error || second.Status.Code != codes.Unset || call.Status.Code != codes.Unset {
		t.Errorf("status of the attempts and the call: %v, %v, %v", first.Status, second.Status, call.Status)
	}
	if call.EndTime.Sub(call.StartTime) <= second.EndTime.Sub(second.StartTime) {
		t.Error("the span of the call does not hold the wait between its attempts")
	}
}

func TestAFailedCallSaysWhatTheServerCanHaveDone(t *testing.T) {
	out := export(t, func(ctx context.Context, _ *factorialtest.Server, c *factorialhr.Client) {
		_, err := employees.New(c).Employees.Get(ctx, "no-such-employee")
		if !errors.Is(err, factorialhr.ErrNotFound) {
			t.Fatal(err)
		}
	})
	call := out.spans[len(out.spans)-1]
	want(t, "call", attributes(call.Attributes),
		"error.type=404,factorialhr.attempts=1,factorialhr.operation=employees.Employees.Get,factorialhr.outcome=rejected,"+
			"http.response.status_code=404,url.template=employees/employees/{id}")
	if call.Status.Code != codes.Error {
		t.Errorf("status of the call: %v", call.Status)
	}
}

func TestMetricsCountByOperationAndStatusClass(t *testing.T) {
	out := export(t, func(ctx context.Context, _ *factorialtest.Server, c *factorialhr.Client) {
		hr := employees.New(c)
		if _, err := hr.Employees.List(ctx, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := hr.Employees.Get(ctx, "no-such-employee"); err == nil {
			t.Fatal("no error")
		}
	})
	attempts := map[string]int64{}
	for _, p := range out.metrics["factorialhr.attempts"].(metricdata.Sum[int64]).DataPoints {
		attempts[p.Attributes.Encoded(attribute.DefaultEncoder())] = p.Value
	}
	want(t, "attempts", fmt.Sprint(attempts), fmt.Sprint(map[string]int64{
		"factorialhr.operation=employees.Employees.Get,factorialhr.status_class=4xx":  1,
		"factorialhr.operation=employees.Employees.List,factorialhr.status_class=2xx": 1,
		"factorialhr.operation=employees.Employees.List,factorialhr.status_class=5xx": 1,
	}))
	calls := map[string]uint64{}
	for _, p := range out.metrics["factorialhr.call.duration"].(metricdata.Histogram[float64]).DataPoints {
		calls[p.Attributes.Encoded(attribute.DefaultEncoder())] = p.Count
	}
	want(t, "calls", fmt.Sprint(calls), fmt.Sprint(map[string]uint64{
		"factorialhr.operation=employees.Employees.Get,factorialhr.status_class=4xx,url.template=employees/employees/{id}": 1,
		"factorialhr.operation=employees.Employees.List,factorialhr.status_class=2xx,url.template=employees/employees":     1,
	}))
}

func TestOdditiesAreCounted(t *testing.T) {
	out := export(t, func(ctx context.Context, api *factorialtest.Server, c *factorialhr.Client) {
		if err := api.Inject(factorialtest.Fault{Kind: factorialtest.Malformed, Operation: "employees.Employees.Get"}); err != nil {
			t.Fatal(err)
		}
		hr := employees.New(c)
		for _, id := range []factorialhr.ID{"1", "2"} {
			if _, err := hr.Employees.Get(ctx, id); err != nil {
				t.Fatal(err)
			}
		}
		var identity struct { // all that a location has besides is unknown to it
			ID   factorialhr.ID `json:"id"`
			Name string         `json:"name"`
		}
		if err := c.Get(ctx, "locations/locations/1", &identity); err != nil {
			t.Fatal(err)
		}
	})
	oddities := map[string]int64{}
	for _, p := range out.metrics["factorialhr.oddities"].(metricdata.Sum[int64]).DataPoints {
		kind, _ := p.Attributes.Value(oddityKey)
		oddities[kind.AsString()] = p.Value
	}
	if oddities["type"] != 2 || oddities["unknown_property"] == 0 || len(oddities) != 2 {
		t.Errorf("oddities: %v, want two of type and some unknown properties", oddities)
	}
}

func TestNothingPrivateIsExported(t *testing.T) {
	const secret = "9007199254740993"
	out := export(t, func(ctx context.Context, _ *factorialtest.Server, c *factorialhr.Client) {
		hr := employees.New(c)
		_, _ = hr.Employees.Get(ctx, secret)
		_, _ = hr.Employees.List(ctx, &employees.EmployeeListParams{IDs: []factorialhr.ID{secret}})
		_, _ = hr.Employees.Update(ctx, secret, employees.EmployeeUpdateParams{FirstName: factorialhr.Set(secret)})
	})
	if text := fmt.Sprintf("%+v %+v", out.spans, out.metrics); strings.Contains(text, secret) {
		t.Error("an id, a query or a body is in what is exported")
	}
	for _, s := range out.spans {
		for _, e := range s.Events {
			if strings.Contains(attributes(e.Attributes), secret) {
				t.Error("an id, a query or a body is in an event")
			}
		}
	}
}
