package factorialhr

import (
	"context"
	"sync/atomic"
)

// guardHandler stops calls that must not begin.
type guardHandler struct {
	closer *closer
	next   handler
}

func (h *guardHandler) handle(ctx context.Context, x *exchange) error {
	switch {
	case h.closer.closed.Load():
		return refuse(x.op, ErrClosed)
	case x.settings.readOnly && x.op.Retry != RetrySafe:
		return refuse(x.op, ErrReadOnly)
	case ctx.Err() != nil:
		return refuse(x.op, contextCause(ctx))
	}
	return h.next.handle(ctx, x)
}

// closer tells whether the client was closed.
type closer struct {
	closed atomic.Bool
}
