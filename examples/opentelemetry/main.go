// Command opentelemetry reports a program's calls to OpenTelemetry with package otelfactorialhr. It
// runs against the fake API of package factorialtest in one process, and prints the spans and
// metrics that it would export:
//
//	cd examples/opentelemetry && go run .
//
// In your own program, set the client's observer and transport as newClient does, and replace the
// stdout exporters with those of your backend, such as otlptracehttp and otlpmetrichttp.
//
// Each call is a span, and each of its requests is a child span from otelhttp. The spans of
// otelhttp contain the whole URL, with ids and query values: leave otelhttp out if they must not
// leave the program.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/exporters/stdout/stdoutmetric"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	"go.opentelemetry.io/otel/metric"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"github.com/factorialhr-go/factorialhr/otelfactorialhr"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "opentelemetry:", err)
		os.Exit(1)
	}
}

// run sets up the providers, runs the work and flushes the providers before it returns.
func run(ctx context.Context) (err error) {
	spans, err := stdouttrace.New(stdouttrace.WithPrettyPrint())
	if err != nil {
		return err
	}
	readings, err := stdoutmetric.New(stdoutmetric.WithPrettyPrint())
	if err != nil {
		return err
	}
	traces := sdktrace.NewTracerProvider(sdktrace.WithBatcher(spans))
	metrics := sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewPeriodicReader(readings)))
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		err = errors.Join(err, traces.Shutdown(ctx), metrics.Shutdown(ctx))
	}()
	// The first list gets a 503 response, so that the output shows a retry.
	api, err := factorialtest.Start(factorialtest.Faults(factorialtest.Fault{
		Kind: factorialtest.ServerError, Status: http.StatusServiceUnavailable, Operation: "employees.Employees.List", Times: 1,
	}))
	if err != nil {
		return err
	}
	defer api.Close()
	client, err := newClient(api, traces, metrics)
	if err != nil {
		return err
	}
	ctx, span := traces.Tracer("example").Start(ctx, "plan a holiday")
	defer span.End()
	return planHoliday(ctx, client)
}

// newClient returns a client that reports its calls, and its requests below them.
func newClient(api *factorialtest.Server, traces trace.TracerProvider, metrics metric.MeterProvider) (*factorialhr.Client, error) {
	observer := otelfactorialhr.NewObserver(otelfactorialhr.WithTracerProvider(traces), otelfactorialhr.WithMeterProvider(metrics))
	transport := otelhttp.NewTransport(api.HTTPClient().Transport, otelhttp.WithTracerProvider(traces), otelhttp.WithMeterProvider(metrics))
	return api.NewClient(nil, factorialhr.Observe(observer), factorialhr.HTTPClient(&http.Client{Transport: transport}))
}

// planHoliday is the work of the program: it requests and approves a leave of the first employee.
func planHoliday(ctx context.Context, client *factorialhr.Client) error {
	hr, absences := employees.New(client), timeoff.New(client)
	staff, err := hr.Employees.GetAll(ctx, nil)
	if err != nil {
		return err
	}
	kinds, err := absences.LeaveTypes.GetAll(ctx, nil)
	if err != nil {
		return err
	}
	leave, err := absences.Leaves.Create(ctx, timeoff.LeaveCreateParams{
		EmployeeID:  staff[0].ID,
		LeaveTypeID: kinds[0].ID,
		StartOn:     factorialhr.NewDate(2026, time.December, 24),
		FinishOn:    factorialhr.NewDate(2026, time.December, 31),
	})
	if err != nil {
		return err
	}
	if _, err := absences.Leaves.Approve(ctx, leave.ID); err != nil {
		return err
	}
	if _, err := absences.Leaves.Get(ctx, "no-such-leave"); !errors.Is(err, factorialhr.ErrNotFound) {
		return fmt.Errorf("unexpected result for a missing leave: %w", err)
	}
	return nil
}
