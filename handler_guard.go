package factorialhr

import (
	"context"
	"fmt"
	"reflect"
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
	case !canHold(x.out):
		return refuse(x.op, errOut)
	case ctx.Err() != nil:
		return refuse(x.op, contextCause(ctx))
	}
	return h.next.handle(ctx, x)
}

// canHold reports whether an answer can be decoded into out. It is asked first because it would be too late after a
// call that writes.
func canHold(out any) bool {
	v := reflect.ValueOf(out)
	return out == nil || v.Kind() == reflect.Pointer && !v.IsNil()
}

var errOut = fmt.Errorf("%w: what the answer is to be decoded into is not a pointer, or a nil one", ErrInvalidRequest)

// closer tells whether the client was closed.
type closer struct {
	closed atomic.Bool
}
