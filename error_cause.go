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
	"syscall"
)

// cause is an error of somebody else whose text may hold what must not be logged: *url.Error quotes the URL with its
// query, encoding/json quotes values, net/http quotes what it cannot read. It has a text of its own, answers errors.Is
// from the original, and hands the original to nobody.
type cause struct {
	text      string
	err       error
	transient bool // it can pass by itself
}

func (c *cause) Error() string { return c.text }

// Is reports whether the original is target.
func (c *cause) Is(target error) bool { return errors.Is(c.err, target) }

// contextCause is the error of a context that has ended.
func contextCause(ctx context.Context) error {
	err, why := ctx.Err(), context.Cause(ctx)
	switch {
	case why == error(errAttemptTimeout), why == err:
		return why
	default: // a reason that the caller gave, in words of the caller
		return &cause{text: err.Error(), err: errors.Join(err, why)}
	}
}

// attemptCause is what an attempt failed of. The errors of the network get a text of which every word is known; those
// of the credential and of files take care of their own.
func attemptCause(ctx context.Context, f *fate, err error) error {
	broken, isAnswer := err.(*brokenAnswer)
	outer, isRequest := err.(*url.Error) // from http.Client
	switch {
	case !isAnswer && !isRequest:
		return err
	case ctx.Err() != nil:
		return contextCause(ctx)
	case isAnswer:
		return &cause{text: describe(broken.err), err: broken.err, transient: true}
	}
	if file, ok := errors.AsType[*FileError](err); ok {
		return file
	}
	if !f.has(handedOver) {
		return outer.Err // the credential held the request back
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](outer.Err)
	return &cause{text: describe(outer.Err), err: outer.Err, transient: !untrusted}
}

// describe says in words of ours what broke a connection.
func describe(err error) string {
	if untrusted, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return untrusted.Error() // it names hosts and authorities
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "the host name was not resolved"
	}
	op, isOp := errors.AsType[*net.OpError](err)
	number, isNumber := errors.AsType[syscall.Errno](err)
	network, isNetwork := errors.AsType[net.Error](err)
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	switch {
	case isOp && isNumber:
		return op.Op + ": " + number.Error()
	case isNumber:
		return number.Error()
	case isNetwork && network.Timeout():
		return "no answer in time"
	case record:
		return "the server does not speak TLS"
	case corrupt, errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return "the answer is not compressed as it says"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection ended before the answer did"
	case isOp:
		return op.Op + " failed"
	default:
		return "the connection failed"
	}
}

// isTransient reports whether err is of a kind that can pass by itself.
func isTransient(err error) bool {
	c, ok := errors.AsType[*cause](err)
	return ok && c.transient
}
