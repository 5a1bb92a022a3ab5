package factorialhr

import (
	"encoding/json"
	"net/http"
	"time"
)

// ResponseInfo tells what the value of a call does not: see [ResponseInto].
type ResponseInfo struct {
	// StatusCode is the status of the last answer, 0 if there was none.
	StatusCode int
	// Header is that of the last answer.
	Header http.Header
	// RequestID is the id that the server gave to the request of the last attempt: see [Error].
	RequestID string
	// Attempts is how often the request was tried.
	Attempts int
	// Waited is how long the call waited between its attempts, in total.
	Waited time.Duration
	// AlreadyGone means that a DELETE was repeated because it was not known what had become of it, and found nothing
	// left to delete. The call is a success; the value is a zero one, since what was deleted is not known any more.
	AlreadyGone bool
	// Mismatches are the values of the answer that did not have the type of their field.
	Mismatches []Mismatch
	// Raw is the answer as the server sent it, with [KeepRaw].
	Raw json.RawMessage
}

// ResponseInto makes a call fill *r when it ends, with an error too. With an iterator it tells of the last page that was
// read; it cannot be combined with [Prefetch] and [Parallel], which read pages at any time.
func ResponseInto(r *ResponseInfo) RequestOption {
	return func(s *settings) {
		if !s.ofCall {
			s.reject("ResponseInto is an option of a call, not of the client")
		}
		s.response = r
		if r != nil {
			*r = ResponseInfo{} // a call that an option stops must not leave what was there before
		}
	}
}

// fill tells what became of an exchange.
func (r *ResponseInfo) fill(x *exchange) {
	*r = ResponseInfo{
		StatusCode: x.status(), RequestID: x.requestID(), Attempts: x.attempts, Waited: x.waited,
		AlreadyGone: x.gone, Mismatches: x.mismatches, Raw: x.raw,
	}
	if x.response != nil {
		r.Header = x.response.Header
	}
}
