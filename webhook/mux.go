package webhook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// Mux receives deliveries and calls the handlers that [On] gave to it. Create one with [NewMux], and end it with
// [Mux.Shutdown]. It is safe for concurrent use.
type Mux struct {
	config     config
	challenges challenges
	queue      *queue
	base       context.Context // ends when Shutdown gives up waiting
	cancel     context.CancelCauseFunc

	mu     sync.RWMutex
	routes map[string]*route // by path
}

// route is one event and its handler.
type route struct {
	event      string
	subscribes bool // it is a subscription type of the API
	config     handlerConfig
	handle     handleFunc
}

// NewMux returns a mux without handlers. It needs a [Challenge], or else [Authorize]; an option that makes no sense is an
// error. It starts nothing: workers come with deliveries.
func NewMux(opts ...Option) (*Mux, error) {
	m := &Mux{config: defaults(), routes: make(map[string]*route)}
	for _, o := range opts {
		if o != nil {
			o.applyMux(&m.config)
		}
	}
	var err error
	m.challenges, err = newChallenges(m.config.secrets)
	if len(m.config.secrets) == 0 && m.config.handler.authorize == nil {
		err = errors.New("no challenge: give NewMux the secret of the subscriptions")
	}
	if err = errors.Join(err, m.config.err, m.config.handler.err); err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	m.base, m.cancel = context.WithCancelCause(context.Background())
	m.queue = newQueue(m.config.queue, m.config.queueBytes, m.config.workers, m.run)
	return m, nil
}

// add registers a route.
func (m *Mux) add(r route, opts []HandlerOption) {
	r.config = m.config.handler
	for _, o := range opts {
		if o != nil {
			o.applyHandler(&r.config)
		}
	}
	err := errors.Join(checkEvent(r.event), r.config.err)
	if r.handle == nil {
		err = errors.Join(err, errors.New("webhook: the handler is nil"))
	}
	if err != nil {
		panic(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	path := Path(r.event)
	if m.routes[path] != nil {
		panic(fmt.Errorf("webhook: %s has a handler already", r.event))
	}
	m.routes[path] = &r
}

// Events returns the subscription types that have a handler, sorted.
func (m *Mux) Events() []string {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var events []string
	for r := range maps.Values(m.routes) {
		if r.subscribes {
			events = append(events, r.event)
		}
	}
	slices.Sort(events)
	return events
}

// route returns the route of a path, or nil.
func (m *Mux) route(path string) *route {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.routes[path]
}

// ServeHTTP receives a delivery. The path has to be that of an event, see [Path]: put [net/http.StripPrefix] around a mux
// that is not at the root. [Result] lists the answers that there are. Nothing is read of the body before the path, the
// method and the challenge are known to be right.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	a := m.receive(w, r)
	a.Result.answer(w)
	a.Duration = time.Since(start)
	m.config.observers.answered(r.Context(), a)
}

// receive checks a request and accepts its delivery.
func (m *Mux) receive(w http.ResponseWriter, r *http.Request) Answer {
	lift := m.limitReading(w, r)
	route := m.route(r.URL.Path)
	if route == nil {
		return Answer{Result: ResultUnknownPath}
	}
	a := Answer{Event: route.event}
	if a.Result = m.checkHeader(route, r); a.Result != ResultAccepted {
		return a
	}
	body, result := m.readBody(w, r)
	if result == ResultAccepted {
		lift()
	}
	if a.Bytes = len(body); result != ResultAccepted {
		a.Result = result
		return a
	}
	count, result := judge(r.Header, body)
	if result != ResultAccepted {
		a.Result = result
		return a
	}
	j := &job{
		ctx:   context.WithoutCancel(r.Context()),
		route: route,
		delivery: Delivery{
			Event: route.event, Body: lenient.TrimMark(body), Author: authorOf(r.Header), ReceivedAt: time.Now(),
		},
		count: count,
	}
	a.Result, a.StoreErr = m.accept(r.Context(), j)
	return a
}

// String keeps secrets out of logs.
func (m *Mux) String() string { return "webhook.Mux" }

// GoString is [Mux.String].
func (m *Mux) GoString() string { return m.String() }

// Format writes [Mux.String], whatever the verb.
func (m *Mux) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, m.String()) }
