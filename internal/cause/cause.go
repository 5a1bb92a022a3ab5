// Package cause keeps the text of the network out of errors. The errors of net/http quote what the
// other side sent, a *url.Error quotes the URL with its query, and a server can echo the form with
// the client's secret: none of it may reach a log.
//
// A [Cause] replaces such an error. Its text is one of the fixed texts of this package; [errors.Is]
// and [errors.As] still match the original, and only [Cause.Original] returns the original.
package cause

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
)

// Cause is an error with a safe text that replaces an error with an unsafe one. Every verb of fmt
// and JSON show only the safe text. It is safe for concurrent use.
type Cause struct {
	text string
	// A function, because code that prints unexported fields prints only its address.
	original func() error
	passes   bool
}

// New returns a cause that replaces original. The text must be safe. The cause is not temporary.
func New(text string, original error) *Cause {
	return &Cause{text: text, original: func() error { return original }}
}

// NewPassing is New for a temporary cause.
func NewPassing(text string, original error) *Cause {
	c := New(text, original)
	c.passes = true
	return c
}

// Of returns the cause for err, the error of a request that failed at this stage.
func Of(err error, at Stage) *Cause {
	text, passes := describe(err, at)
	c := New(text, err)
	c.passes = passes
	return c
}

// Or is Of for an error that did not come from a request of this module. If describe does not
// recognise err, the cause has the given text.
func Or(err error, text string) *Cause {
	known, _, ok := describeKnown(err, Elsewhere)
	if ok {
		text = known
	}
	return New(text, err)
}

// Original returns the error that the first cause in the tree of err replaces, or nil if there is
// no cause.
func Original(err error) error {
	if c, ok := errors.AsType[*Cause](err); ok {
		return c.Original()
	}
	return nil
}

// Passes reports whether err contains a temporary cause, so that another attempt makes sense.
func Passes(err error) bool {
	c, ok := errors.AsType[*Cause](err)
	return ok && c.passes
}

func (c *Cause) Error() string { return c.text }

// Original returns the error that the cause replaces. Its text is not safe.
func (c *Cause) Original() error { return c.original() }

// Is reports whether the original matches target.
func (c *Cause) Is(target error) bool { return errors.Is(c.original(), target) }

// As finds target in the original, like [errors.As]. It rebuilds a value of the standard library
// without its texts, or does not return it; it returns a value of another package unchanged,
// because only that package knows its content.
func (c *Cause) As(target any) bool { return as(c.original(), target) }

// Timeout reports whether the original is a timeout. Timeout and Temporary make a Cause a
// [net.Error], so that a search for one stops here and not at an unsafe value.
func (c *Cause) Timeout() bool {
	err := c.original()
	network, ok := errors.AsType[net.Error](err)
	return ok && network.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// Temporary reports whether the cause is temporary.
func (c *Cause) Temporary() bool { return c.passes }

// Format writes the safe text for every verb, quoted for %q and %#v.
func (c *Cause) Format(f fmt.State, verb rune) {
	if verb == 'q' || verb == 'v' && f.Flag('#') {
		_, _ = fmt.Fprintf(f, "%q", c.text)
		return
	}
	_, _ = io.WriteString(f, c.text)
}

// MarshalText returns the safe text, for loggers that encode errors as JSON.
func (c *Cause) MarshalText() ([]byte, error) { return []byte(c.text), nil }
