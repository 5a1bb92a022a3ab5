// Package cause keeps the text of the network out of errors. The errors of net/http quote what the
// other side sent, a *url.Error quotes the URL with its query, and a server can echo the form with
// the client's secret: none of it may reach a log.
//
// A [Cause] stands for such an error. Its text is written here, word for word; [errors.Is] and
// [errors.As] still find what the original is, and only [Cause.Original] hands out the original.
package cause

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
)

// Cause is an error with a safe text that stands for an error with an unsafe one. It prints its
// text through every verb of fmt, and as JSON. It is safe for concurrent use.
type Cause struct {
	text string
	// fmt, and whatever else prints unexported fields, prints a function as an address.
	original func() error
	passes   bool
}

// New returns a cause with this text, which must be safe, in the place of original. It does not
// pass by itself.
func New(text string, original error) *Cause {
	return &Cause{text: text, original: func() error { return original }}
}

// NewPassing is New for a cause that can pass by itself.
func NewPassing(text string, original error) *Cause {
	c := New(text, original)
	c.passes = true
	return c
}

// Of returns the cause of a request that ended in err at this stage.
func Of(err error, at Stage) *Cause {
	text, passes := describe(err, at)
	c := New(text, err)
	c.passes = passes
	return c
}

// Or is Of for an error that did not come from a request of this module: if nothing of err is
// known, it has this text.
func Or(err error, text string) *Cause {
	known, _, ok := describeKnown(err, Elsewhere)
	if ok {
		text = known
	}
	return New(text, err)
}

// Original returns the error that the first cause in the tree of err stands for, or nil if there is
// no cause.
func Original(err error) error {
	if c, ok := errors.AsType[*Cause](err); ok {
		return c.Original()
	}
	return nil
}

// Passes reports whether err is a cause that can pass by itself, so that another attempt makes
// sense.
func Passes(err error) bool {
	c, ok := errors.AsType[*Cause](err)
	return ok && c.passes
}

func (c *Cause) Error() string { return c.text }

// Original returns the error that the cause stands for. Its text is not safe.
func (c *Cause) Original() error { return c.original() }

// Is reports whether the original is target.
func (c *Cause) Is(target error) bool { return errors.Is(c.original(), target) }

// As finds target in the original, as [errors.As] does. A value of the standard library is rebuilt
// without its texts, or not handed out; a value of another package is handed out as it is, because
// only that package knows what it holds.
func (c *Cause) As(target any) bool { return as(c.original(), target) }

// Timeout reports whether the time was up. With Temporary it makes a Cause a [net.Error], so that a
// search for one ends here and not at a value whose text is not safe.
func (c *Cause) Timeout() bool {
	err := c.original()
	network, ok := errors.AsType[net.Error](err)
	return ok && network.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// Temporary reports whether the cause can pass by itself.
func (c *Cause) Temporary() bool { return c.passes }

// Format writes the text, quoted for %q and %#v, whatever the verb.
func (c *Cause) Format(f fmt.State, verb rune) {
	if verb == 'q' || verb == 'v' && f.Flag('#') {
		_, _ = fmt.Fprintf(f, "%q", c.text)
		return
	}
	_, _ = io.WriteString(f, c.text)
}

// MarshalText returns the text, for logs that encode errors as JSON.
func (c *Cause) MarshalText() ([]byte, error) { return []byte(c.text), nil }
