package factorialtest

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
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

// Webhooks makes the server deliver webhooks with d. By default, a server on a loopback address
// delivers only to loopback addresses, and a server in memory delivers nothing. See [DeliverTo] for
// a receiver in the same process.
func Webhooks(d Doer) Option {
	return func(c *config) error {
		c.webhooks = d
		return nil
	}
}

// DeliverTo makes the server pass every webhook to h, whatever the host of the target URL. A
// webhook.Mux as h accepts a delivery only if its subscription has the challenge of the mux:
// subscribe with webhook.Sync, or set the challenge when the client creates the subscription.
func DeliverTo(h http.Handler) Option { return Webhooks(handlerDoer{h}) }

// Delivery is one attempt to deliver a webhook.
type Delivery struct {
	Event        string // timeoff/leave/create
	Subscription string // the id of the subscription; empty for the call of a sync run
	URL          string
	Attempt      int       // from 1
	Time         time.Time // of the server's clock
	Status       int       // of the response, 0 if there was none
	Delivered    bool      // the status was 2xx
	// Retry is the time of the next attempt, zero if there is none.
	Retry time.Time
}

// delivery is a webhook that is not delivered yet.
type delivery struct {
	event, subscription, url string
	header                   http.Header
	body                     []byte
	attempts                 int
	due                      time.Time
}

// hooks delivers webhooks one at a time. Its goroutine ends with close.
type hooks struct {
	server *Server
	doer   Doer
	ctx    context.Context
	stop   context.CancelFunc
	loop   sync.WaitGroup

	mu      sync.Mutex
	queue   []*delivery
	busy    bool
	log     []Delivery
	changed chan struct{} // closed and replaced when a field above or the clock changes
}

func newHooks(s *Server) *hooks {
	h := &hooks{server: s, doer: s.config.webhooks, changed: make(chan struct{})}
	if h.doer == nil && !s.config.memory {
		h.doer = loopbackDoer()
	}
	h.ctx, h.stop = context.WithCancel(context.Background())
	if h.doer != nil {
		h.loop.Go(h.run)
	}
	return h
}

func (h *hooks) close() {
	h.stop()
	h.loop.Wait()
}

// turn makes the goroutine check again for due webhooks.
func (h *hooks) turn() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.notify()
}

// notify wakes all waiting goroutines. The caller holds the lock.
func (h *hooks) notify() {
	close(h.changed)
	h.changed = make(chan struct{})
}

func (h *hooks) add(all []*delivery) {
	if h.doer == nil || len(all) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.queue = append(h.queue, all...)
	h.notify()
}

// run delivers due webhooks until the server is closed.
func (h *hooks) run() {
	for h.ctx.Err() == nil {
		now := h.server.Now()
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
		if next != nil && h.server.config.at.IsZero() {
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
func (h *hooks) next() *delivery {
	if len(h.queue) == 0 {
		return nil
	}
	return slices.MinFunc(h.queue, func(a, b *delivery) int { return a.due.Compare(b.due) })
}

// attempt delivers a webhook once, then schedules or drops it.
func (h *hooks) attempt(d *delivery) {
	d.attempts++
	status := h.send(d)
	now := h.server.Now()
	entry := Delivery{
		Event: d.event, Subscription: d.subscription, URL: d.url, Attempt: d.attempts, Time: now, Status: status,
		Delivered: status >= 200 && status < 300,
	}
	disable := false
	h.mu.Lock()
	switch {
	case entry.Delivered:
		h.drop(func(other *delivery) bool { return other == d })
	case d.attempts == maxDeliveries && d.subscription == "":
		h.drop(func(other *delivery) bool { return other == d })
	case d.attempts == maxDeliveries:
		disable = true
		h.drop(func(other *delivery) bool { return other.subscription == d.subscription })
	default:
		// The pauses grow with the square of the attempts: 70 seconds after the first, seven hours
		// before the last.
		d.due = now.Add(deliveryPeriod / 2470 * time.Duration(d.attempts*d.attempts))
		entry.Retry = d.due
	}
	h.mu.Unlock()
	if tb := h.server.tb; tb != nil && !entry.Delivered {
		tb.Logf("factorialtest: the webhook %s was not delivered: %s responded with %d (0 means no response), attempt %d", d.event, d.url, status, d.attempts)
	}
	if disable {
		h.server.disableSubscription(d.subscription)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.log = append(h.log, entry)
	h.busy = false
	h.notify()
}

func (h *hooks) drop(gone func(*delivery) bool) { h.queue = slices.DeleteFunc(h.queue, gone) }

// Deliveries returns every attempt to deliver a webhook, oldest first.
func (s *Server) Deliveries() []Delivery {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	return slices.Clone(s.hooks.log)
}

// WaitDeliveries waits until every due webhook has been tried. It does not wait for later attempts:
// [Server.Deliveries] has the result of each attempt, and a test's log has those that failed.
func (s *Server) WaitDeliveries(ctx context.Context) error {
	h := s.hooks
	for {
		now := s.Now()
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
