package factorialtest

import (
	"context"
	"net/http"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
)

// Doer sends a request. *http.Client implements it.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Webhooks makes the server deliver webhooks with d. By default, a server on a loopback address
// delivers only to loopback addresses, and a server in memory delivers nothing. See [DeliverTo] for
// a receiver in the same process. If an error of d has a method Hint() string, the delivery has
// that hint.
func Webhooks(d Doer) Option {
	return func(c *config) error {
		c.webhooks = d
		return nil
	}
}

// DeliverTo makes the server pass every webhook to h, whatever the host of the target URL. A
// webhook.Mux as h accepts a delivery only if its subscription has the challenge of the mux:
// subscribe with webhook.Sync, or set the challenge when the client creates the subscription.
func DeliverTo(h http.Handler) Option { return Webhooks(hook.ToHandler(h)) }

// Delivery is one attempt to deliver a webhook.
type Delivery struct {
	Event        string // timeoff/leave/create
	Subscription string // the id of the subscription; empty for the call of a sync run
	URL          string
	Attempt      int       // from 1; 0 for a webhook that found the queue full, and is lost
	Time         time.Time // of the server's clock
	Status       int       // of the response, 0 if there was none
	Delivered    bool      // the status was 2xx
	// Retry is the time of the next attempt, zero if there is none.
	Retry time.Time
	// Hint says why the attempt failed: a host that the server does not reach, nothing that listens
	// there, the status of the receiver, a missing challenge. It is empty if Delivered is true.
	Hint string
}

// ObserveDeliveries calls f for each attempt to deliver a webhook, before it enters
// [Server.Deliveries]. One goroutine makes all calls.
func ObserveDeliveries(f func(Delivery)) Option {
	return func(c *config) error {
		c.observeDeliveries = func(d hook.Delivery) { f(Delivery(d)) }
		return nil
	}
}

// Deliveries returns the attempts to deliver a webhook, oldest first: at least the last 65,536. Up
// to 16,384 webhooks wait for their next attempt, or fewer if their bodies take 32 MB.
func (s *Server) Deliveries() []Delivery {
	var all []Delivery
	for _, d := range s.engine.Hooks.Deliveries() {
		all = append(all, Delivery(d))
	}
	return all
}

// WaitDeliveries waits until every due webhook has been tried. It does not wait for later attempts:
// [Server.Deliveries] has the result of each attempt, and a test's log has those that failed.
func (s *Server) WaitDeliveries(ctx context.Context) error { return s.engine.Hooks.Wait(ctx) }
