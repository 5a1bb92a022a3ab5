package factorialhr

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"syscall"
)

// cause is an error of somebody else whose text may hold what must not be logged: *url.Error quotes the URL with its
// query, encoding/json quotes values, net/http quotes what it cannot read. It has a text of its own, answers errors.Is
// from the original, and hands the original to nobody.
type cause struct {
	text string
	err  error
}

func (c *cause) Error() string { return c.text }

// Is reports whether the original is target.
func (c *cause) Is(target error) bool { return errors.Is(c.err, target) }

// safeCause gives the error of a transport a text of which every word is known.
func safeCause(err error) error {
	outer, ok := errors.AsType[*url.Error](err)
	if !ok {
		return err
	}
	return &cause{text: describe(outer.Err), err: outer.Err}
}

// describe says in words of ours what broke a connection.
func describe(err error) string {
	if cert, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return cert.Error() // it names hosts and authorities
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "the host name was not resolved"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		if number, ok := errors.AsType[syscall.Errno](err); ok {
			return op.Op + ": " + number.Error()
		}
		if op.Timeout() {
			return op.Op + ": timeout"
		}
		return op.Op + " failed"
	}
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return context.DeadlineExceeded.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection ended before the answer did"
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return "the answer is not encoded as it says"
	}
	if _, ok := errors.AsType[flate.CorruptInputError](err); ok {
		return "the answer is not encoded as it says"
	}
	return "the connection failed"
}
