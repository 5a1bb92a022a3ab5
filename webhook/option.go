package webhook

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// An Option configures a [Mux].
type Option interface{ applyMux(*config) }

// A HandlerOption configures one handler if it is passed to [On]. If it is passed to [NewMux], it
// is the default for all handlers.
type HandlerOption interface {
	Option
	applyHandler(*handlerConfig)
}

// config is the result of the options of a mux.
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

// handlerConfig is the result of the options of a handler.
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

// require records an error with text unless ok.
func (c *config) require(ok bool, text string) {
	if !ok {
		c.err = errors.Join(c.err, errors.New(text))
	}
}

// Challenge sets the secrets that the mux accepts in the header x-factorial-wh-challenge. A
// delivery must carry one of them; the mux refuses others. [Sync] sends the first one to the API.
//
// To rotate the secret, put the new one in front of the old one, call Sync, and remove the old one
// after 48 hours, when the API has made its last attempt with it.
//
// A secret consists of printable ASCII without spaces and has at least 16 characters; NewMux
// refuses others. Generate it with [crypto/rand.Text].
func Challenge(secrets ...string) Option {
	return muxOption(func(c *config) { c.secrets = append(c.secrets, secrets...) })
}

// Authorize makes f authorize requests in place of the challenges, for a gateway that verifies
// requests or a sender with another secret. f must not read the body. It must not rely on anything
// that a browser sends by itself, such as its address, a cookie or a client certificate: a page of
// any site can send a POST with a JSON body.
func Authorize(f func(*http.Request) bool) HandlerOption {
	return handlerOption(func(c *handlerConfig) { c.authorize = f })
}

// Timeout sets the deadline of a handler for a whole delivery, with all its records. When it
// passes, the mux cancels the context of the handler and notifies the observers. The default is one
// minute.
//
// Go cannot stop a function: a handler that ignores its context occupies its worker until it
// returns.
func Timeout(d time.Duration) HandlerOption {
	return handlerOption(func(c *handlerConfig) {
		if d <= 0 {
			c.err = errors.Join(c.err, errors.New("Timeout is not positive"))
		}
		c.timeout = d
	})
}

// Synchronous makes the mux call the handler before it acknowledges the delivery. After an error, a
// panic or a missed deadline it responds with 500 or 503, and the API delivers again, up to 20
// times in 48 hours. No delivery is lost, even if the process dies. Use it for handlers that return
// quickly, for example one that writes the event to a queue of the application: Factorial does not
// document how long the API waits for a response.
func Synchronous() HandlerOption {
	return handlerOption(func(c *handlerConfig) { c.synchronous = true })
}

// MaxBodyBytes limits the size of the body of a delivery. The default is 1 MiB.
func MaxBodyBytes(n int64) Option {
	return muxOption(func(c *config) {
		c.require(n > 0, "MaxBodyBytes is not positive")
		c.maxBody = n
	})
}

// ReadTimeout limits the time for reading the body of a request, including the body of a refused
// request. It requires a server that can interrupt a read, as net/http can. A shorter ReadTimeout
// of the http.Server takes precedence. The default is 10 seconds.
//
// The mux cannot limit the header, an idle connection or a client that is slow to read the
// response: set ReadHeaderTimeout, IdleTimeout and WriteTimeout of the server. A WriteTimeout also
// limits [Synchronous] handlers.
func ReadTimeout(d time.Duration) Option {
	return muxOption(func(c *config) {
		c.require(d > 0, "ReadTimeout is not positive")
		c.read = d
	})
}

// Queue limits how many deliveries wait for a worker, and the total size of their bodies. Beyond
// that the mux responds with 503, and the API delivers again later. The defaults are 1000
// deliveries and 64 MiB. If either is 0, no delivery waits. A body larger than the limit may wait
// if no other delivery does.
//
// A waiting delivery keeps its body but not its decoded records. Each worker holds one more body,
// and each request that is being read holds up to [MaxBodyBytes].
func Queue(deliveries int, bytes int64) Option {
	return muxOption(func(c *config) {
		c.require(deliveries >= 0 && bytes >= 0, "Queue is negative")
		c.queue, c.queueBytes = deliveries, bytes
	})
}

// Workers sets how many deliveries the mux handles at once. The default is 8. With 1, it handles
// them in the order of their arrival, which may differ from the order of the events. A worker is a
// goroutine that ends when no delivery waits.
func Workers(n int) Option {
	return muxOption(func(c *config) {
		c.require(n > 0, "Workers is not positive")
		c.workers = n
	})
}

// Deduplicate drops repeated deliveries. A delivery with the same event and body as one that was
// handled within the window is acknowledged and dropped. If the earlier one is still being handled,
// the mux responds with 503, since it may still fail. If the earlier one failed, the delivery is
// handled.
//
// The API delivers for at most 48 hours, so a longer window has no benefit. Keep the window short:
// for a record that does not carry the time of its last change, two changes can produce the same
// body.
//
// If the store fails, the mux handles the delivery as new and reports the error to the observers.
func Deduplicate(store Store, window time.Duration) Option {
	return muxOption(func(c *config) {
		c.require(store != nil && window > 0, "Deduplicate needs a store and a positive window")
		c.store, c.window = store, window
	})
}

// Failed sets the function that receives an acknowledged delivery whose handler returned an error
// or panicked. The API does not send such a delivery again, so f should save it for a later
// [Mux.Redeliver]. f runs on the worker. Its context is separate from the context of the handler,
// with a new deadline of the same length.
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
