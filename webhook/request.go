package webhook

import (
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/coding"
)

// checkHeader checks everything but the body. It returns ResultAccepted if the request passes.
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

// verify reports whether the request is authorized: by the Authorize function if there is one,
// otherwise by its challenge.
func (m *Mux) verify(route *route, r *http.Request) bool {
	if authorize := route.config.authorize; authorize != nil {
		return authorize(r)
	}
	return m.challenges.match(r.Header)
}

// readBody reads the body within the limits of size and time. It returns ResultAccepted if the body
// is complete.
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

// limitReading sets the read deadline for the body, unless the server has a shorter one. The
// deadline also applies to the body of a refused request, because net/http reads the rest of it.
// Call done once the body is read: the deadline would cancel the context of the request while a
// handler may still run.
func (m *Mux) limitReading(w http.ResponseWriter, r *http.Request) (done func()) {
	server, ok := r.Context().Value(http.ServerContextKey).(*http.Server)
	if ok && server.ReadTimeout > 0 && server.ReadTimeout <= m.config.read {
		return func() {}
	}
	c := http.NewResponseController(w)
	// If the ResponseWriter does not support deadlines, only the server's timeout applies.
	_ = c.SetReadDeadline(time.Now().Add(m.config.read))
	return func() { _ = c.SetReadDeadline(time.Time{}) }
}
