package auth

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

// production is where an empty Config.BaseURL points to.
const production = "https://api.factorialhr.com"

// Config is an OAuth application that was registered at Factorial.
type Config struct {
	ClientID     string
	ClientSecret Secret
	// RedirectURL is where Factorial sends the browser with the code, exactly as registered.
	// Only AuthCodeURL and Exchange need it.
	RedirectURL string
	// Scopes are what the application asks for; none asks for those that it is registered with.
	Scopes []string
	// BaseURL is the environment that issues the tokens. Only scheme, host and port matter. Empty
	// means https://api.factorialhr.com, or for RefreshToken the origin of its first Transport.
	BaseURL string
	// Transport sends the requests to /oauth/. Nil means http.DefaultTransport, or for
	// RefreshToken the base of its first Transport.
	Transport http.RoundTripper
}

// ForCompany makes AuthCodeURL ask for a company's token instead of a user's: it neither expires
// nor can it be refreshed, and it sees the whole company.
func ForCompany() oauth2.AuthCodeOption {
	return oauth2.SetAuthURLParam("resource_owner_type", "company")
}

// AuthCodeURL returns the page at which a person approves the application
// (GET /oauth/authorize, RFC 6749 §4.1.1). Factorial then sends the browser to RedirectURL with
// code and state in the query.
//
// Make state a fresh crypto/rand.Text, keep it in the browser's session, and refuse the callback
// if it comes back different (RFC 6749 §10.12).
func (c Config) AuthCodeURL(state string, opts ...oauth2.AuthCodeOption) (string, error) {
	o, err := c.origin()
	if err != nil {
		return "", err
	}
	return c.oauth2(o).AuthCodeURL(state, opts...), nil
}

// Exchange turns the code of the callback into a token (POST /oauth/token). A code works once,
// for about ten minutes. Exchange waits for the server until ctx ends, at most half a minute.
func (c Config) Exchange(ctx context.Context, code string, opts ...oauth2.AuthCodeOption) (Token, error) {
	e, err := c.exchanger()
	if err != nil {
		return Token{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	answer, err := e.do(ctx, "exchange the code", func(ctx context.Context, config *oauth2.Config) (*oauth2.Token, error) {
		return config.Exchange(ctx, code, opts...)
	})
	return answer.token, err
}

// Revoke ends the life of an access or refresh token (POST /oauth/revoke, RFC 7009). A token that
// the server does not know is a success. Revoke waits for the server until ctx ends, at most half a
// minute.
func (c Config) Revoke(ctx context.Context, token Secret) error {
	e, err := c.exchanger()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	return e.revoke(ctx, token)
}

// requestTimeout bounds Exchange and Revoke, whatever the caller's context and transport allow.
const requestTimeout = 30 * time.Second

func (c Config) origin() (origin, error) {
	u, err := url.Parse(cmp.Or(c.BaseURL, production))
	if err != nil {
		return origin{}, errors.New("auth: Config.BaseURL is not a URL") // its error quotes it
	}
	return parseOrigin(u)
}

func (c Config) exchanger() (*exchanger, error) {
	o, err := c.origin()
	if err != nil {
		return nil, err
	}
	return newExchanger(c, o, c.Transport), nil
}

// oauth2 returns the same application for x/oauth2. The client goes into the body, always: probing
// for another style would spend a token that works once.
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
