package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// APIKeyFunc asks f for the API key of each request, so that it can come from a secret manager
// and change. After a 401 it asks once more, and tries again if the key is another one. It calls
// f from many goroutines; f should cache what is slow to get.
func APIKeyFunc(f func(context.Context) (string, error)) Method {
	return callback(func(ctx context.Context) (*credential, error) {
		key, err := f(ctx)
		if err != nil {
			return nil, fmt.Errorf("auth: get the API key: %w", err)
		}
		return newAPIKey(key)
	})
}

// AccessTokenFunc asks f for the access token of each request, as APIKeyFunc does for keys.
func AccessTokenFunc(f func(context.Context) (string, error)) Method {
	return callback(func(ctx context.Context) (*credential, error) {
		token, err := f(ctx)
		if err != nil {
			return nil, fmt.Errorf("auth: get the access token: %w", err)
		}
		return newBearer("", token)
	})
}

// FromTokenSource uses the tokens of an x/oauth2 source, asking it for each request. A token that
// has expired is not sent; the error is ErrAccessTokenExpired. Do not give it the source of an
// oauth2.Config that refreshes: it saves no token and refreshes once in each process. That is
// what RefreshToken is for.
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

// sourceError takes the server's words out of the errors of x/oauth2.
func sourceError(err error) error {
	if retrieve, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		e := &ExchangeError{Op: "get a token from the source"}
		if retrieve.Response != nil {
			e.Status = retrieve.Response.StatusCode
		}
		if oauthCodes[retrieve.ErrorCode] {
			e.Code = retrieve.ErrorCode
		}
		return e
	}
	if strings.HasPrefix(err.Error(), "oauth2: cannot") { // parse or fetch: it quotes the answer
		return fmt.Errorf("auth: get a token from the source: %w", errUnusableAnswer)
	}
	return fmt.Errorf("auth: get a token from the source: %w", withoutURL(err))
}

// callback is a source that asks for each request.
type callback func(context.Context) (*credential, error)

func (c callback) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	return newTransport(base, origin, c)
}

func (c callback) credential(ctx context.Context) (*credential, error) { return c(ctx) }

func (c callback) replace(ctx context.Context, used *credential) (*credential, error) {
	next, err := c(ctx)
	if err != nil || next.equal(used) {
		return nil, nil // the 401 is the answer
	}
	return next, nil
}
