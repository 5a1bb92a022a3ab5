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
)

// APIKeyFunc asks f for the API key of each request, so that it can come from a secret manager and
// change. After a 401 it asks once more, and tries again if the key is another one. It calls f from
// many goroutines; f should cache what is slow to get.
//
// An error of f is wrapped with its own words. If it comes from a network, as that of an
// http.Client does, its words are left out, and errors.Is and errors.As find what it is.
func APIKeyFunc(f func(context.Context) (string, error)) Method {
	return callback(func(ctx context.Context) (*credential, error) {
		key, err := f(ctx)
		if err != nil {
			return nil, fmt.Errorf("auth: get the API key: %w", callersError(err))
		}
		return newAPIKey(key)
	})
}

// AccessTokenFunc asks f for the access token of each request, as APIKeyFunc does for keys.
func AccessTokenFunc(f func(context.Context) (string, error)) Method {
	return callback(func(ctx context.Context) (*credential, error) {
		token, err := f(ctx)
		if err != nil {
			return nil, fmt.Errorf("auth: get the access token: %w", callersError(err))
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

// sourceError takes the server's words out of the errors of a source. x/oauth2 turns some of them
// into plain text, so no words are kept but those of this package.
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
	if strings.HasPrefix(err.Error(), "oauth2: cannot") { // parse or fetch: it quotes the response
		return fmt.Errorf("auth: "+op+": %w", cause.New(strings.TrimPrefix(errUnusableAnswer.Error(), "auth: "), err))
	}
	if speaks(err) {
		return fmt.Errorf("auth: "+op+": %w", err)
	}
	return fmt.Errorf("auth: "+op+": %w", cause.Or(err, "the source failed"))
}

// callersError returns the error of a function of the caller. Its words are the caller's own,
// unless it carries an error of the network, whose words are the other side's.
func callersError(err error) error {
	if cause.FromNetwork(err) && !speaks(err) {
		return cause.Or(err, "the function failed")
	}
	return err
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
