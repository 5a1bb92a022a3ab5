package webhook

import (
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/coding"
)

// checkHeader checks all of a request that comes before its body. ResultAccepted means that nothing is wrong.
func (m *Mux) checkHeader(route *route, r *http.Request) Result {
	switch {
	case r.Method != http.MethodPost:
		return ResultMethod
	case !m.verify(route, r):
		return ResultUnverified
	case coding.Compression(r.Header) != "":
		return ResultContentType
	case r.ContentLength > m.config.maxBody:
		return ResultTooLarge
	}
	return ResultAccepted
}

// verify reports whether a request comes from whom it should.
func (m *Mux) verify(route *route, r *http.Request) bool {
	if authorize := route.config.authorize; authorize != nil {
		return authorize(r)
	}
	return m.challenges.match(r.Header)
}

// readBody reads the body within its limits of size and time. ResultAccepted means that it is complete.
func (m *Mux) readBody(w http.ResponseWriter, r *http.Request) ([]byte, Result) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, m.config.maxBody))
	if err == nil {
		return body, ResultAccepted
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return body, ResultTooLarge
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return body, ResultSlow
	}
	return body, ResultIncomplete
}

// limitReading sets a deadline for reading the body, unless the server has a shorter one. It holds for a body too that is
// refused unread, since net/http reads the rest of it before it goes on. The function that it returns lifts it when the
// body is there: it would end the context of the request, for which a handler may still be busy.
func (m *Mux) limitReading(w http.ResponseWriter, r *http.Request) (done func()) {
	server, ok := r.Context().Value(http.ServerContextKey).(*http.Server)
	if ok && server.ReadTimeout > 0 && server.ReadTimeout <= m.config.read {
		return func() {}
	}
	c := http.NewResponseController(w)
	// A ResponseWriter that cannot do it leaves the limit to the server.
	_ = c.SetReadDeadline(time.Now().Add(m.config.read))
	return func() { _ = c.SetReadDeadline(time.Time{}) }
}
