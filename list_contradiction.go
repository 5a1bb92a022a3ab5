package factorialhr

import (
	"context"
	"fmt"

	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// contradictions reports a list that contradicts its metadata to the observers, as a call without
// attempts. With [Strict] the list is an error too.
func contradictions(op *Operation, s *settings) func(context.Context, paging.Mismatch) error {
	watching, strict := s.observers, s.strict
	return func(ctx context.Context, found paging.Mismatch) error {
		m := Mismatch(found)
		var err error
		if strict {
			e := refuse(op, &contradictionError{m})
			e.Mismatches = []Mismatch{m}
			err = e
		}
		ctx = watching.start(ctx, op)
		watching.mismatch(ctx, op, []Mismatch{m})
		watching.end(ctx, op, CallInfo{Err: err})
		return err
	}
}

// contradictionError is the error of [Strict] for a list as a whole.
type contradictionError struct{ m Mismatch }

func (e *contradictionError) Error() string {
	return fmt.Sprintf("the list contradicts its metadata: %s: want %s, got %s", e.m.Pointer, e.m.Want, e.m.Got)
}

func (e *contradictionError) Is(target error) bool { return target == ErrMismatch }
