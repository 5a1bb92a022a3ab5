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

// patience limits the shutdown. Give the process a little longer before killing it.
const patience = 20 * time.Second

// receiver handles the webhooks of the service.
type receiver struct {
	mux    *webhook.Mux
	inbox  *lines // approved leaves, written before the response
	failed *lines // deliveries that were acknowledged but not handled
	log    *slog.Logger
	note   func(ctx context.Context, e webhook.Event[attendance.Shift]) error // handles a shift
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
	// Approved leaves must not be lost: respond with 200 only when they are on disk. A database or
	// a queue is better than a file.
	webhook.On(r.mux, timeoff.EventLeaveApprove, r.storeLeave, webhook.Synchronous(), webhook.Timeout(5*time.Second))
	// Shifts may take time: the mux acknowledges them at once, and a worker handles them.
	webhook.On(r.mux, attendance.EventShiftClockIn, func(ctx context.Context, e webhook.Event[attendance.Shift]) error {
		return r.note(ctx, e)
	})
	return r, nil
}

func (r *receiver) storeLeave(_ context.Context, e webhook.Event[timeoff.Leave]) error {
	return r.inbox.add(e.Record)
}

func (r *receiver) logShift(ctx context.Context, e webhook.Event[attendance.Shift]) error {
	r.log.InfoContext(ctx, "an employee clocked in", "date", e.Record.Date)
	return nil
}

// serve receives webhooks until ctx ends, then stops.
func (r *receiver) serve(ctx context.Context, l net.Listener) error {
	root := http.NewServeMux()
	root.Handle("POST /factorial/", http.StripPrefix("/factorial", r.mux))
	root.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	server := &http.Server{
		Handler:           root,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second, // longer than reading a request and storeLeave together
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

// stop accepts no more requests, waits for the handlers, and keeps the deliveries that they did not
// handle.
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

// keep saves a delivery that the API does not send again.
func (r *receiver) keep(d webhook.Delivery) {
	if err := r.failed.add(d); err != nil {
		r.log.Error("a delivery is lost", "delivery", d, "error", err)
	}
}

// redeliver handles the kept deliveries before new ones arrive. It removes the file when all of
// them are handled. If the process dies in between, or a delivery fails again, deliveries repeat
// but none is lost.
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
