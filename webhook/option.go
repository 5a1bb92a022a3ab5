package webhook

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// An Option configures a [Mux].
type Option interface{ applyMux(*config) }

// A HandlerOption configures one handler, given to [On], or all that do not say otherwise, given to [NewMux].
type HandlerOption interface {
	Option
	applyHandler(*handlerConfig)
}

// config is what the options of a mux come to.
type config struct {
	secrets    []string
	maxBody    int64
	read       time.Duration
	queue      int
	queueBytes int64
	workers    int
	store      Store
	window     time.Duration
	failed     func(context.Context, Delivery, error)
	observers  observers
	handler    handlerConfig
	err        error
}

// handlerConfig is what the options of a handler come to.
type handlerConfig struct {
	timeout     time.Duration
	synchronous bool
	authorize   func(*http.Request) bool
	err         error
}

func defaults() config {
	return config{
		maxBody:    1 << 20,
		read:       10 * time.Second,
		queue:      1000,
		queueBytes: 64 << 20,
		workers:    8,
		handler:    handlerConfig{timeout: time.Minute},
	}
}

type muxOption func(*config)

func (o muxOption) applyMux(c *config) { o(c) }

type handlerOption func(*handlerConfig)

func (o handlerOption) applyMux(c *config)            { o(&c.handler) }
func (o handlerOption) applyHandler(c *handlerConfig) { o(c) }

// require notes that an option has a value that makes no sense.
func (c *config) require(ok bool, text string) {
	if !ok {
		c.err = errors.Join(c.err, errors.New(text))
	}
}

// Challenge sets the secrets of which a delivery must carry one, in the header
// x-factorial-wh-challenge; the mux refuses others. [Sync] gives the first one to the API. To
// rotate: add the new secret in front of the old one, call Sync, and drop the old one after 48
// hours, when the last attempt to deliver with it is over. A secret is printable ASCII without
// spaces and has at least 16 characters; NewMux refuses a shorter one. Make it with
// [crypto/rand.Text].
func Challenge(secrets ...string) Option {
	return muxOption(func(c *config) { c.secrets = append(c.secrets, secrets...) })
}

// Authorize lets f decide about a request instead of the challenges, for a gateway that verifies it
// or a sender that carries another secret. f must not read the body. It must not rely on what a
// browser adds by itself either, such as its address, a cookie or a client certificate: a page of
// any site can send a POST with a body of JSON.
func Authorize(f func(*http.Request) bool) HandlerOption {
	return handlerOption(func(c *handlerConfig) { c.authorize = f })
}

// Timeout is the deadline of a handler: when it has passed, the context of the handler ends and the observers learn of
// it. It holds for a delivery as a whole, all its records. The default is a minute.
//
// Go cannot stop a function: a handler that does not look at its context keeps its worker until it returns.
func Timeout(d time.Duration) HandlerOption {
	return handlerOption(func(c *handlerConfig) {
		if d <= 0 {
			c.err = errors.Join(c.err, errors.New("Timeout is not positive"))
		}
		c.timeout = d
	})
}

// Synchronous handles a delivery before it is acknowledged. An error, a panic and a missed deadline are answered with 500
// or 503, and the API delivers again, up to 20 times in 48 hours: nothing is lost even if the process dies. It is for
// handlers that take a moment, as one that writes the event to a queue of the application: how long the API waits for an
// answer is not documented.
func Synchronous() HandlerOption {
	return handlerOption(func(c *handlerConfig) { c.synchronous = true })
}

// MaxBodyBytes bounds the body of a delivery. The default is 1 MiB.
func MaxBodyBytes(n int64) Option {
	return muxOption(func(c *config) {
		c.require(n > 0, "MaxBodyBytes is not positive")
		c.maxBody = n
	})
}

// ReadTimeout bounds how long the body of a request may take to come, also of one that is refused, as far as the server
// can interrupt a reading; net/http can. The ReadTimeout of an http.Server that is shorter goes first. The default is 10
// seconds. The mux cannot bound the header, an idle connection or a slow reader of the response: set ReadHeaderTimeout,
// IdleTimeout and WriteTimeout of the server. A WriteTimeout also bounds [Synchronous] handlers.
func ReadTimeout(d time.Duration) Option {
	return muxOption(func(c *config) {
		c.require(d > 0, "ReadTimeout is not positive")
		c.read = d
	})
}

// Queue bounds how many deliveries wait for a worker, and how many bytes their bodies have
// together; the mux responds to one more with 503, and the API delivers it later. The defaults are
// 1000 and 64 MiB. With 0 nothing waits. A body larger than the bound may wait alone. A delivery
// that waits keeps its body and no records. Each worker keeps another body, and a request that is
// being read up to [MaxBodyBytes].
func Queue(deliveries int, bytes int64) Option {
	return muxOption(func(c *config) {
		c.require(deliveries >= 0 && bytes >= 0, "Queue is negative")
		c.queue, c.queueBytes = deliveries, bytes
	})
}

// Workers is how many deliveries are handled at once. The default is 8. With 1, they are handled in the order in which
// they came, which need not be the order in which things happened. A worker is a goroutine that ends when there is
// nothing to do.
func Workers(n int) Option {
	return muxOption(func(c *config) {
		c.require(n > 0, "Workers is not positive")
		c.workers = n
	})
}

// Deduplicate handles a delivery once: one with the same event and the same body as one that was handled within the
// window is acknowledged and dropped. One that is still being handled is answered with 503, since it may fail yet. One
// that failed is handled again.
//
// The API delivers for 48 hours at most, so no window has to be longer. But a record without a time of its last change
// can come twice with the same body and mean two changes, so the window should not be longer than needed either.
//
// If the store fails, the delivery is handled as if it were new, and the observers learn of it.
func Deduplicate(store Store, window time.Duration) Option {
	return muxOption(func(c *config) {
		c.require(store != nil && window > 0, "Deduplicate has no store, or no window")
		c.store, c.window = store, window
	})
}

// Failed sets what happens to a delivery that was acknowledged and whose handler then returned an error or panicked: the
// API does not send it again, so f should put it where it can be handled later, with [Mux.Redeliver]. f runs on the
// worker; its context is not that of the handler and has a deadline of its own, as long as the handler's.
func Failed(f func(ctx context.Context, d Delivery, err error)) Option {
	return muxOption(func(c *config) { c.failed = f })
}

// Observe adds an observer.
func Observe(o Observer) Option {
	return muxOption(func(c *config) {
		if o != nil {
			c.observers = append(c.observers, o)
		}
	})
}
