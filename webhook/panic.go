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

// PanicError is the error of a handler that panicked. When printed, logged or encoded, it shows
// neither the value nor the stack: read the fields.
type PanicError struct {
	// Value is the argument of panic. It may hold personal data.
	Value any
	// Stack lists the active functions, innermost first, each with its file and line. It has no
	// arguments.
	Stack []byte
}

// Error says that the handler panicked. It adds the reason if the panic came from the Go runtime.
func (e *PanicError) Error() string { return "webhook: the handler panicked" + runtimeReason(e.Value) }

// GoString returns [PanicError.Error] as Go syntax, for %#v.
func (e PanicError) GoString() string { return fmt.Sprintf("&webhook.PanicError{%q}", e.Error()) }

// Format writes [PanicError.Error], or [PanicError.GoString] for %#v.
func (e PanicError) Format(f fmt.State, verb rune) { writeText(f, verb, e.Error(), e.GoString()) }

// LogValue returns [PanicError.Error].
func (e PanicError) LogValue() slog.Value { return slog.StringValue(e.Error()) }

// MarshalJSON encodes [PanicError.Error], for loggers that encode errors.
func (e PanicError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns the value of the panic if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// writeText implements Format: it writes code for %#v and text for every other verb.
func writeText(f fmt.State, verb rune, text, code string) {
	if verb == 'v' && f.Flag('#') {
		text = code
	}
	_, _ = io.WriteString(f, text)
}

// runtimeReason returns the text of a panic of the Go runtime, without the numbers of an index.
// Other packages can implement [runtime.Error] too, and their texts may hold anything.
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

// contain calls f and returns a panic as a [*PanicError].
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

// maxFrames limits the depth of a stack.
const maxFrames = 100

// stack returns the functions of the goroutine, starting at the panic that its caller recovered. It
// does not use [runtime/debug], whose stacks contain arguments (a salary, for instance) and the
// labels of the goroutine.
func stack() []byte {
	pcs := make([]uintptr, maxFrames)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)]) // skip Callers, stack and the deferred function
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

// panics returns all panics in err, including joined ones.
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
