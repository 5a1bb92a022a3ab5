package auth

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/oauth2"

	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// production stands in for an empty Config.BaseURL.
const production = "https://api.factorialhr.com"

// Config is an OAuth application that is registered with Factorial.
type Config struct {
	ClientID     string
	ClientSecret Secret
	// RedirectURL is the address to which Factorial sends the browser with the code, exactly as
	// registered. Only AuthCodeURL and Exchange need it.
	RedirectURL string
	// Scopes are the scopes to request. Empty requests the scopes of the registration.
	Scopes []string
	// BaseURL is the environment that issues the tokens. Only its scheme, host and port matter.
	// Empty means https://api.factorialhr.com; for RefreshToken, it means the origin of the first
	// Transport.
	BaseURL string
	// Transport sends the requests to /oauth/. Nil means http.DefaultTransport; for RefreshToken,
	// it means the base of the first Transport.
	Transport http.RoundTripper
	// InsecureHTTP is the host:port of BaseURL if BaseURL is plain http to another machine, such as
	// a fake API in a container. The secret, the code and the tokens then travel unencrypted: see
	// the function InsecureHTTP, which has the rules for it. Empty allows plain http to this
	// machine only. RefreshToken also sends its access tokens to that host over plain http.
	InsecureHTTP string
}

// ForCompany makes AuthCodeURL request a company's token instead of a user's. A company's token
// does not expire, cannot be refreshed, and has access to the whole company.
func ForCompany() oauth2.AuthCodeOption {
	return oauth2.SetAuthURLParam("resource_owner_type", "company")
}

// AuthCodeURL returns the address of the page on which a person approves the application (GET
// /oauth/authorize, RFC 6749 §4.1.1). Factorial then sends the browser to RedirectURL with code and
// state in the query.
//
// Use a fresh crypto/rand.Text as state, keep it in the browser's session, and refuse a callback
// with a different state (RFC 6749 §10.12).
func (c Config) AuthCodeURL(state string, opts ...oauth2.AuthCodeOption) (string, error) {
	o, err := c.origin(nil)
	if err != nil {
		return "", err
	}
	return c.oauth2(o).AuthCodeURL(state, opts...), nil
}

// Exchange exchanges the code from the callback for a token (POST /oauth/token). A code works once,
// for about ten minutes. Exchange waits for the server until ctx ends, at most half a minute.
func (c Config) Exchange(ctx context.Context, code string, opts ...oauth2.AuthCodeOption) (Token, error) {
	e, err := c.exchanger()
	if err != nil {
		return Token{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	got, err := e.do(ctx, "exchange the code", func(ctx context.Context, config *oauth2.Config) (*oauth2.Token, error) {
		return config.Exchange(ctx, code, opts...)
	})
	return got.token, err
}

// Revoke revokes an access token or a refresh token (POST /oauth/revoke, RFC 7009). If the server
// does not know the token, that is a success. Revoke waits for the server until ctx ends, at most
// half a minute.
func (c Config) Revoke(ctx context.Context, token Secret) error {
	e, err := c.exchanger()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	return e.revoke(ctx, token)
}

// requestTimeout bounds Exchange and Revoke even if the caller's context and transport have no
// timeout.
const requestTimeout = 30 * time.Second

// origin returns the origin of BaseURL, which may be plain http for loopback hosts, the host
// InsecureHTTP and those in plain.
func (c Config) origin(plain origins.Plain) (origin, error) {
	own, err := c.plain()
	if err != nil {
		return origin{}, err
	}
	u, err := url.Parse(cmp.Or(c.BaseURL, production))
	if err != nil {
		return origin{}, errors.New("auth: Config.BaseURL is not a URL") // err quotes it
	}
	return parseOrigin(u, slices.Concat(plain, own))
}

// plain returns the host that InsecureHTTP names, if any.
func (c Config) plain() (origins.Plain, error) {
	if c.InsecureHTTP == "" {
		return nil, nil
	}
	plain, err := origins.NamePlain(c.InsecureHTTP)
	if err != nil {
		return nil, fmt.Errorf("auth: Config.InsecureHTTP: %w", err)
	}
	return plain, nil
}

func (c Config) exchanger() (*exchanger, error) {
	o, err := c.origin(nil)
	if err != nil {
		return nil, err
	}
	return newExchanger(c, o, c.Transport), nil
}

// oauth2 returns the application as x/oauth2 needs it. The client's credentials always go into the
// body: probing for another style would spend a token that works once.
func (c Config) oauth2(o origin) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     c.ClientID,
		ClientSecret: c.ClientSecret.Reveal(),
		RedirectURL:  c.RedirectURL,
		Scopes:       c.Scopes,
		Endpoint: oauth2.Endpoint{
			AuthURL:   o.url("/oauth/authorize"),
			TokenURL:  o.url("/oauth/token"),
			AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}
