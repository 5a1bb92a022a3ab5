package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/cause"
)

var (
	// ErrOrigin means that a request was not sent, because it is for another origin than the
	// credential's.
	ErrOrigin = errors.New("auth: the request was not sent, because it is for another origin than the credential")

	// ErrProxy means that a plain HTTP request was not sent, because a proxy would have seen its
	// credential.
	ErrProxy = errors.New("auth: the request was not sent, because a proxy would see the credential of a plain http request")

	// ErrAccessTokenExpired means that the access token has expired and that its method cannot get
	// another one. Log in again, or use RefreshToken.
	ErrAccessTokenExpired = errors.New("auth: the access token has expired and cannot be refreshed: get another one, or use auth.RefreshToken")

	// ErrRefreshTokenExpired means that the server refused a refresh token that is older than a
	// week. A person has to log in again. KeepAlive prevents this.
	ErrRefreshTokenExpired = errors.New("auth: the refresh token has expired (it lives one week): a person has to log in again; auth.Refresher.KeepAlive prevents this")

	// ErrRefreshTokenRejected means that the server refused a refresh token within its week: it was
	// used before, was revoked, or belongs to another application or environment. A person has to
	// log in again.
	ErrRefreshTokenRejected = errors.New("auth: the server refused the refresh token, because it was used before, was revoked, or belongs to another application or environment: " +
		"a person has to log in again; programs that use the same token must share an auth.TokenStore")

	// ErrNotStored means that nothing is stored under a key. TokenStore.Load returns it.
	ErrNotStored = errors.New("auth: no token is stored under this key")

	// ErrLockLost means that another process has taken the lock, so nothing was saved.
	// TokenLock.Save returns it.
	ErrLockLost = errors.New("auth: another process has taken the lock of the token store")
)

// SaveError means that the token store failed, so a new token could not be saved. By default, no
// request uses the new token, the next request and Close try to save it again, and the stored
// refresh token keeps working: nobody is locked out. See ContinueUnsaved.
type SaveError struct {
	// Op is the operation that failed: "lock", "load", "prepare" or "save". A refresh token has
	// been spent only if it is "save".
	Op string
	// Err is the store's error, unchanged. Its text may contain anything that the store knows,
	// including a token: do not log it.
	Err error
}

// Error describes the failure. It contains the text of Err if the store is one of this package or
// of auth/redisstore. It leaves out the text of another store, which may quote a token or its
// server; errors.Is and errors.As find the store's error.
func (e *SaveError) Error() string {
	did := e.Op
	if e.Op == "prepare" {
		did = "prepare a save, before a refresh token was spent"
	}
	return fmt.Sprintf("auth: the token store failed to %s: %v", did, e.Unwrap())
}

// Unwrap returns the store's error. If its text may be unsafe, it returns one with a safe text.
func (e *SaveError) Unwrap() error {
	if e.Err == nil || isSafe(e.Err) {
		return e.Err
	}
	return cause.Or(e.Err, "the store failed")
}

// GoString returns the text of Error, for %#v.
func (e *SaveError) GoString() string { return fmt.Sprintf("&auth.SaveError{%q}", e.Error()) }

// Format writes the text of Error for every verb: fmt would print the fields for a verb that is not
// one of a string, and so the words of the store.
func (e *SaveError) Format(f fmt.State, verb rune) {
	switch {
	case verb == 'v' && f.Flag('#'):
		_, _ = io.WriteString(f, e.GoString())
	case strings.ContainsRune("vsqxX", verb):
		_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), e.Error())
	default:
		_, _ = io.WriteString(f, e.Error())
	}
}

// MarshalJSON writes the operation and the text of Error.
func (e *SaveError) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"op": e.Op, "error": e.Error()})
}

// isSafe reports whether all texts in err are from this package, from package os, or from the
// system.
func isSafe(err error) bool {
	switch e := err.(type) {
	case *cause.Cause, *FormatError, *SaveError, *ExchangeError, problem, explained, syscall.Errno:
		return true
	case *fs.PathError:
		return isSafe(e.Err)
	case *os.LinkError:
		return isSafe(e.Err)
	case *os.SyscallError:
		return isSafe(e.Err)
	case interface{ Unwrap() []error }: // errors.Join, unless the type adds text
		parts := e.Unwrap()
		return errors.Join(parts...).Error() == err.Error() && !slices.ContainsFunc(parts, func(err error) bool { return !isSafe(err) })
	}
	return slices.Contains([]error{
		ErrOrigin, ErrProxy, ErrAccessTokenExpired, ErrRefreshTokenExpired, ErrRefreshTokenRejected, ErrNotStored, ErrLockLost,
		errNoOther, errNoRefreshToken, context.Canceled, context.DeadlineExceeded, os.ErrDeadlineExceeded,
		fs.ErrInvalid, fs.ErrPermission, fs.ErrExist, fs.ErrNotExist, fs.ErrClosed, io.ErrShortWrite,
	}, err)
}

// problem is an error with a text of this package.
type problem string

func (p problem) Error() string { return string(p) }

// explained is an error with a text of this package, and the system's error behind it.
type explained struct {
	problem
	err error
}

func (e explained) Unwrap() error { return e.err }

// FormatError means that a stored token cannot be read. It contains no stored value.
type FormatError struct {
	// Path is the file; empty if the token is not in a file.
	Path string
	// Key is the JSON key with the problem; empty if the problem is not about one key.
	Key string
	// Problem describes the problem.
	Problem string
}

func (e *FormatError) Error() string {
	var b strings.Builder
	b.WriteString("auth: stored token")
	if e.Path != "" {
		b.WriteString(" in " + e.Path)
	}
	if e.Key != "" {
		b.WriteString(": " + e.Key)
	}
	return b.String() + ": " + e.Problem
}

// ExchangeError means that a request to /oauth/token or /oauth/revoke failed. If the server refused
// the refresh token, errors.Is finds ErrRefreshTokenRejected or ErrRefreshTokenExpired. Its text
// contains nothing from the network: nothing that the server or a proxy wrote, and nothing from the
// request.
type ExchangeError struct {
	// Op is the operation that failed: "refresh", "exchange the code", "revoke" or, with
	// FromTokenSource, "get a token from the source".
	Op string
	// Status is the HTTP status, 0 without a response.
	Status int
	// Code is the server's error code of RFC 6749 §5.2, such as "invalid_client". It is empty if
	// the response has none, or one that the RFC does not define.
	Code string
	// Err is the cause: a sentinel of this package, or an error with a safe text in place of the
	// network's error. It may be nil.
	Err error

	retry bool          // another attempt may succeed
	wait  time.Duration // the server asked the client to wait for so long
}

func (e *ExchangeError) Error() string {
	var b strings.Builder
	b.WriteString("auth: " + e.Op)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": status %d", e.Status)
	}
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	if e.Err != nil {
		b.WriteString(": " + strings.TrimPrefix(e.Err.Error(), "auth: "))
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *ExchangeError) Unwrap() error { return e.Err }

// Original returns the network's error behind Err, or nil. Its text may contain the client's
// secret, the refresh token, and anything that the server or a proxy sent. Use it for debugging,
// but do not log it. errors.Is and errors.As do not need it: they find sentinels, the error of the
// caller's own transport by its type, and copies of the errors of net, crypto/tls and crypto/x509
// without names, addresses, certificates and texts.
func (e *ExchangeError) Original() error { return cause.Original(e.Err) }

// oauthCodes are the error codes of RFC 6749 §4.1.2.1 and §5.2 and RFC 7009 §2.2.1. Any other code
// is the server's text, which may contain a secret.
var oauthCodes = map[string]bool{
	"access_denied":             true,
	"invalid_client":            true,
	"invalid_grant":             true,
	"invalid_request":           true,
	"invalid_scope":             true,
	"server_error":              true,
	"temporarily_unavailable":   true,
	"unauthorized_client":       true,
	"unsupported_grant_type":    true,
	"unsupported_response_type": true,
	"unsupported_token_type":    true,
}

// withoutURL removes the *url.Error that an http.Client wraps around every error.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok && e != nil && e.Err != nil {
		return e.Err
	}
	return err
}

// statusMayPass reports whether another attempt may have another status.
func statusMayPass(status int) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}
