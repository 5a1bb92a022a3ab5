package factorialhr_test

import (
	"context"
	"errors"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestCallsThatMustNotBegin(t *testing.T) {
	type setup struct {
		ctx    context.Context
		opts   []factorialhr.RequestOption
		closed bool
	}
	ended, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the reason of the caller")
	cancel(why)
	readOnly := []factorialhr.RequestOption{factorialhr.ReadOnly()}
	tests := map[string]struct {
		setup
		op   factorialhr.Operation
		want []error // nil: it is sent
	}{
		"a GET on a read-only client is sent":             {setup{opts: readOnly}, getThing, nil},
		"a POST that reads on a read-only client is sent": {setup{opts: readOnly}, searchThing, nil},
		"a POST on a read-only client":                    {setup{opts: readOnly}, createThing, []error{factorialhr.ErrReadOnly}},
		"a PUT on a read-only client":                     {setup{opts: readOnly}, updateThing, []error{factorialhr.ErrReadOnly}},
		"a DELETE on a read-only client":                  {setup{opts: readOnly}, deleteThing, []error{factorialhr.ErrReadOnly}},
		"a call of a closed client":                       {setup{closed: true}, getThing, []error{factorialhr.ErrClosed}},
		"a context that has ended":                        {setup{ctx: ended}, getThing, []error{context.Canceled, why}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var rec recorder
			c := serve(t, rec.ServeHTTP, test.opts...)
			if test.closed {
				if err := errors.Join(c.Close(), c.Close()); err != nil {
					t.Fatal(err)
				}
			}
			if test.ctx == nil {
				test.ctx = t.Context()
			}
			_, err := call(test.ctx, c, &test.op)
			if sent := len(rec.all()) > 0; sent != (test.want == nil) || (err == nil) != sent {
				t.Fatalf("sent: %v, %v", sent, err)
			}
			for _, target := range test.want {
				if !errors.Is(err, target) {
					t.Errorf("%v is not %v", err, target)
				}
			}
			if e, ok := errors.AsType[*factorialhr.Error](err); ok && e.Outcome != factorialhr.OutcomeNotSent {
				t.Errorf("outcome %v", e.Outcome)
			}
		})
	}
}

func TestReadOnlyForOneCall(t *testing.T) {
	var rec recorder
	c := serve(t, rec.ServeHTTP)
	if _, err := call(t.Context(), c, &createThing, factorialhr.ReadOnly()); !errors.Is(err, factorialhr.ErrReadOnly) {
		t.Errorf("got %v", err)
	}
	if _, err := call(t.Context(), c, &createThing); err != nil || len(rec.all()) != 1 {
		t.Errorf("the next call: %v", err)
	}
}
