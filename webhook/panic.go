package webhook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"runtime"
	"strings"
)

// PanicError is the error of a handler that panicked. Printing, logging or encoding it shows
// neither the value nor the stack: read the fields.
type PanicError struct {
	// Value is the argument of panic. It may hold personal data.
	Value any
	// Stack lists the functions that were active, innermost first, each with its file and line. It
	// has no arguments.
	Stack []byte
}

// Error says that the handler panicked, and why if the Go runtime is the reason.
func (e *PanicError) Error() string { return "webhook: the handler panicked" + runtimeReason(e.Value) }

// GoString is [PanicError.Error], for %#v.
func (e PanicError) GoString() string { return fmt.Sprintf("&webhook.PanicError{%q}", e.Error()) }

// Format writes [PanicError.Error] or [PanicError.GoString], whatever the verb.
func (e PanicError) Format(f fmt.State, verb rune) { writeText(f, verb, e.Error(), e.GoString()) }

// LogValue is [PanicError.Error] for a structured log.
func (e PanicError) LogValue() slog.Value { return slog.StringValue(e.Error()) }

// MarshalJSON writes what [PanicError.Error] returns, for logs that encode what they get.
func (e PanicError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns the value of the panic if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// writeText is the Format of a value that shows text and, for %#v, code.
func writeText(f fmt.State, verb rune, text, code string) {
	if verb == 'v' && f.Flag('#') {
		text = code
	}
	_, _ = io.WriteString(f, text)
}

// runtimeReason returns what the runtime says about a panic of its own, without the numbers of an
// index. Other packages can implement [runtime.Error] too, and their texts may hold anything.
func runtimeReason(value any) string {
	err, ok := value.(runtime.Error)
	if !ok {
		return ""
	}
	t := reflect.TypeOf(value)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.PkgPath() != "runtime" && !strings.HasPrefix(t.PkgPath(), "internal/runtime/") {
		return ""
	}
	text := err.Error()
	if t.Name() == "boundsError" {
		text, _, _ = strings.Cut(text, " [")
		text, _, _ = strings.Cut(text, " with length ")
	}
	return ": " + text
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
			err = &PanicError{Value: value, Stack: stack()}
		}
	}()
	err = f()
	returned = true
	return err
}

// maxFrames bounds a stack.
const maxFrames = 100

// stack returns the functions of the goroutine, from the panic that the caller of stack recovered.
// The stacks of [runtime/debug] have the arguments of the functions, a salary for instance, and the
// labels of the goroutine.
func stack() []byte {
	pcs := make([]uintptr, maxFrames)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)]) // without Callers, stack, and the deferred function
	var b strings.Builder
	for {
		frame, more := frames.Next()
		if frame.Function != "" {
			fmt.Fprintf(&b, "%s\n\t%s:%d\n", frame.Function, frame.File, frame.Line)
		}
		if !more {
			return []byte(b.String())
		}
	}
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
