package factorialhr

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// A handler does one job for an exchange and leaves the rest to the next one. The error of a handler is an [*Error],
// below classify any error.
type handler interface {
	handle(ctx context.Context, x *exchange) error
}

// newChain puts the request path together. It reads from the outside in: what a handler does before it calls the next
// one happens in this order, what it does afterwards in the opposite order.
//
//	observe   tells the observers of the start and the end, and fills ResponseInfo
//	guard     stops what must not begin: the client is closed, the call would write and may not, the context has ended
//	encode    makes a URL, headers and a body of the operation and its input, once
//	decode    makes a Go value of the answer, once: an answer that cannot be read would not read better the second time
//	retry     repeats what may be repeated, and waits in between
//	report    tells the observers of the attempt, which holds no place in flight any more
//	limit     holds an attempt until it may start: pacing, pauses, requests in flight. It is inside of retry because the
//	          server counts attempts, not calls; and so that a call that waits to retry holds no place
//	attempt   counts the attempt, and bounds and takes its time; that in the limiter is not part of it
//	classify  makes an *Error of a status or of whatever else went wrong
//	read      reads the body of the answer up to its limit; the place in flight is held until then
//	send      sends one request and notes how far it came
//
// The credential is added below send, by the transport (see newHTTPClient). There it goes onto each single request and
// to no other origin, and a 401 is answered with a new token before anything here sees it: the server has refused that
// request, so that sending it again is not a retry.
func newChain(client *http.Client, base *url.URL, g *gate, b *retryBudget, c *closer) handler {
	var h handler
	h = &sendHandler{client: client}
	h = &readHandler{next: h}
	h = &classifyHandler{next: h}
	h = &attemptHandler{next: h}
	h = &limitHandler{gate: g, next: h}
	h = &reportHandler{next: h}
	h = &retryHandler{budget: b, next: h}
	h = &decodeHandler{next: h}
	h = &encodeHandler{base: base, next: h}
	h = &guardHandler{closer: c, next: h}
	h = &observeHandler{next: h}
	return h
}

// exchange is one call on its way through the chain. It belongs to the goroutine of the call.
type exchange struct {
	op       *Operation
	in       Input
	path     string // of an untyped call, escaped; a typed one fills the template of op
	settings settings
	ownQuery bool         // the query of in is complete, that of the settings included
	out      any          // what decode fills: a pointer, or nil
	check    func() error // what else has to hold for out, or nil

	// From encode: what each attempt sends.
	url    *url.URL
	header http.Header
	body   body

	// From send and read: the last attempt.
	stop     context.CancelFunc // ends it
	fate     *fate
	response *http.Response
	content  []byte

	// From retry and attempt.
	attempts int
	took     time.Duration // the last attempt
	waited   time.Duration
	gone     bool // a repeated DELETE found nothing left to delete

	// From decode.
	mismatches []Mismatch
	raw        json.RawMessage // with KeepRaw
}
