package factorialhr

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

const (
	// maxErrorContent bounds how much of the body of an error response is read, in bytes.
	maxErrorContent = 64 << 10
	// maxTrusted bounds how much memory is allocated because of a Content-Length, in bytes.
	maxTrusted = 4 << 20
)

// readHandler reads the body of the response, up to the limit of the call, and closes it.
type readHandler struct {
	next sender
}

func (h *readHandler) send(ctx context.Context, a attempt) (reply, error) {
	r, err := h.next.send(ctx, a)
	if err != nil {
		return r, err
	}
	defer r.response.Body.Close()
	if r.response.StatusCode >= 300 {
		// The status decides what happened, however much of the body arrives.
		r.content, _, _ = readBounded(r.response, maxErrorContent)
		return r, nil
	}
	limit := a.settings.maxResponse
	content, complete, err := readBounded(r.response, limit)
	switch {
	case err != nil:
		return r, &brokenBody{err}
	case !complete:
		return r, fmt.Errorf("%w: over %d bytes", ErrResponseTooLarge, limit)
	}
	r.content = content
	return r, nil
}

// brokenBody is the error of a response whose body could not be read to its end.
type brokenBody struct{ err error }

func (e *brokenBody) Error() string { return e.err.Error() }
func (e *brokenBody) Unwrap() error { return e.err }

// readBounded reads at most limit bytes of a body and reports whether these are all.
func readBounded(resp *http.Response, limit int64) (content []byte, complete bool, err error) {
	var buf bytes.Buffer
	expected := min(max(resp.ContentLength, 0), limit, maxTrusted)
	buf.Grow(int(expected) + bytes.MinRead) // ReadFrom needs that much room to find the end
	// One byte more than the limit shows whether there are more.
	_, err = buf.ReadFrom(io.LimitReader(resp.Body, limit+1))
	if int64(buf.Len()) > limit {
		return buf.Bytes()[:limit], false, nil
	}
	return buf.Bytes(), true, err
}
