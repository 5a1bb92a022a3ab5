package main

import (
	"context"
	"fmt"
	"time"
)

// A contender is one way to read all employees.
type contender struct {
	name string
	// start prepares a reader for a server. Its connections stay open over all rounds, as in a
	// long-running program.
	start func(ctx context.Context, url string) (reader, error)
}

// reader reads all employees and returns how long it took.
type reader interface {
	read(ctx context.Context) (result, error)
	close() error
}

// result is the outcome of one reading.
type result struct {
	duration    time.Duration
	records     int
	first, last string // their ids
}

// check returns an error if records are missing.
func (r result) check() error {
	if r.records != employees || r.first != "1" || r.last != fmt.Sprint(employees) {
		return fmt.Errorf("read %d records from %q to %q", r.records, r.first, r.last)
	}
	return nil
}

// see adds a record to the result.
func (r *result) see(id string) {
	if r.records == 0 {
		r.first = id
	}
	r.last = id
	r.records++
}

// timed measures a reader in this process.
type timed struct {
	work func(ctx context.Context, r *result) error
	end  func() error
}

func (t *timed) read(ctx context.Context) (r result, err error) {
	start := time.Now()
	err = t.work(ctx, &r)
	r.duration = time.Since(start)
	return r, err
}

func (t *timed) close() error { return t.end() }
