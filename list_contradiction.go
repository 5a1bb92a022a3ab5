package factorialhr

import (
	"context"
	"fmt"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// contradictions tells the observers of a list that contradicts its metadata, as a call without attempts, and makes an
// error of it if the reading is strict.
func contradictions(op *Operation, s *settings) func(context.Context, paginate.Mismatch) error {
	watching, strict := s.observers, s.strict
	return func(ctx context.Context, m paginate.Mismatch) error {
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

// contradictionError is what [Strict] does not accept of a list as a whole.
type contradictionError struct{ m Mismatch }

func (e *contradictionError) Error() string {
	return fmt.Sprintf("the list contradicts its metadata: %s: want %s, got %s", e.m.Pointer, e.m.Want, e.m.Got)
}

func (e *contradictionError) Is(target error) bool { return target == ErrMismatch }
