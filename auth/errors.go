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
	// ErrOrigin means that a request was not for the origin that the credential belongs to. It
	// was not sent.
	ErrOrigin = errors.New("auth: the request is not for the configured origin, so it was not sent with the credential")

	// ErrProxy means that a plain HTTP request would have shown its credential to a proxy. It
	// was not sent.
	ErrProxy = errors.New("auth: a proxy would see the credential of a plain http request, so it was not sent")

	// ErrAccessTokenExpired means that an access token is past its expiry and that its method
	// has no way to get another one: log in again, or use RefreshToken.
	ErrAccessTokenExpired = errors.New("auth: the access token has expired and cannot be refreshed: get another one, or use auth.RefreshToken")

	// ErrRefreshTokenExpired means that the server refused a refresh token that was older than
	// its week. A person has to log in again; KeepAlive prevents it.
	ErrRefreshTokenExpired = errors.New("auth: the refresh token has expired (it lives one week): a person has to log in again; auth.Refresher.KeepAlive prevents this")

	// ErrRefreshTokenRejected means that the server refused a refresh token within its week: it
	// was used before, revoked, or belongs to another application or environment. A person has
	// to log in again.
	ErrRefreshTokenRejected = errors.New("auth: the server refused the refresh token, because it was used before, was revoked, or belongs to another application or environment: " +
		"a person has to log in again; where several programs use one token, they must share an auth.TokenStore")

	// ErrNotStored is what TokenStore.Load returns when nothing was saved under a key.
	ErrNotStored = errors.New("auth: no token is stored under this key")

	// ErrLockLost is what TokenLock.Save returns when somebody else has taken the lock since.
	// Nothing was saved.
	ErrLockLost = errors.New("auth: the lock of the token store was lost")
)

// SaveError means that the token store failed, so that a new token could not be kept safe. By
// default no request uses such a token, the save is tried again with the next request and by Close,
// and the refresh token that is stored keeps working: nobody is locked out. See ContinueUnsaved.
type SaveError struct {
	// Op is what the store failed to do: "lock", "load", "prepare" or "save". Only after "save" has a
	// refresh token been spent.
	Op string
	// Err is the store's error as it is. Its text can hold anything that the store knows, a token
	// too: do not log it.
	Err error
}

// Error names the kind of the store's error. It repeats the words of a store of this package and of
// auth/redisstore. Another store's words are left out, because a store can quote the token that it
// was given, or what its server wrote; errors.Is and errors.As find what the error is.
func (e *SaveError) Error() string {
	return fmt.Sprintf("auth: the token store failed to %s, and no new token is used that is not saved: %v", e.does(), e.Unwrap())
}

// does says what the store failed to do.
func (e *SaveError) does() string {
	if e.Op == "prepare" {
		return "prepare a save, before a refresh token was spent"
	}
	return e.Op
}

// Unwrap returns the store's error, with a safe text if its own may not be.
func (e *SaveError) Unwrap() error {
	if e.Err == nil || speaks(e.Err) {
		return e.Err
	}
	return cause.Or(e.Err, "the store failed")
}

// GoString describes the error as Error does, for %#v.
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

// speaks reports whether all texts in err are known: those of this package, of files and of the
// system.
func speaks(err error) bool {
	switch e := err.(type) {
	case *cause.Cause, *FormatError, *SaveError, *ExchangeError, problem, explained, syscall.Errno:
		return true
	case *fs.PathError:
		return speaks(e.Err)
	case *os.LinkError:
		return speaks(e.Err)
	case *os.SyscallError:
		return speaks(e.Err)
	case interface{ Unwrap() []error }: // of errors.Join if it has no words of its own
		parts := e.Unwrap()
		return errors.Join(parts...).Error() == err.Error() && !slices.ContainsFunc(parts, func(err error) bool { return !speaks(err) })
	}
	return slices.Contains([]error{
		ErrOrigin, ErrProxy, ErrAccessTokenExpired, ErrRefreshTokenExpired, ErrRefreshTokenRejected, ErrNotStored, ErrLockLost,
		errNoOther, errNoRefreshToken, context.Canceled, context.DeadlineExceeded, os.ErrDeadlineExceeded,
		fs.ErrInvalid, fs.ErrPermission, fs.ErrExist, fs.ErrNotExist, fs.ErrClosed, io.ErrShortWrite,
	}, err)
}

// problem is an error whose text this package wrote.
type problem string

func (p problem) Error() string { return string(p) }

// explained is an error whose text this package wrote, with the error of the system behind it.
type explained struct {
	problem
	err error
}

func (e explained) Unwrap() error { return e.err }

// FormatError means that a stored token cannot be understood. It names no value.
type FormatError struct {
	// Path is the file, if it is one.
	Path string
	// Key is the JSON key, if it is about one.
	Key string
	// Problem is what is wrong.
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

// ExchangeError means that a request to /oauth/token or /oauth/revoke did not succeed. If it ended
// the life of a refresh token, errors.Is finds ErrRefreshTokenRejected or ErrRefreshTokenExpired.
// It never contains a text of the network: not the server's, not a proxy's, not the request's.
type ExchangeError struct {
	// Op is what was tried: "refresh", "exchange the code" or "revoke".
	Op string
	// Status is the HTTP status, 0 if there was no answer.
	Status int
	// Code is the error code of RFC 6749 §5.2 that the server gave, such as "invalid_client".
	// It is empty if there was none or if it is not one of those that the RFC defines.
	Code string
	// Err is the cause: a sentinel of this package, or an error with a safe text that stands for
	// the network's. It can be nil.
	Err error

	retry bool          // trying again later can help
	wait  time.Duration // how long the server asked to be left alone
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

// Original returns the network's error that Err stands for, or nil. Its text can hold the client's
// secret, the refresh token and whatever the server or a proxy sent: show it to a person who looks
// for a fault, do not log it. errors.Is and errors.As need no Original: they find sentinels, the
// error of a caller's own transport by its type, and the errors of net, crypto/tls and crypto/x509
// rebuilt without names, addresses, certificates and texts.
func (e *ExchangeError) Original() error { return cause.Original(e.Err) }

// oauthCodes are the error codes of RFC 6749 §4.1.2.1 and §5.2 and RFC 7009 §2.2.1. Anything else
// is the server's own text, which could contain anything.
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

// withoutURL takes off the *url.Error that an http.Client wraps around everything.
func withoutURL(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok && e != nil && e.Err != nil {
		return e.Err
	}
	return err
}

// worthAnotherTry reports whether a status can be another one in a moment.
func worthAnotherTry(status int) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}
