package factorialhr

import (
	"context"
	"fmt"
)

// classifyHandler turns everything that an attempt can end in, except success, into an [*Error].
type classifyHandler struct {
	next sender
}

func (h *classifyHandler) handle(ctx context.Context, a attempt) attemptResult {
	r, err := h.next.send(ctx, a)
	switch {
	case err == nil && r.response.StatusCode < 200:
		err = errNotFinal
	case err == nil && r.response.StatusCode < 300:
		return attemptResult{reply: r}
	}
	e := newError(ctx, a.op, r, err)
	e.Attempts, e.Waited = a.number, a.waited
	return attemptResult{reply: r, err: e}
}

// errNotFinal is the error of a status that cannot end a call: a 101 although the client did not
// ask to switch protocols, or the 0 of a transport that is not net/http's. Taken for a success, it
// would be one without a value.
var errNotFinal = fmt.Errorf("%w: not a final status", ErrUnexpectedResponse)
