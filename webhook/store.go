package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Store remembers deliveries for [Deduplicate]. Processes that receive the deliveries of one URL should share one, as in
// Redis or a database; [NewMemoryStore] is for a single process. It must be safe for concurrent use.
//
// A key is a hash. For each, Claim comes first, then either Finish or Forget, or nothing if the process dies: that is
// what the lease is for.
type Store interface {
	// Claim returns what is known of key. If that is nothing, it returns StateNew and remembers key as pending until the
	// lease is over. Of two calls at once, one gets StateNew.
	Claim(ctx context.Context, key string, lease time.Duration) (State, error)
	// Finish remembers key as done until the window is over.
	Finish(ctx context.Context, key string, window time.Duration) error
	// Forget forgets key.
	Forget(ctx context.Context, key string) error
}

// State is what a [Store] knows of a delivery.
type State uint8

const (
	// StateNew is a delivery that was not there, or failed.
	StateNew State = iota
	// StatePending is a delivery that waits or is being handled.
	StatePending
	// StateDone is a delivery that was handled.
	StateDone
)

const (
	// minLease is for how long a delivery stays pending at least, since it may have to wait for a worker. A lease that
	// is over too early lets a duplicate through.
	minLease = 10 * time.Minute
	// storeTimeout bounds a call of the store: the API waits for its answer.
	storeTimeout = 5 * time.Second
)

// keyOf is a hash of the event and the body.
func keyOf(d *Delivery) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", d.Event)
	h.Write(d.Body)
	return hex.EncodeToString(h.Sum(nil))
}

// claim asks the store about j. If the store fails, j counts as new. A sender that leaves does not interrupt it: what the
// store holds would be unknown then.
func (m *Mux) claim(j *job) (Result, error) {
	key := keyOf(&j.delivery)
	var state State
	err := m.ask(j, func(ctx context.Context) (err error) {
		state, err = m.config.store.Claim(ctx, key, max(minLease, 2*j.route.config.timeout))
		return err
	})
	switch {
	case err != nil:
		return ResultAccepted, fmt.Errorf("webhook: claim a delivery: %w", err)
	case state == StateDone:
		return ResultDuplicate, nil
	case state == StatePending:
		return ResultInProgress, nil
	}
	j.key = key
	return ResultAccepted, nil
}

// finish tells the store that j was handled.
func (m *Mux) finish(j *job) error {
	if j.key == "" {
		return nil
	}
	err := m.ask(j, func(ctx context.Context) error { return m.config.store.Finish(ctx, j.key, m.config.window) })
	if err != nil {
		return fmt.Errorf("webhook: finish a delivery: %w", err)
	}
	return nil
}

// release tells the store that j was not handled.
func (m *Mux) release(j *job) error {
	if j.key == "" {
		return nil
	}
	err := m.ask(j, func(ctx context.Context) error { return m.config.store.Forget(ctx, j.key) })
	if err != nil {
		return fmt.Errorf("webhook: forget a delivery: %w", err)
	}
	return nil
}

// ask calls the store within its time, and makes an error of a panic.
func (m *Mux) ask(j *job, call func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(j.ctx, storeTimeout)
	defer cancel()
	return contain(func() error { return call(ctx) })
}
