package factorialhr

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
)

// decodeHandler turns the answer into a Go value.
type decodeHandler struct {
	next handler
}

func (h *decodeHandler) handle(ctx context.Context, x *exchange) error {
	if err := h.next.handle(ctx, x); err != nil {
		return err
	}
	if x.out == nil {
		return nil
	}
	content := bytes.TrimSpace(x.content)
	if len(content) == 0 {
		if x.list {
			return newError(ctx, x, errNoList) // an empty page would end the list without a word
		}
		return nil
	}
	if err := decodeContent(content, x.out); err != nil {
		return newError(ctx, x, err)
	}
	return nil
}

// decodeContent is the one place that reads JSON of the server into types of ours.
func decodeContent(content []byte, out any) error {
	return json.Unmarshal(content, out)
}

var errNoList = fmt.Errorf("%w: a list without data", ErrUnexpectedResponse)
