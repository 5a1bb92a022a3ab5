package factorialhr

import (
	"context"
	"errors"
	"net/http/httptrace"
	"net/url"

	causes "github.com/factorialhr-go/factorialhr/internal/cause"
)

// cause stands for an error from outside whose text may hold what must not be logged: *url.Error
// quotes the URL with its query, encoding/json quotes values, net/http quotes what it cannot read.
type cause = causes.Cause

// newCause returns an error with this text that stands for original and does not pass by itself.
func newCause(text string, original error) *cause { return causes.New(text, original) }

// Original returns the error that the client replaced by one with a safe text: the error of the
// network, of the caller's transport, of encoding/json, or of the server's response to a request
// for a token. It is nil if there is none.
//
// The text of the original, and whatever it wraps, can hold the URL with its query, header fields,
// the body of the request with its secrets, and what the server or a proxy sent. Show it to a
// person who looks for a fault; do not log it. [errors.Is] and [errors.As] need no Original: they
// find sentinels, the error of a caller's own transport by its type, and the errors of net,
// crypto/tls and crypto/x509 rebuilt without names, addresses, certificates and texts.
func (e *Error) Original() error { return causes.Original(e.cause) }

// contextCause is the error of a context that has ended.
func contextCause(ctx context.Context) error {
	err, why := ctx.Err(), context.Cause(ctx)
	switch {
	case why == error(errAttemptTimeout), why == err:
		return why
	default: // a reason that the caller gave, in words of the caller
		return newCause(err.Error(), errors.Join(err, why))
	}
}

// attemptCause returns the cause of a failed attempt. The errors of the network get a text of which
// every word is known; those of the credential and of files take care of their own.
func attemptCause(ctx context.Context, f *fate, err error) error {
	broken, isBody := err.(*brokenBody)
	outer, isRequest := err.(*url.Error) // from http.Client
	switch {
	case !isBody && !isRequest:
		return err
	case ctx.Err() != nil:
		return contextCause(ctx)
	case isBody:
		return causes.NewPassing(describe(broken.err), broken.err)
	}
	if file, ok := errors.AsType[*FileError](err); ok {
		return file
	}
	if !f.has(handedOver) {
		return outer.Err // the credential held the request back
	}
	return causes.Of(outer.Err, f.stage())
}

// describe says in words of ours what broke a connection.
func describe(err error) string { return causes.Of(err, causes.Connected).Error() }

// isTransient reports whether err is of a kind that can pass by itself.
func isTransient(err error) bool { return causes.Passes(err) }

// stage is how far net/http came with the request.
func (f *fate) stage() causes.Stage {
	switch {
	case f.has(connected):
		return causes.Connected
	case f.has(traced):
		return causes.Connecting
	default:
		return causes.Elsewhere
	}
}

// watch notes what the transport does with the requests of the returned context.
func (f *fate) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { f.note(traced) },
		GotConn:      func(httptrace.GotConnInfo) { f.note(connected) },
		WroteHeaders: func() { f.note(wroteHeaders) },
	})
}
