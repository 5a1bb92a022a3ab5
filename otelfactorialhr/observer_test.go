package otelfactorialhr_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"github.com/factorialhr-go/factorialhr/otelfactorialhr"
)

// telemetry is the output of an observer.
type telemetry struct {
	spans   tracetest.SpanStubs
	metrics map[string]metricdata.Aggregation // by name
}

// span returns the only span with a name.
func (out *telemetry) span(t *testing.T, name string) tracetest.SpanStub {
	t.Helper()
	var found []tracetest.SpanStub
	for _, s := range out.spans {
		if s.Name == name {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d spans are named %s, of %d", len(found), name, len(out.spans))
	}
	return found[0]
}

// points formats each data point of a metric as one line: the attributes, and the value or the
// count.
func (out *telemetry) points(name string) (lines []string) {
	switch data := out.metrics[name].(type) {
	case metricdata.Sum[int64]:
		for _, p := range data.DataPoints {
			lines = append(lines, fmt.Sprint(p.Attributes.Encoded(attribute.DefaultEncoder()), " ", p.Value))
		}
	case metricdata.Histogram[float64]:
		for _, p := range data.DataPoints {
			lines = append(lines, fmt.Sprint(p.Attributes.Encoded(attribute.DefaultEncoder()), " ", p.Count))
		}
	}
	slices.Sort(lines)
	return lines
}

// observe runs work with an observed client of a fake API in a bubble, where waiting takes no time.
// around wraps the transport of the client.
func observe(t *testing.T, around func(http.RoundTripper) http.RoundTripper, opts []otelfactorialhr.Option,
	work func(ctx context.Context, api *factorialtest.Server, c *factorialhr.Client)) (out telemetry) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		spans := tracetest.NewInMemoryExporter()
		reader := sdkmetric.NewManualReader()
		observer := otelfactorialhr.NewObserver(append(opts,
			otelfactorialhr.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))),
			otelfactorialhr.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))))...)
		api := factorialtest.New(t)
		client := api.HTTPClient()
		if around != nil {
			client.Transport = around(client.Transport)
		}
		work(t.Context(), api, api.Client(factorialhr.Observe(observer), factorialhr.HTTPClient(client)))
		var collected metricdata.ResourceMetrics
		if err := reader.Collect(t.Context(), &collected); err != nil {
			t.Fatal(err)
		}
		out = telemetry{spans: spans.GetSpans(), metrics: map[string]metricdata.Aggregation{}}
		for _, scope := range collected.ScopeMetrics {
			if scope.Scope.Name != otelfactorialhr.ScopeName {
				t.Errorf("the scope %s", scope.Scope.Name)
			}
			for _, m := range scope.Metrics {
				out.metrics[m.Name] = m.Data
			}
		}
	})
	return out
}

// fail makes an operation fail the given number of times.
func fail(t *testing.T, api *factorialtest.Server, operation string, status, times int) {
	t.Helper()
	err := api.Inject(factorialtest.Fault{Kind: factorialtest.ServerError, Status: status, Operation: operation, Times: times})
	if err != nil {
		t.Fatal(err)
	}
}

func encode(list []attribute.KeyValue) string {
	set := attribute.NewSet(list...)
	return set.Encoded(attribute.DefaultEncoder())
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// responder replaces the response of the fake API.
type responder func(*http.Request) *http.Response

func (f responder) RoundTrip(r *http.Request) (*http.Response, error) {
	if resp := f(r); resp != nil {
		resp.Request = r
		return resp, nil
	}
	return nil, errors.New("secret-of-the-transport")
}

func TestACallIsOneSpan(t *testing.T) {
	out := observe(t, nil, nil, func(ctx context.Context, api *factorialtest.Server, c *factorialhr.Client) {
		fail(t, api, "employees.Employees.List", 503, 1)
		if _, err := employees.New(c).Employees.List(ctx, nil); err != nil {
			t.Fatal(err)
		}
	})
	if len(out.spans) != 1 {
		t.Fatalf("%d spans", len(out.spans))
	}
	call := out.span(t, "employees.Employees.List")
	equal(t, "attributes", encode(call.Attributes), "factorialhr.attempts=2,factorialhr.operation=employees.Employees.List,"+
		"http.request.method=GET,http.response.status_code=200,url.template=employees/employees")
	if call.SpanKind != trace.SpanKindInternal || call.Status.Code != codes.Unset || !call.EndTime.After(call.StartTime) {
		t.Errorf("kind %v, status %v, from %v to %v", call.SpanKind, call.Status, call.StartTime, call.EndTime)
	}
	if len(call.Events) != 1 {
		t.Fatalf("%d events", len(call.Events))
	}
	equal(t, "event", call.Events[0].Name+" "+encode(call.Events[0].Attributes),
		"factorialhr.attempt error.type=503,factorialhr.attempt=1,factorialhr.attempt.duration=0,http.response.status_code=503")
}

func TestTheContextOfTheSpanReachesEachRequest(t *testing.T) {
	var requests []trace.SpanContext
	out := observe(t, func(base http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			requests = append(requests, trace.SpanContextFromContext(r.Context()))
			return base.RoundTrip(r)
		})
	}, nil, func(ctx context.Context, api *factorialtest.Server, c *factorialhr.Client) {
		fail(t, api, "employees.Employees.List", 503, 2)
		if _, err := employees.New(c).Employees.List(ctx, nil); err != nil {
			t.Fatal(err)
		}
	})
	call := out.span(t, "employees.Employees.List").SpanContext
	if len(requests) != 3 {
		t.Fatalf("%d requests", len(requests))
	}
	for i, r := range requests {
		if r.SpanID() != call.SpanID() || r.TraceID() != call.TraceID() {
			t.Errorf("request %d carries %v", i+1, r)
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestTheSpanOfACallIsAChildOfTheCallers(t *testing.T) {
	provider := sdktrace.NewTracerProvider()
	ctx, parent := provider.Tracer("program").Start(t.Context(), "work")
	out := observe(t, nil, nil, func(_ context.Context, _ *factorialtest.Server, c *factorialhr.Client) {
		if _, err := employees.New(c).Employees.List(context.WithoutCancel(ctx), nil); err != nil {
			t.Fatal(err)
		}
	})
	if got := out.spans[0].Parent.SpanID(); got != parent.SpanContext().SpanID() {
		t.Errorf("its parent is %v", got)
	}
}

func TestAttemptSpansWhenAsked(t *testing.T) {
	opts := []otelfactorialhr.Option{otelfactorialhr.WithAttemptSpans()}
	out := observe(t, nil, opts, func(ctx context.Context, api *factorialtest.Server, c *factorialhr.Client) {
		fail(t, api, "employees.Employees.List", 503, 1)
		if _, err := employees.New(c).Employees.List(ctx, nil); err != nil {
			t.Fatal(err)
		}
	})
	if len(out.spans) != 3 {
		t.Fatalf("%d spans", len(out.spans))
	}
	first, second, call := out.spans[0], out.spans[1], out.spans[2]
	for _, attempt := range []tracetest.SpanStub{first, second} {
		equal(t, "name", attempt.Name, "GET employees/employees")
		if attempt.Parent.SpanID() != call.SpanContext.SpanID() || attempt.SpanKind != trace.SpanKindClient {
			t.Errorf("it is no client span below its call: %+v", attempt)
		}
	}
	equal(t, "first", encode(first.Attributes), "error.type=503,http.request.method=GET,http.response.status_code=503,url.template=employees/employees")
	equal(t, "second", encode(second.Attributes),
		"http.request.method=GET,http.request.resend_count=1,http.response.status_code=200,url.template=employees/employees")
	if first.Status.Code != codes.Error || second.Status.Code != codes.Unset || len(call.Events) != 0 {
		t.Errorf("status %v and %v, %d events", first.Status, second.Status, len(call.Events))
	}
}

func TestACallThatFails(t *testing.T) {
	const body = `{"errors":[{"code":"validation_failed","message":"secret","field":"email"}]}`
	status := func(code int) responder {
		return func(*http.Request) *http.Response {
			header := http.Header{"X-Request-Id": {"r-1"}}
			return &http.Response{StatusCode: code, Header: header, Body: readCloser{strings.NewReader(body)}}
		}
	}
	get := func(ctx context.Context, c *factorialhr.Client) error {
		_, err := employees.New(c).Employees.Get(ctx, "secret", factorialhr.MaxAttempts(1))
		return err
	}
	update := func(ctx context.Context, c *factorialhr.Client) error {
		_, err := timeoff.New(c).Leaves.Update(ctx, "secret", timeoff.LeaveUpdateParams{Description: factorialhr.Set("secret")})
		return err
	}
	tests := map[string]struct {
		respond responder
		do      func(context.Context, *factorialhr.Client) error
		want    string // how the call ended
		status  codes.Code
	}{
		"a read":   {status(404), get, "error.type=404,factorialhr.attempts=1,factorialhr.error.codes=[\"validation_failed\"],factorialhr.request_id=r-1,http.response.status_code=404", codes.Error},
		"a write":  {status(422), update, "error.type=422,factorialhr.attempts=1,factorialhr.error.codes=[\"validation_failed\"],factorialhr.outcome=rejected,factorialhr.request_id=r-1,http.response.status_code=422", codes.Error},
		"a status": {status(777), get, "error.type=_OTHER,factorialhr.attempts=1,factorialhr.error.codes=[\"validation_failed\"],factorialhr.request_id=r-1", codes.Error},
		"no response": {func(*http.Request) *http.Response { return nil }, get,
			"error.type=_OTHER,factorialhr.attempts=1", codes.Error},
		"no request": {nil, func(ctx context.Context, c *factorialhr.Client) error {
			return c.Post(ctx, "things/things", nil, nil, factorialhr.ReadOnly())
		}, "error.type=read_only,factorialhr.attempts=0,factorialhr.outcome=not sent", codes.Error},
		"no time": {nil, func(ctx context.Context, c *factorialhr.Client) error {
			ctx, cancel := context.WithTimeout(ctx, 0)
			defer cancel()
			return get(ctx, c)
		}, "error.type=timeout,factorialhr.attempts=0", codes.Error},
		"canceled": {nil, func(ctx context.Context, c *factorialhr.Client) error {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return get(ctx, c)
		}, "error.type=canceled,factorialhr.attempts=0", codes.Unset},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			around := func(base http.RoundTripper) http.RoundTripper {
				if test.respond == nil {
					return base
				}
				return test.respond
			}
			var err error
			out := observe(t, around, nil, func(ctx context.Context, _ *factorialtest.Server, c *factorialhr.Client) {
				err = test.do(ctx, c)
			})
			if err == nil || len(out.spans) != 1 {
				t.Fatalf("got %v and %d spans", err, len(out.spans))
			}
			var ended []attribute.KeyValue
			for _, a := range out.spans[0].Attributes {
				if !slices.Contains([]attribute.Key{"factorialhr.operation", "http.request.method", "url.template"}, a.Key) {
					ended = append(ended, a)
				}
			}
			equal(t, "attributes", encode(ended), test.want)
			if got := out.spans[0].Status; got.Code != test.status || got.Code == codes.Error && got.Description != err.Error() {
				t.Errorf("status %+v", got)
			}
			if text := fmt.Sprintf("%+v %+v", out.spans, out.metrics); strings.Contains(text, "secret") {
				t.Errorf("an id, a text or a body is in %s", text)
			}
		})
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func TestTheMetrics(t *testing.T) {
	out := observe(t, nil, nil, func(ctx context.Context, api *factorialtest.Server, c *factorialhr.Client) {
		fail(t, api, "employees.Employees.List", 503, 1)
		hr := employees.New(c)
		for range 2 {
			if _, err := hr.Employees.List(ctx, nil); err != nil {
				t.Fatal(err)
			}
		}
		for n := range 3 {
			if _, err := hr.Employees.Get(ctx, factorialhr.ID(fmt.Sprint("no-such-employee-", n))); !errors.Is(err, factorialhr.ErrNotFound) {
				t.Fatal(err)
			}
		}
	})
	equal(t, "attempts", strings.Join(out.points("factorialhr.client.attempts"), "\n"), strings.Join([]string{
		"error.type=404,factorialhr.operation=employees.Employees.Get,http.request.method=GET,http.response.status_code=404 3",
		"error.type=503,factorialhr.operation=employees.Employees.List,http.request.method=GET,http.response.status_code=503 1",
		"factorialhr.operation=employees.Employees.List,http.request.method=GET,http.response.status_code=200 2",
	}, "\n"))
	equal(t, "calls", strings.Join(out.points("factorialhr.client.call.duration"), "\n"), strings.Join([]string{
		"error.type=404,factorialhr.operation=employees.Employees.Get,http.request.method=GET,http.response.status_code=404 3",
		"factorialhr.operation=employees.Employees.List,http.request.method=GET,http.response.status_code=200 2",
	}, "\n"))
}

func TestMismatchesAreCounted(t *testing.T) {
	out := observe(t, nil, nil, func(ctx context.Context, api *factorialtest.Server, c *factorialhr.Client) {
		if err := api.Inject(factorialtest.Fault{Kind: factorialtest.Malformed, Operation: "employees.Employees.Get"}); err != nil {
			t.Fatal(err)
		}
		for _, id := range []factorialhr.ID{"1", "2"} {
			if _, err := employees.New(c).Employees.Get(ctx, id); err != nil {
				t.Fatal(err)
			}
		}
		var identity struct { // a location has more properties than these
			ID   factorialhr.ID `json:"id"`
			Name string         `json:"name"`
		}
		if err := c.Get(ctx, "locations/locations/1", &identity); err != nil {
			t.Fatal(err)
		}
	})
	equal(t, "mismatches", out.points("factorialhr.client.mismatches"), "[factorialhr.operation=employees.Employees.Get 2]")
	if got := out.points("factorialhr.client.unknown_properties"); len(got) != 1 || !strings.HasPrefix(got[0], "factorialhr.operation=Client.Get ") {
		t.Errorf("unknown properties: %q", got)
	}
}

// Each observer ends its own span, whichever started last.
func TestTwoObserversOfOneClient(t *testing.T) {
	var inner telemetry
	outer := observe(t, nil, nil, func(ctx context.Context, _ *factorialtest.Server, c *factorialhr.Client) {
		spans := tracetest.NewInMemoryExporter()
		second := otelfactorialhr.NewObserver(otelfactorialhr.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))))
		if _, err := employees.New(c).Employees.Get(ctx, "none", factorialhr.Observe(second)); err == nil {
			t.Fatal("no error")
		}
		inner = telemetry{spans: spans.GetSpans()}
	})
	for _, out := range []telemetry{outer, inner} {
		if call := out.span(t, "employees.Employees.Get"); call.Status.Code != codes.Error || len(call.Events) != 1 {
			t.Errorf("it ended as %+v", call)
		}
	}
}

func TestNothingPrivateIsReported(t *testing.T) {
	const secret = "9007199254740993"
	out := observe(t, nil, []otelfactorialhr.Option{otelfactorialhr.WithAttemptSpans()}, func(ctx context.Context, _ *factorialtest.Server, c *factorialhr.Client) {
		hr := employees.New(c)
		_, _ = hr.Employees.Get(ctx, secret)
		_, _ = hr.Employees.List(ctx, &employees.EmployeeListParams{IDs: []factorialhr.ID{secret}})
		_, _ = hr.Employees.Update(ctx, secret, employees.EmployeeUpdateParams{FirstName: factorialhr.Set(secret)})
		_ = c.Get(ctx, "employees/employees/"+secret, nil)
	})
	if text := fmt.Sprintf("%+v %+v", out.spans, out.metrics); len(out.spans) == 0 || strings.Contains(text, secret) {
		t.Error("an id, a query or a body is reported")
	}
}

// Without options, the observer uses the global providers, which do nothing until the program sets
// them.
func TestTheDefaultProviders(t *testing.T) {
	api := factorialtest.New(t)
	c := api.Client(factorialhr.Observe(otelfactorialhr.NewObserver(otelfactorialhr.WithTracerProvider(nil), otelfactorialhr.WithMeterProvider(nil))))
	if _, err := employees.New(c).Employees.List(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	spans := tracetest.NewInMemoryExporter()
	before := otel.GetTracerProvider()
	t.Cleanup(func() { otel.SetTracerProvider(before) })
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans)))
	c = api.Client(factorialhr.Observe(otelfactorialhr.NewObserver()))
	if _, err := employees.New(c).Employees.List(t.Context(), nil); err != nil || len(spans.GetSpans()) != 1 {
		t.Errorf("%d spans, %v", len(spans.GetSpans()), err)
	}
}
