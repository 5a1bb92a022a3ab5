package factorialhr

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

// maxErrorContent bounds what is read of an answer that is an error, in bytes.
const maxErrorContent = 64 << 10

// readHandler reads the body of the answer, up to the limit of the call, and closes it.
type readHandler struct {
	next handler
}

func (h *readHandler) handle(ctx context.Context, x *exchange) error {
	if err := h.next.handle(ctx, x); err != nil {
		return err
	}
	defer x.response.Body.Close()
	limit := x.settings.maxResponse
	failed := x.response.StatusCode >= 300
	if failed {
		limit = maxErrorContent
	}
	var tooLarge bool
	var err error
	x.content, tooLarge, err = readBounded(x.response, limit)
	if failed {
		return nil // the status says what happened, however much of the text arrived
	}
	if tooLarge {
		return fmt.Errorf("%w: over %d bytes", ErrResponseTooLarge, limit)
	}
	return err
}

// readBounded reads at most limit bytes of an answer and tells whether there are more. Memory is taken as the answer
// comes; its Content-Length is believed as far as it saves growing.
func readBounded(resp *http.Response, limit int64) (content []byte, tooLarge bool, err error) {
	if resp.ContentLength > limit {
		return nil, true, nil
	}
	var buf bytes.Buffer
	// One byte above the limit to notice that there is more, and the room that ReadFrom wants to find the end in.
	buf.Grow(int(min(max(resp.ContentLength, 512), maxTrusted)) + bytes.MinRead)
	_, err = buf.ReadFrom(io.LimitReader(resp.Body, limit+1))
	if int64(buf.Len()) > limit {
		return buf.Bytes()[:limit], true, nil
	}
	return buf.Bytes(), false, err
}

// maxTrusted is how many bytes are set aside on the word of a Content-Length.
const maxTrusted = 4 << 20
