package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/internal/cause"
	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// APIKeyFunc calls f for the API key of each request, so the key can come from a secret manager and
// change. After a 401 it calls f once more and sends the request again if the key is a different
// one. It calls f from many goroutines. If f is slow, it should cache the key.
//
// An error of f is wrapped and keeps its text. If it comes from the network, for example from an
// http.Client, its text is left out, but errors.Is and errors.As find it.
func APIKeyFunc(f func(context.Context) (string, error)) Method {
	return callback(func(ctx context.Context) (*credential, error) {
		key, err := f(ctx)
		if err != nil {
			return nil, fmt.Errorf("auth: get the API key: %w", callersError(err))
		}
		return newAPIKey(key)
	})
}

// AccessTokenFunc calls f for the access token of each request, as APIKeyFunc does for keys.
func AccessTokenFunc(f func(context.Context) (string, error)) Method {
	return callback(func(ctx context.Context) (*credential, error) {
		token, err := f(ctx)
		if err != nil {
			return nil, fmt.Errorf("auth: get the access token: %w", callersError(err))
		}
		return newBearer("", token)
	})
}

// FromTokenSource calls an x/oauth2 source for the token of each request. It does not send an
// expired token; the error is ErrAccessTokenExpired. Do not use it with the source of an
// oauth2.Config that refreshes, because that source saves no token and refreshes once in each
// process. Use RefreshToken instead.
func FromTokenSource(source oauth2.TokenSource) Method {
	return callback(func(context.Context) (*credential, error) {
		token, err := source.Token()
		if err != nil {
			return nil, sourceError(err)
		}
		if !token.Valid() {
			return nil, ErrAccessTokenExpired
		}
		return newBearer(token.Type(), token.AccessToken)
	})
}

// sourceError removes the server's text from an error of a source. x/oauth2 turns some errors into
// plain text, so only the text of this package is kept.
func sourceError(err error) error {
	const op = "get a token from the source"
	if retrieve, ok := errors.AsType[*oauth2.RetrieveError](err); ok && retrieve != nil {
		e := &ExchangeError{Op: op}
		if retrieve.Response != nil {
			e.Status = retrieve.Response.StatusCode
		}
		said, _ := readTokenResponse(bytes.NewReader(retrieve.Body)) // x/oauth2 trusts the label
		for _, code := range []string{retrieve.ErrorCode, said.errorCode} {
			if oauthCodes[code] {
				e.Code = code
			}
		}
		return e
	}
	if strings.HasPrefix(err.Error(), "oauth2: cannot") { // "parse" or "fetch", and a quote of the response
		return fmt.Errorf("auth: "+op+": %w", cause.New(strings.TrimPrefix(errUnusableResponse.Error(), "auth: "), err))
	}
	if isSafe(err) {
		return fmt.Errorf("auth: "+op+": %w", err)
	}
	return fmt.Errorf("auth: "+op+": %w", cause.Or(err, "the source failed"))
}

// callersError returns an error of the caller's function. Its text is the caller's, unless it wraps
// an error from the network, whose text may be the server's.
func callersError(err error) error {
	if cause.FromNetwork(err) && !isSafe(err) {
		return cause.Or(err, "the function failed")
	}
	return err
}

// callback is a source that calls a function for each request.
type callback func(context.Context) (*credential, error)

func (c callback) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	return c.transport(base, origin, nil)
}

func (c callback) transport(base http.RoundTripper, origin *url.URL, plain origins.Plain) (http.RoundTripper, error) {
	return newTransport(base, origin, plain, c)
}

func (c callback) credential(ctx context.Context) (*credential, error) { return c(ctx) }

func (c callback) replace(ctx context.Context, used *credential, _ *http.Response) (*credential, error) {
	next, err := c(ctx)
	if err != nil || next.equal(used) {
		return nil, nil // the caller gets the 401
	}
	return next, nil
}
