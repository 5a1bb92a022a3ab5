package factorialhr

import (
	"encoding/json"
	"net/http"
	"time"
)

// ResponseInfo holds what a call knows besides its value: see [ResponseInto].
type ResponseInfo struct {
	// StatusCode is the status of the last response, 0 if there was none.
	StatusCode int
	// Header is the header of the last response.
	Header http.Header
	// RequestID is the id that the server gave to the request of the last attempt: see [Error].
	RequestID string
	// Attempts is how often the client tried the request.
	Attempts int
	// Waited is how long the call waited between its attempts, in total.
	Waited time.Duration
	// AlreadyGone means that the outcome of a DELETE was unknown, so the client repeated it, and
	// the second one found nothing left to delete. The call succeeds with a zero value, since the
	// deleted record is no longer available.
	AlreadyGone bool
	// Mismatches are the values of the response that did not have the type of their field.
	Mismatches []Mismatch
	// Raw is the response as the server sent it, with [KeepRaw].
	Raw json.RawMessage
}

// ResponseInto makes a call fill *r when it ends, also with an error. With an iterator, *r
// describes the last page read so far; it cannot be combined with [Prefetch] and [Parallel], which
// read pages at any time. It is an option of a call, not of the client.
func ResponseInto(r *ResponseInfo) RequestOption {
	return func(s *settings) {
		if !s.ofCall {
			s.reject("ResponseInto is an option of a call, not of the client")
		}
		s.response = r
		if r != nil {
			*r = ResponseInfo{} // another option may stop the call, and *r must not keep an older response
		}
	}
}

func (r *ResponseInfo) fill(res *callResult) {
	*r = ResponseInfo{
		StatusCode: res.status(), RequestID: res.requestID(), Attempts: res.attempts, Waited: res.waited,
		AlreadyGone: res.gone, Mismatches: res.mismatches, Raw: res.raw,
	}
	if res.response != nil {
		r.Header = res.response.Header
	}
}

// status returns the status of the response, 0 if there is none.
func (r *reply) status() int {
	if r.response == nil {
		return 0
	}
	return r.response.StatusCode
}
