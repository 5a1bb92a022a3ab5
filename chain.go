package factorialhr

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// A handler does one job and leaves the rest to the next one. There are four kinds, because each
// stage of the chain knows more than the one before.
type (
	// A callHandler runs a call.
	callHandler interface {
		handle(ctx context.Context, c *call) callResult
	}
	// A requestHandler runs a call that is encoded.
	requestHandler interface {
		handle(ctx context.Context, r *request) callResult
	}
	// An attemptHandler makes one attempt at a request.
	attemptHandler interface {
		handle(ctx context.Context, a attempt) attemptResult
	}
	// A sender sends the request of an attempt. Its error can be any error; from classify on, every
	// error is an [*Error].
	sender interface {
		send(ctx context.Context, a attempt) (reply, error)
	}
)

// newChain assembles the request path. It reads from the outside in: what a handler does before it
// calls the next one happens in this order, what it does afterwards in the opposite order.
//
//	call
//	  observe   reports the start, the end and an unknown API version to the observers, and fills
//	            ResponseInfo
//	  guard     refuses a call that must not begin: the client is closed or read-only, out cannot hold
//	            a response, or ctx is done
//	  encode    turns the call into a request: a URL, a header and a body, once for all attempts. It
//	            refuses a part of the call that the API version does not have
//	request
//	  decode    turns the response into a Go value. It is outside of retry, because a response that
//	            cannot be decoded would not decode better the second time
//	  retry     repeats attempts that may be repeated, and waits in between
//	attempt
//	  report    reports the attempt to the observers, after it has left its place in flight
//	  limit     holds an attempt until it may begin: pacing, pauses, requests in flight. It is inside
//	            of retry, because the server counts attempts and not calls, and because a call that
//	            waits for a retry must not hold a place
//	  timeout   bounds the time of the attempt and measures it, without the wait in limit
//	  classify  turns an error status, and any other failure, into an *Error
//	send
//	  read      reads the body of the response up to its limit; the place in flight is held until then
//	  send      sends one request and records how far it came
//
// The transport below send adds the credential (see newHTTPClients). There, the credential goes
// onto every single request and to no other origin, and a 401 leads to a new token before any
// handler sees it. The server has refused that request, so sending it again is not a retry.
func newChain(client *http.Client, base *url.URL, g *gate, b *retryBudget, c *closer) callHandler {
	var s sender
	s = &sendHandler{client: client}
	s = &readHandler{next: s}

	var a attemptHandler
	a = &classifyHandler{next: s}
	a = &timeoutHandler{next: a}
	a = &limitHandler{gate: g, next: a}
	a = &reportHandler{next: a}

	var r requestHandler
	r = &retryHandler{budget: b, next: a}
	r = &decodeHandler{next: r}

	var h callHandler
	h = &encodeHandler{encode: encoder{base}.encode, next: r}
	h = &guardHandler{closer: c, next: h}
	h = &observeHandler{unknown: new(unknownVersions), next: h}
	return h
}

// newDownloadChain is the chain of a download, which s sends. It leaves out what belongs to the
// API: the client's limits and its retry budget. The sender writes the file, so there is nothing to
// encode, read or decode.
func newDownloadChain(s sender, c *closer) callHandler {
	var a attemptHandler
	a = &classifyHandler{next: s}
	a = &timeoutHandler{next: a}
	a = &reportHandler{next: a}

	var h callHandler
	h = &encodeHandler{encode: encodeDownload, next: &retryHandler{budget: newRetryBudget(), next: a}}
	h = &guardHandler{closer: c, next: h}
	h = &observeHandler{next: h}
	return h
}

// call is what the caller asks for. Handlers only read it.
type call struct {
	op       *Operation
	in       Input
	path     string // of an untyped call, escaped; empty for a typed one, which fills the path of op
	settings settings
	ownQuery bool         // the query of in is complete: it includes the query of settings
	out      any          // the pointer that decode stores the value in; nil drops the value
	check    func() error // checks out after decoding; may be nil
}

// request is an encoded call: what every attempt sends. Handlers only read it.
type request struct {
	*call
	url     *url.URL
	header  http.Header
	body    body
	timeout time.Duration // of one attempt
}

// attempt is one try to send a request.
type attempt struct {
	*request
	number int                // counts the attempts of the call from 1
	waited time.Duration      // between the attempts before this one
	stop   context.CancelFunc // ends the attempt; known from timeout on
}

// reply is what came back for an attempt.
type reply struct {
	fate     *fate          // how far the request came
	response *http.Response // nil if none came
	content  []byte         // the body of the response
}

// attemptResult is what an attempt came to.
type attemptResult struct {
	reply
	began bool          // if false, limit refused the attempt, and err has the reason
	took  time.Duration // without the wait in limit
	err   *Error
}

// callResult is what a call came to. It has the reply of the last attempt that began, the zero
// reply if none did.
type callResult struct {
	reply
	attempts   int             // that began
	waited     time.Duration   // between the attempts
	gone       bool            // a repeated DELETE found nothing left to delete
	mismatches []Mismatch      // from decode
	raw        json.RawMessage // the response as it was sent, with KeepRaw
	err        *Error
}

// error returns the error of the call: nil or an [*Error].
func (r *callResult) error() error { return r.err.orNil() }
