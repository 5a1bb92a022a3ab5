package factorialhr

import (
	"context"
	"fmt"
	"reflect"
	"sync/atomic"
)

// guardHandler refuses calls that must not begin.
type guardHandler struct {
	closer *closer
	next   callHandler
}

func (h *guardHandler) handle(ctx context.Context, c *call) callResult {
	switch {
	case h.closer.closed.Load():
		return notStarted(c.op, ErrClosed)
	case c.settings.readOnly && c.op.Retry != RetrySafe:
		return notStarted(c.op, ErrReadOnly)
	case !canHold(c.out):
		return notStarted(c.op, errOut)
	case ctx.Err() != nil:
		return notStarted(c.op, contextCause(ctx))
	}
	return h.next.handle(ctx, c)
}

// notStarted is the result of a call that ends before its first attempt.
func notStarted(op *Operation, err error) callResult { return callResult{err: refuse(op, err)} }

// canHold reports whether a response can be decoded into out. The guard checks it because decode
// would find out too late, after a call that writes.
func canHold(out any) bool {
	v := reflect.ValueOf(out)
	return out == nil || v.Kind() == reflect.Pointer && !v.IsNil()
}

var errOut = fmt.Errorf("%w: a response can only be decoded into a pointer that is not nil", ErrInvalidRequest)

// closer records whether the client is closed.
type closer struct {
	closed atomic.Bool
}
