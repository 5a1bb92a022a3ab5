package factorialhr

import (
	"context"
	"errors"
	"net/http/httptrace"
	"net/url"

	causes "github.com/factorialhr-go/factorialhr/internal/cause"
)

// cause replaces an error from another package whose text may hold what must not be logged:
// *url.Error quotes the URL with its query, encoding/json quotes values, net/http quotes what it
// cannot parse.
type cause = causes.Cause

// newCause returns an error with this text that replaces original and is not transient.
func newCause(text string, original error) *cause { return causes.New(text, original) }

// Original returns the error that the client replaced by one with a safe text: the error of the
// network, of the caller's transport, of encoding/json, or of the server's response to a request
// for a token. It is nil if there is none.
//
// The text of the original, and of every error that it wraps, can hold the URL with its query,
// header fields, the body of the request with its secrets, and what the server or a proxy sent.
// Show it to a person who debugs the program, but do not log it. [errors.Is] and [errors.As] work
// without Original: they find sentinels, the error of a caller's own transport by its type, and the
// errors of net, crypto/tls and crypto/x509, rebuilt without names, addresses, certificates and
// texts.
func (e *Error) Original() error { return causes.Original(e.cause) }

// contextCause returns the error of a context that is done.
func contextCause(ctx context.Context) error {
	err, why := ctx.Err(), context.Cause(ctx)
	switch {
	case why == error(errAttemptTimeout), why == err:
		return why
	default: // the caller's own reason, whose text the client does not know
		return newCause(err.Error(), errors.Join(err, why))
	}
}

// attemptCause returns the cause of a failed attempt. The errors of the network get a text of which
// every word is known; the errors of the credential and of files have a safe text already.
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

// describe returns a safe text for what broke a connection.
func describe(err error) string { return causes.Of(err, causes.Connected).Error() }

// isTransient reports whether another attempt may succeed where err failed.
func isTransient(err error) bool { return causes.Passes(err) }

// stage returns how far net/http came with the request.
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

// watch makes f record what the transport does with the requests of the returned context.
func (f *fate) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { f.note(traced) },
		GotConn:      func(httptrace.GotConnInfo) { f.note(connected) },
		WroteHeaders: func() { f.note(wroteHeaders) },
	})
}
