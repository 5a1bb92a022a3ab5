package keyringstore

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
)

func TestNobodyGetsTheLockWhileAnAbandonedSaveGoesOn(t *testing.T) {
	s := &Store{service: "hr-sync", locks: auth.NewFileStore(t.TempDir()), turn: make(chan struct{}, 1)}
	first, err := s.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	dialog := make(chan struct{})
	held := first.(*lock)
	_, err, held.saved = s.begin(short, "save", func() (string, error) { <-dialog; return "", nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a save behind a dialog: %v", err)
	}
	if err := first.Unlock(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Unlock: %v", err)
	}
	early, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Lock(early, "acme"); err == nil {
		t.Error("another holder has the lock while the save goes on")
	}
	close(dialog)
	late, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	second, err := s.Lock(late, "acme")
	if err != nil {
		t.Fatalf("after the save: %v", err)
	}
	if err := second.Unlock(late); err != nil {
		t.Error(err)
	}
}
