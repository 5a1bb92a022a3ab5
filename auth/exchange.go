package auth

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/internal/cause"
)

// exchanger sends requests to /oauth/token and /oauth/revoke of one origin.
type exchanger struct {
	config Config
	origin origin
	base   http.RoundTripper
}

func newExchanger(c Config, o origin, base http.RoundTripper) *exchanger {
	return &exchanger{config: c, origin: o, base: orDefault(base)}
}

// issued is a token from the server.
type issued struct {
	token Token
	date  time.Time // of the response; zero if it has none
}

// refresh exchanges a refresh token (RFC 6749 §6).
func (e *exchanger) refresh(ctx context.Context, refreshToken Secret) (issued, error) {
	return e.do(ctx, "refresh", func(ctx context.Context, config *oauth2.Config) (*oauth2.Token, error) {
		return config.TokenSource(ctx, &oauth2.Token{RefreshToken: refreshToken.Reveal()}).Token()
	})
}

// do makes one request to /oauth/token through x/oauth2.
func (e *exchanger) do(ctx context.Context, op string, retrieve func(context.Context, *oauth2.Config) (*oauth2.Token, error)) (issued, error) {
	exchange := &oneExchange{exchanger: e}
	ctx = context.WithValue(ctx, oauth2.HTTPClient, exchange.client())
	token, err := retrieve(ctx, e.config.oauth2(e.origin))
	if err != nil {
		return issued{}, exchange.explain(op, err)
	}
	got := Token{
		AccessToken:  NewSecret(token.AccessToken),
		TokenType:    canonicalType(token.TokenType),
		RefreshToken: NewSecret(token.RefreshToken),
		CreatedAt:    exchange.createdAt(),
		ExpiresIn:    exchange.response.expiresIn,
	}
	if got.RefreshToken.IsZero() {
		got.ExpiresIn = 0 // a company's token does not expire, even if the response has expires_in
	}
	// With a new refresh token, an access token that no header can carry costs one more refresh.
	// Without one it is everything that the response has.
	if _, err := newBearer(got.TokenType, token.AccessToken); err != nil && exchange.response.refreshToken == "" {
		return issued{}, &ExchangeError{Op: op, Status: exchange.status, Err: err}
	}
	return issued{token: got, date: exchange.date}, nil
}

// revoke revokes a token. x/oauth2 has no such call.
func (e *exchanger) revoke(ctx context.Context, token Secret) error {
	const op = "revoke"
	form := url.Values{
		"client_id":     {e.config.ClientID},
		"client_secret": {e.config.ClientSecret.Reveal()},
		"token":         {token.Reveal()},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.origin.url("/oauth/revoke"), strings.NewReader(form.Encode()))
	if err != nil {
		return &ExchangeError{Op: op, Err: cause.Of(err, cause.Elsewhere)}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	exchange := &oneExchange{exchanger: e}
	resp, err := exchange.client().Do(req)
	if err != nil {
		return exchange.explain(op, err)
	}
	discard(resp)
	if resp.StatusCode/100 != 2 {
		return exchange.refused(op)
	}
	return nil
}

// oneExchange is the transport of a single request. It reads the response itself, passes it to
// x/oauth2 in a form that x/oauth2 cannot misread, and keeps what x/oauth2 does not return.
type oneExchange struct {
	*exchanger
	status   int
	response tokenResponse
	date     time.Time     // zero if the response has none
	wait     time.Duration // Retry-After
	broken   error         // ended the body too early

	stage atomic.Uint32 // a cause.Stage; goroutines that outlive the request may write it
}

func (x *oneExchange) client() *http.Client {
	return &http.Client{
		Transport: x,
		// A 307 would send the secrets to another address.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// RoundTrip implements http.RoundTripper.
func (x *oneExchange) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := checkDestination(x.base, x.origin, req); err != nil {
		return nil, refuse(req, err)
	}
	req = req.Clone(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		GetConn: func(string) { x.stage.Store(uint32(cause.Connecting)) },
		GotConn: func(httptrace.GotConnInfo) { x.stage.Store(uint32(cause.Connected)) },
	}))
	// Without this header, net/http would send it too, and then trust the response's
	// Content-Encoding.
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := x.base.RoundTrip(req)
	if err != nil || resp == nil || resp.Body == nil { // http.Client handles nil
		return resp, err
	}
	defer resp.Body.Close()
	x.status = resp.StatusCode
	x.date, _ = http.ParseTime(resp.Header.Get("Date"))
	x.wait = x.retryAfter(resp.Header.Get("Retry-After"))
	x.response, x.broken = readTokenResponse(resp.Body)
	return x.response.canonical(resp), nil
}

// createdAt returns when the server issued the token: created_at, in Unix seconds or ISO 8601. If
// created_at is missing or contradicts the date of the response, it returns the date. Otherwise a
// token could seem to have expired before it was issued, and would be exchanged for each request.
// It returns zero if the response has neither.
func (x *oneExchange) createdAt() time.Time {
	const year10000 = 253402300800 // ISO 8601 has no such year
	seconds := x.response.createdAt
	if seconds <= 0 || seconds >= year10000 {
		return x.date
	}
	created := time.Unix(int64(seconds), 0).UTC()
	if !x.date.IsZero() && created.Sub(x.date).Abs() > 5*time.Minute {
		return x.date
	}
	return created
}

// retryAfter reads seconds or a date (RFC 9110 §10.2.3). It returns 0 for any other text and for a
// date in the past.
func (x *oneExchange) retryAfter(text string) time.Duration {
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second
	}
	at, err := http.ParseTime(text)
	if err != nil || x.date.IsZero() {
		return 0
	}
	return max(at.Sub(x.date), 0)
}

// explain returns the error of a request without a token. It contains neither the server's text nor
// the URL.
func (x *oneExchange) explain(op string, err error) error {
	if x.status == 0 { // no response
		e := &ExchangeError{Op: op, Err: x.cause(err)}
		e.retry = cause.Passes(e.Err)
		return e
	}
	e := x.refused(op)
	_, isOAuthError := errors.AsType[*oauth2.RetrieveError](err)
	switch {
	case e.Code != "":
	case x.broken != nil:
		e.Err, e.retry = cause.Of(x.broken, cause.Connected), true
	case !isOAuthError:
		e.Err = errUnusableResponse
	}
	return e
}

// refused returns the error of a response without a token.
func (x *oneExchange) refused(op string) *ExchangeError {
	e := &ExchangeError{Op: op, Status: x.status, retry: statusMayPass(x.status), wait: x.wait}
	if oauthCodes[x.response.errorCode] {
		e.Code = x.response.errorCode
	}
	if e.Code == "server_error" || e.Code == "temporarily_unavailable" {
		e.retry = true
	}
	return e
}

// cause returns the reason for a request without a response.
func (x *oneExchange) cause(err error) error {
	for _, own := range []error{ErrOrigin, ErrProxy} {
		if errors.Is(err, own) {
			return own
		}
	}
	return cause.Of(withoutURL(err), cause.Stage(x.stage.Load()))
}

var errUnusableResponse = errors.New("auth: the response is not a token response of RFC 6749 §5.1")
