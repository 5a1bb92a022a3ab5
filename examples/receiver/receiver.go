package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"github.com/factorialhr-go/factorialhr/webhook"
)

// patience is how long the end may take. Give the process a little more before it is killed.
const patience = 20 * time.Second

// receiver is the service.
type receiver struct {
	mux    *webhook.Mux
	inbox  *lines // approved leaves: written before the API gets its answer
	failed *lines // deliveries that were acknowledged and not handled
	log    *slog.Logger
	note   func(ctx context.Context, e webhook.Event[attendance.Shift]) error // what is done about a shift
}

func newReceiver(challenge, dir string, log *slog.Logger) (*receiver, error) {
	r := &receiver{
		inbox:  &lines{path: filepath.Join(dir, "inbox.jsonl")},
		failed: &lines{path: filepath.Join(dir, "failed.jsonl")},
		log:    log,
	}
	r.note = r.logShift
	var err error
	r.mux, err = webhook.NewMux(
		webhook.Challenge(challenge),
		webhook.Observe(webhook.LogTo(log)),
		webhook.Failed(func(_ context.Context, d webhook.Delivery, _ error) { r.keep(d) }),
	)
	if err != nil {
		return nil, err
	}
	// Must not be lost: 200 only when it is on the disk. A database or a queue is better than a file.
	webhook.On(r.mux, timeoff.EventLeaveApprove, r.storeLeave, webhook.Synchronous(), webhook.Timeout(5*time.Second))
	// May take its time: acknowledged at once, handled by a worker.
	webhook.On(r.mux, attendance.EventShiftClockIn, func(ctx context.Context, e webhook.Event[attendance.Shift]) error {
		return r.note(ctx, e)
	})
	return r, nil
}

func (r *receiver) storeLeave(_ context.Context, e webhook.Event[timeoff.Leave]) error {
	return r.inbox.add(e.Record)
}

func (r *receiver) logShift(ctx context.Context, e webhook.Event[attendance.Shift]) error {
	r.log.InfoContext(ctx, "somebody clocked in", "date", e.Record.Date)
	return nil
}

// serve receives until ctx ends, and then stops.
func (r *receiver) serve(ctx context.Context, l net.Listener) error {
	root := http.NewServeMux()
	root.Handle("POST /factorial/", http.StripPrefix("/factorial", r.mux))
	root.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	server := &http.Server{
		Handler:           root,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second, // more than reading a request and storeLeave may take together
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}

	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return errors.Join(err, r.stop(server))
	case <-ctx.Done():
		return r.stop(server)
	}
}

// stop takes nothing more, waits for the handlers, and keeps what they did not come to.
func (r *receiver) stop(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := server.Shutdown(ctx)
	if failure, ok := errors.AsType[*webhook.ShutdownError](r.mux.Shutdown(ctx)); ok {
		for _, d := range failure.Deliveries {
			r.keep(d)
		}
	}
	return err
}

// keep writes a delivery down that the API does not send again.
func (r *receiver) keep(d webhook.Delivery) {
	if err := r.failed.add(d); err != nil {
		r.log.Error("a delivery is lost", "delivery", d, "error", err)
	}
}

// redeliver handles what was kept, before anything new comes. The file goes when all of it is handled: a process that dies
// meanwhile, and a delivery that fails again, cost a repetition and no delivery.
func (r *receiver) redeliver(ctx context.Context) error {
	kept, err := r.failed.deliveries()
	if err != nil || len(kept) == 0 {
		return err
	}
	failures := 0
	for _, d := range kept {
		if err := r.mux.Redeliver(ctx, d); err != nil {
			r.log.WarnContext(ctx, "a delivery failed again", "delivery", d, "error", err)
			failures++
		}
	}
	if failures > 0 {
		return nil
	}
	return r.failed.remove()
}
