package webhook

import (
	"errors"
	"runtime"
	"runtime/debug"
)

// PanicError is the error of a handler that panicked.
type PanicError struct {
	// Value is what was given to panic. It is not part of the text of the error, since it may hold personal data.
	Value any
	// Stack is where it happened.
	Stack []byte
}

// Error says that the handler panicked, and why if the Go runtime was the reason.
func (e *PanicError) Error() string {
	if cause, ok := e.Value.(runtime.Error); ok {
		return "webhook: the handler panicked: " + cause.Error()
	}
	return "webhook: the handler panicked"
}

// Unwrap returns the value of the panic if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// errGoexit is the error of a handler that called [runtime.Goexit], as t.FailNow does.
var errGoexit = errors.New("webhook: the handler ended its goroutine")

// contain calls f and makes an error of a panic.
func contain(f func() error) (err error) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if value := recover(); value != nil {
			err = &PanicError{Value: value, Stack: debug.Stack()}
		}
	}()
	err = f()
	returned = true
	return err
}

// panics finds all panics in an error, joined ones too.
func panics(err error) []*PanicError {
	switch e := err.(type) {
	case *PanicError:
		return []*PanicError{e}
	case interface{ Unwrap() []error }:
		var all []*PanicError
		for _, err := range e.Unwrap() {
			all = append(all, panics(err)...)
		}
		return all
	}
	return nil
}
