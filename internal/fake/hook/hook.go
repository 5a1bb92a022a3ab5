// Package hook delivers webhooks and calls to integrations: it matches events with subscriptions,
// sends, and retries. It imports record and reply, and the rooms below them. The rooms rule,
// fixture and serve import it, and so does package factorialtest.
package hook

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/clock"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// The rules of delivery: up to 20 attempts in 48 hours. Then the server disables the subscription.
const (
	maxDeliveries   = 20
	deliveryPeriod  = 48 * time.Hour
	deliveryTimeout = 10 * time.Second
)

// Doer sends a request. *http.Client implements it.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Delivery is one attempt to deliver a webhook. Package factorialtest documents the fields.
type Delivery struct {
	Event        string
	Subscription string
	URL          string
	Attempt      int
	Time         time.Time
	Status       int
	Delivered    bool
	Retry        time.Time
	Hint         string
}

// delivery is a webhook that is not delivered yet.
type delivery struct {
	event, subscription, url string
	header                   http.Header
	body                     []byte
	attempts                 int
	due                      time.Time
}

// Sender delivers webhooks one at a time. Its goroutine ends with Close.
type Sender struct {
	api   *spec.API
	store *record.Store
	clock *clock.Clock
	doer  Doer // nil if nothing is delivered
	logf  func(format string, args ...any)

	syncRuns      string // the URL of the integration to call
	syncRunHeader http.Header
	// observe may be nil.
	observe func(Delivery)

	ctx  context.Context
	stop context.CancelFunc
	loop sync.WaitGroup

	mu      sync.Mutex
	queue   []*delivery
	queued  int // the bytes of the bodies in queue
	busy    bool
	resets  int // the number of resets so far
	log     []Delivery
	follow  func(Delivery) // nil: nothing follows the log
	changed chan struct{}  // closed and replaced when a field above or the clock changes
}

// Options are the options of New.
type Options struct {
	Doer Doer // nil delivers nothing
	// Logf reports a failed delivery. It may be nil.
	Logf func(format string, args ...any)
	// Observe receives each attempt before it enters the log. It may be nil.
	Observe func(Delivery)
	// SyncRuns is the URL of an integration to call when a sync run starts, if any. The call has
	// SyncRunHeader.
	SyncRuns      string
	SyncRunHeader http.Header
}

// New starts to deliver the webhooks of a company. The caller must close the result.
func New(a *spec.API, s *record.Store, c *clock.Clock, o Options) *Sender {
	h := &Sender{
		api: a, store: s, clock: c, doer: o.Doer, logf: o.Logf, observe: o.Observe,
		syncRuns: o.SyncRuns, syncRunHeader: o.SyncRunHeader, changed: make(chan struct{}),
	}
	h.ctx, h.stop = context.WithCancel(context.Background())
	if h.doer != nil {
		h.loop.Go(h.run)
	}
	return h
}

// Close ends the goroutine and waits for it.
func (h *Sender) Close() {
	h.stop()
	h.loop.Wait()
}

// Turn makes the goroutine check again for due webhooks.
func (h *Sender) Turn() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.notify()
}

// notify wakes all waiting goroutines. The caller holds the lock.
func (h *Sender) notify() {
	close(h.changed)
	h.changed = make(chan struct{})
}

func (h *Sender) add(all []*delivery) {
	if h.doer == nil || len(all) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, d := range all {
		h.accept(d)
	}
	h.notify()
}

// run delivers due webhooks until the server is closed.
func (h *Sender) run() {
	for h.ctx.Err() == nil {
		now := h.clock.Now()
		h.mu.Lock()
		next := h.next()
		due := next != nil && !next.due.After(now)
		if due {
			h.busy = true
		}
		changed := h.changed
		h.mu.Unlock()
		if due {
			h.attempt(next)
			continue
		}
		var alarm <-chan time.Time
		var timer *time.Timer
		if next != nil && !h.clock.Stopped() {
			timer = time.NewTimer(next.due.Sub(now))
			alarm = timer.C
		}
		select {
		case <-h.ctx.Done():
		case <-changed:
		case <-alarm:
		}
		if timer != nil {
			timer.Stop()
		}
	}
}

// next returns the delivery that is due first. The caller holds the lock.
func (h *Sender) next() *delivery {
	if len(h.queue) == 0 {
		return nil
	}
	return slices.MinFunc(h.queue, func(a, b *delivery) int { return a.due.Compare(b.due) })
}

// attempt delivers a webhook once, then schedules or drops it.
func (h *Sender) attempt(d *delivery) {
	d.attempts++
	status, err := h.send(d)
	now := h.clock.Now()
	entry := Delivery{
		Event: d.event, Subscription: d.subscription, URL: d.url, Attempt: d.attempts, Time: now, Status: status,
		Delivered: status >= 200 && status < 300, Hint: d.hint(status, err),
	}
	disable := false
	h.mu.Lock()
	if !slices.Contains(h.queue, d) { // forgotten by Reset
		h.busy = false
		h.notify()
		h.mu.Unlock()
		return
	}
	resets := h.resets
	switch {
	case entry.Delivered:
		h.drop(func(other *delivery) bool { return other == d })
	case d.attempts == maxDeliveries && d.subscription == "":
		h.drop(func(other *delivery) bool { return other == d })
	case d.attempts == maxDeliveries:
		disable = true
		entry.Hint += "; after 20 attempts the subscription is disabled: PUT enabled true to go on"
		h.drop(func(other *delivery) bool { return other.subscription == d.subscription })
	default:
		// The pauses grow with the square of the attempts: 70 seconds after the first, seven hours
		// before the last.
		d.due = now.Add(deliveryPeriod / 2470 * time.Duration(d.attempts*d.attempts))
		entry.Retry = d.due
	}
	h.mu.Unlock()
	if h.logf != nil && !entry.Delivered {
		h.logf("factorialtest: the webhook %s was not delivered: %s responded with %d (0 means no response), attempt %d", d.event, d.url, status, d.attempts)
	}
	if h.observe != nil {
		h.observe(entry)
	}
	if disable && !h.isReset(resets) {
		h.disable(d.subscription)
	}
	if h.logf != nil && entry.Hint != "" {
		h.logf("factorialtest: probably %s", entry.Hint)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.resets == resets {
		h.record(entry)
	}
	h.busy = false
	h.notify()
}

// Deliveries returns every attempt to deliver a webhook, oldest first.
func (h *Sender) Deliveries() []Delivery {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.log)
}

// Wait waits until every due webhook has been tried. It does not wait for later attempts.
func (h *Sender) Wait(ctx context.Context) error {
	for {
		now := h.clock.Now()
		h.mu.Lock()
		next, changed := h.next(), h.changed
		pending := h.busy || next != nil && !next.due.After(now)
		h.mu.Unlock()
		if !pending {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
