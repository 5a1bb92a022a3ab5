package mockserver

import (
	"context"
	"fmt"
	"io"
	"time"
)

// records are the records of a server.
type records interface {
	Dump(io.Writer) error
	Writes() uint64 // grows after every request that may change them
}

// saveEvery is the time between two looks at whether the records have changed.
const saveEvery = 5 * time.Second

// state keeps the records of a server in a file.
type state struct {
	path    string // empty: nowhere
	records records
	saved   uint64 // the writes before the file was written
	failure string // of the last look; empty: none
	exact   bool   // false until the file is written for the first time
}

// keep saves the records now and then until ctx ends. A failure ends nothing: the next look tries
// again.
func (s *state) keep(ctx context.Context, stderr io.Writer) {
	if s.path == "" {
		<-ctx.Done()
		return
	}
	ticker := time.NewTicker(saveEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			s.look(stderr)
		}
	}
}

// look saves the records and prints a failure, unless it is the one that was printed last.
func (s *state) look(stderr io.Writer) {
	failure := ""
	if err := s.save(); err != nil {
		failure = err.Error()
	}
	if failure != s.failure && failure != "" {
		fmt.Fprintln(stderr, failure)
	}
	s.failure = failure
}

// finish writes the file at the end, whether the records have changed or not.
func (s *state) finish() error {
	s.exact = false
	return s.save()
}

// save writes the file if the records have changed since the last time.
func (s *state) save() error {
	writes := s.records.Writes()
	if s.path == "" || s.exact && writes == s.saved {
		return nil
	}
	if err := replace(s.path, 0o600, s.records.Dump); err != nil {
		return fmt.Errorf("save the state: %w", err)
	}
	s.saved, s.exact = writes, true
	return nil
}
