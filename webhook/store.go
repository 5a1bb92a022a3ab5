package webhook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Store remembers deliveries for [Deduplicate]. Processes that share a URL should share a store,
// for example in Redis or a database; [NewMemoryStore] is for a single process. A Store must be
// safe for concurrent use.
//
// A key is a hash. For each key the mux calls Claim, then either Finish or Forget. If the process
// dies in between, it calls neither; then the lease releases the key.
type Store interface {
	// Claim returns the state of key. If the key is unknown, Claim returns StateNew and stores it
	// as pending until the lease ends. Of several concurrent calls, only one returns StateNew.
	Claim(ctx context.Context, key string, lease time.Duration) (State, error)
	// Finish stores key as done until the window ends.
	Finish(ctx context.Context, key string, window time.Duration) error
	// Forget removes key.
	Forget(ctx context.Context, key string) error
}

// State is the state of a delivery in a [Store].
type State uint8

const (
	// StateNew means that the delivery is unknown, or that it failed.
	StateNew State = iota
	// StatePending means that the delivery waits or is being handled.
	StatePending
	// StateDone means that the delivery was handled.
	StateDone
)

const (
	// minLease is the minimum lease, since a delivery may wait for a worker. A lease that ends too
	// early lets a duplicate through.
	minLease = 10 * time.Minute
	// storeTimeout limits a call of the store: the API waits for the response.
	storeTimeout = 5 * time.Second
)

// keyOf returns a hash of the event and the body.
func keyOf(d *Delivery) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", d.Event)
	h.Write(d.Body)
	return hex.EncodeToString(h.Sum(nil))
}

// claim asks the store for the state of j. If the store fails, j counts as new. If the client
// disconnects, the call continues, because otherwise the state in the store would be unknown.
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

// finish marks j as handled in the store.
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

// release removes j from the store, so that the next attempt is handled.
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

// ask calls the store within storeTimeout and returns a panic as an error.
func (m *Mux) ask(j *job, call func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(j.ctx, storeTimeout)
	defer cancel()
	return contain(func() error { return call(ctx) })
}
