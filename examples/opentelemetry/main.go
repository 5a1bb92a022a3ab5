// Command opentelemetry shows traces and metrics of an application that uses the Factorial API. It runs against the fake
// API of package factorialtest, in one process, and prints what it would send:
//
//	cd examples/opentelemetry && go run .
//
// To use it in a program of your own:
//
//   - copy observer.go, and give the client factorialhr.Observe(observer) with the providers of the program;
//   - replace the two stdout exporters by those of your backend, for example otlptracehttp and otlpmetrichttp.
//
// A call is a span named after its operation (employees.Employees.List) with its attempts and its outcome; each attempt
// is a child of it named after the method and the template of the path (GET employees/employees). There are three
// metrics: factorialhr.call.duration by operation and status class, factorialhr.attempts, from which retries are seen,
// and factorialhr.oddities, values that came otherwise than described. None holds an id, a query, a body or a text of
// the server.
//
// The example is a module of its own, so that nobody who imports the SDK gets OpenTelemetry with it.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"go.opentelemetry.io/otel/exporters/stdout/stdoutmetric"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "opentelemetry:", err)
		os.Exit(1)
	}
}

// run sets up the providers, works, and sends what is left before it returns.
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
	telemetry, err := newObserver(traces, metrics)
	if err != nil {
		return err
	}
	// The first list is answered with 503, so that there is a retry to be seen.
	api, err := factorialtest.Start(factorialtest.Faults(factorialtest.Fault{
		Kind: factorialtest.ServerError, Status: http.StatusServiceUnavailable, Operation: "employees.Employees.List", Times: 1,
	}))
	if err != nil {
		return err
	}
	defer api.Close()
	client, err := api.NewClient(nil, factorialhr.Observe(telemetry))
	if err != nil {
		return err
	}
	ctx, span := traces.Tracer(scope).Start(ctx, "plan a holiday")
	defer span.End()
	return planHoliday(ctx, client)
}

// planHoliday is what the program does: it asks for a leave of the first employee.
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
		return fmt.Errorf("a leave that should not exist: %w", err)
	}
	return nil
}
