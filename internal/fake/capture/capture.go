// Package capture holds a response that a handler wrote, so that the fake can spoil or pass it on.
// Any room may import it; it imports none.
package capture

import "net/http"

// Response is an http.ResponseWriter that keeps what a handler writes.
type Response struct {
	Status int
	Body   []byte

	header http.Header
}

// New returns a response with a header that the handler may change.
func New(header http.Header) *Response { return &Response{Status: http.StatusOK, header: header} }

// Header returns the header of the response.
func (r *Response) Header() http.Header { return r.header }

// WriteHeader keeps the status.
func (r *Response) WriteHeader(status int) { r.Status = status }

// Write keeps a part of the body.
func (r *Response) Write(b []byte) (int, error) {
	r.Body = append(r.Body, b...)
	return len(b), nil
}
