package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
	"github.com/factorialhr-go/factorialhr/webhook"
)

// start subscribes to the fake API and serves on this machine. The function that it returns stops
// the receiver.
func start(t *testing.T, r *receiver, srv *factorialtest.Server) (stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := webhook.Sync(t.Context(), srv.Client(), r.mux, "http://"+l.Addr().String()+"/factorial"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- r.serve(ctx, l) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func newTestReceiver(t *testing.T, dir string) (*receiver, *bytes.Buffer) {
	t.Helper()
	var text bytes.Buffer
	r, err := newReceiver("made-up-for-this-test", dir, slog.New(slog.NewTextHandler(&text, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return r, &text
}

func TestAnApprovedLeaveIsInTheInbox(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Loopback(""))
	dir := t.TempDir()
	r, _ := newTestReceiver(t, dir)
	stop := start(t, r, srv)
	absences := timeoff.New(srv.Client())
	leave, err := absences.Leaves.Create(t.Context(), timeoff.LeaveCreateParams{
		EmployeeID: "3", LeaveTypeID: "1", StartOn: factorialhr.NewDate(2026, 12, 24), FinishOn: factorialhr.NewDate(2026, 12, 31),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := absences.Leaves.Approve(t.Context(), leave.ID); err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop()
	content, err := os.ReadFile(filepath.Join(dir, "inbox.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var got timeoff.Leave
	if err := json.Unmarshal(content, &got); err != nil || got.ID != leave.ID || got.Approved == nil || !*got.Approved {
		t.Errorf("got %s, %v", content, err)
	}
}

func TestWhatFailedIsHandledAfterTheNextStart(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Loopback(""))
	dir := t.TempDir()
	r, text := newTestReceiver(t, dir)
	r.note = func(context.Context, webhook.Event[attendance.Shift]) error { return errors.New("payroll is down") }
	stop := start(t, r, srv)
	if err := srv.Emit(attendance.EventShiftClockIn.Name(), nil); err != nil {
		t.Fatal(err)
	}
	if err := srv.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	stop()
	if !strings.Contains(text.String(), "payroll is down") {
		t.Errorf("the log says %s", text)
	}

	for _, works := range []bool{false, true} {
		r, _ = newTestReceiver(t, dir)
		var noted int
		r.note = func(context.Context, webhook.Event[attendance.Shift]) error {
			noted++
			if !works {
				return errors.New("payroll is down")
			}
			return nil
		}
		if err := r.redeliver(t.Context()); err != nil || noted != 1 {
			t.Errorf("%d were handled, %v", noted, err)
		}
		_, err := os.Stat(filepath.Join(dir, "failed.jsonl"))
		if gone := errors.Is(err, os.ErrNotExist); gone != works {
			t.Errorf("the file: %v", err)
		}
	}
}
