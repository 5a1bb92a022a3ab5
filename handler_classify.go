package factorialhr

import (
	"context"
	"fmt"
)

// classifyHandler makes an [*Error] of everything that an attempt can end in but success.
type classifyHandler struct {
	next handler
}

func (h *classifyHandler) handle(ctx context.Context, x *exchange) error {
	err := h.next.handle(ctx, x)
	switch {
	case err == nil && x.response.StatusCode < 200:
		err = errNoAnswer
	case err == nil && x.response.StatusCode < 300:
		return nil
	}
	return newError(ctx, x, err)
}

// errNoAnswer is the error of a status that no server ends a call with: 101 that nobody asked for, or the 0 of a transport
// that is not net/http's. It would be a success without a value.
var errNoAnswer = fmt.Errorf("%w: a status that is no answer", ErrUnexpectedResponse)
