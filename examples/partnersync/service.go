package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/webhook"
)

// service receives the calls of one company and works on its runs.
type service struct {
	client      *factorialhr.Client
	mux         *webhook.Mux
	integration string
	company     factorialhr.ID
	runs        runs
	books       books
	wake        chan struct{}
	log         *slog.Logger
}

func newService(client *factorialhr.Client, challenge, dir, integration string, company factorialhr.ID, log *slog.Logger) (*service, error) {
	s := &service{
		client: client, integration: integration, company: company, log: log, wake: make(chan struct{}, 1),
		runs: runs{dir: filepath.Join(dir, "runs")}, books: books{filepath.Join(dir, "books")},
	}
	for _, d := range []string{s.runs.dir, s.books.dir} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	var err error
	if s.mux, err = webhook.NewMux(webhook.Challenge(challenge), webhook.Observe(webhook.LogTo(log))); err != nil {
		return nil, err
	}
	// Synchronous: the mux responds when receive has stored the call. Factorial calls five times in
	// 15 minutes, so a call that is only in memory would be lost with the process.
	webhook.OnSyncRun(s.mux, s.receive, webhook.Synchronous(), webhook.Timeout(5*time.Second))
	return s, nil
}

// receive stores the call and leaves the work to the worker. A repeated call changes nothing.
func (s *service) receive(ctx context.Context, e webhook.Event[webhook.SyncRun]) error {
	call := e.Record
	if call.SyncRunID == "" || call.IntegrationUUID != s.integration || call.CompanyID != s.company {
		// A retry would bring the same call, so the response is 200.
		s.log.WarnContext(ctx, "a call for another integration or company, ignored", "run", call.SyncRunID)
		return nil
	}
	if err := s.runs.add(call.SyncRunID); err != nil {
		return err
	}
	select {
	case s.wake <- struct{}{}:
	default: // the worker already has a signal, and reads the directory
	}
	return nil
}

// serve receives calls until ctx ends. It also works on the runs that an earlier process left, and
// again on a failed run after each pause. Factorial counts an item as failed after an hour without
// a report, so keep the pause short.
func (s *service) serve(ctx context.Context, l net.Listener, pause time.Duration) error {
	root := http.NewServeMux()
	root.Handle("POST /factorial/", http.StripPrefix("/factorial", s.mux))
	server := &http.Server{
		Handler: root, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	working, cancel := context.WithCancel(ctx)
	worked := make(chan struct{})
	go func() { defer close(worked); s.work(working, pause) }()

	var err error
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	cancel() // the run that is interrupted stays in the directory
	<-worked
	patience, stop := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer stop()
	return errors.Join(err, server.Shutdown(patience), s.mux.Shutdown(patience))
}

// work handles the stored runs until ctx ends.
func (s *service) work(ctx context.Context, pause time.Duration) {
	for ctx.Err() == nil {
		if err := s.workOnce(ctx); err != nil {
			s.log.ErrorContext(ctx, "a run is not complete, and will be repeated", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-time.After(pause):
		}
	}
}

// workOnce handles each stored run. A failed run does not stop the others.
func (s *service) workOnce(ctx context.Context) error {
	open, err := s.runs.open()
	errs := []error{err}
	for _, id := range open {
		err := s.synchronise(ctx, id)
		if err == nil {
			err = s.runs.finish(id)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
