package factorialhr

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

const (
	// maxErrorContent bounds what is read of an answer that is an error, in bytes.
	maxErrorContent = 64 << 10
	// maxTrusted is how many bytes are set aside on the word of a Content-Length.
	maxTrusted = 4 << 20
)

// readHandler reads the body of the answer, up to the limit of the call, and closes it.
type readHandler struct {
	next handler
}

func (h *readHandler) handle(ctx context.Context, x *exchange) error {
	if err := h.next.handle(ctx, x); err != nil {
		return err
	}
	defer x.response.Body.Close()
	if x.response.StatusCode >= 300 {
		// The status says what happened, however much of the text arrives.
		x.content, _, _ = readBounded(x.response, maxErrorContent)
		return nil
	}
	limit := x.settings.maxResponse
	content, complete, err := readBounded(x.response, limit)
	switch {
	case err != nil:
		return &brokenAnswer{err}
	case !complete:
		return fmt.Errorf("%w: over %d bytes", ErrResponseTooLarge, limit)
	}
	x.content = content
	return nil
}

// brokenAnswer is what reading the body of an answer ended in.
type brokenAnswer struct{ err error }

func (e *brokenAnswer) Error() string { return e.err.Error() }
func (e *brokenAnswer) Unwrap() error { return e.err }

// readBounded reads at most limit bytes of an answer and tells whether that was all.
func readBounded(resp *http.Response, limit int64) (content []byte, complete bool, err error) {
	var buf bytes.Buffer
	expected := min(max(resp.ContentLength, 0), limit, maxTrusted)
	buf.Grow(int(expected) + bytes.MinRead) // ReadFrom wants that much room to find the end
	// One byte more than the limit tells whether there are more.
	_, err = buf.ReadFrom(io.LimitReader(resp.Body, limit+1))
	if int64(buf.Len()) > limit {
		return buf.Bytes()[:limit], false, nil
	}
	return buf.Bytes(), true, err
}
