package factorialhr

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// A handler does one job for an exchange and leaves the rest to the next one.
type handler interface {
	handle(ctx context.Context, x *exchange) error
}

// newChain puts the request path together. What a handler does before it calls the next one happens in the order of the
// list, what it does afterwards in the opposite order:
//
//	encode     the operation and its input become a URL, headers and a body that can be opened again
//	decode     the answer becomes a Go value; outside of retry, since a second answer would read no better
//	classify   whatever went wrong below becomes an *Error
//	read       the body of the answer is read, up to its limit
//	send       one request goes out and its fate is noted; on the way the transport adds the credential
//
// The credential is added below everything else, by the transport (see newTransport): so it goes onto each single
// request, redirects included, and a 401 is answered with a fresh token there, where the request can be replayed.
func newChain(client *http.Client, base *url.URL) handler {
	var h handler
	h = &sendHandler{client: client}
	h = &readHandler{next: h}
	h = &classifyHandler{next: h}
	h = &decodeHandler{next: h}
	h = &encodeHandler{base: base, next: h}
	return h
}

// exchange is one call on its way through the chain. It belongs to the goroutine of the call.
type exchange struct {
	op       *Operation
	in       Input
	settings settings
	out      any  // what decode fills: a pointer, or nil
	list     bool // out is a page

	// From encode: what each attempt sends.
	url    *url.URL
	header http.Header
	body   body

	// From send and read: the answer to the last attempt.
	response *http.Response
	content  []byte
	fate     *fate

	// From retry.
	attempts int
	waited   time.Duration

	// From decode.
	mismatches       []Mismatch
	rawData, rawMeta json.RawMessage
}
