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

// exchanger talks to /oauth/token and /oauth/revoke of one origin.
type exchanger struct {
	config Config
	origin origin
	base   http.RoundTripper
}

func newExchanger(c Config, o origin, base http.RoundTripper) *exchanger {
	return &exchanger{config: c, origin: o, base: orDefault(base)}
}

// answer is a token and what the clock of the server showed, zero if it did not say.
type answer struct {
	token Token
	date  time.Time
}

// refresh exchanges a refresh token (RFC 6749 §6).
func (e *exchanger) refresh(ctx context.Context, refreshToken Secret) (answer, error) {
	return e.do(ctx, "refresh", func(ctx context.Context, config *oauth2.Config) (*oauth2.Token, error) {
		return config.TokenSource(ctx, &oauth2.Token{RefreshToken: refreshToken.Reveal()}).Token()
	})
}

// do makes one request to /oauth/token by way of x/oauth2.
func (e *exchanger) do(ctx context.Context, op string, retrieve func(context.Context, *oauth2.Config) (*oauth2.Token, error)) (answer, error) {
	exchange := &oneExchange{exchanger: e}
	ctx = context.WithValue(ctx, oauth2.HTTPClient, exchange.client())
	token, err := retrieve(ctx, e.config.oauth2(e.origin))
	if err != nil {
		return answer{}, exchange.explain(op, err)
	}
	got := Token{
		AccessToken:  NewSecret(token.AccessToken),
		TokenType:    canonicalType(token.TokenType),
		RefreshToken: NewSecret(token.RefreshToken),
		CreatedAt:    exchange.createdAt(),
		ExpiresIn:    exchange.response.expiresIn,
	}
	if got.RefreshToken.IsZero() {
		got.ExpiresIn = 0 // it is a company's, which does not expire, whatever the response says
	}
	// With a new refresh token an access token that no header can carry costs one more refresh. Without
	// one it is all that there is.
	if _, err := newBearer(got.TokenType, token.AccessToken); err != nil && exchange.response.refreshToken == "" {
		return answer{}, &ExchangeError{Op: op, Status: exchange.status, Err: err}
	}
	return answer{token: got, date: exchange.date}, nil
}

// revoke tells the server to forget a token. x/oauth2 has no such call.
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

// oneExchange is the transport of a single request. It reads the response in the place of x/oauth2,
// which gets it in the one form that it cannot misread, and keeps what x/oauth2 does not hand out.
type oneExchange struct {
	*exchanger
	status   int
	response tokenResponse
	date     time.Time     // zero if the response has none
	wait     time.Duration // that the server asks for
	broken   error         // what ended the body of the response before its end

	stage atomic.Uint32 // a cause.Stage; the transport writes it from goroutines that can outlive the request
}

func (x *oneExchange) client() *http.Client {
	return &http.Client{
		Transport: x,
		// A 307 would post the secrets again, wherever it points.
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
	// net/http sends the same by itself, but would then trust the label of the response.
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := x.base.RoundTrip(req)
	if err != nil || resp == nil || resp.Body == nil { // http.Client knows what to do with nil
		return resp, err
	}
	defer resp.Body.Close()
	x.status = resp.StatusCode
	x.date, _ = http.ParseTime(resp.Header.Get("Date"))
	x.wait = x.retryAfter(resp.Header.Get("Retry-After"))
	x.response, x.broken = readTokenResponse(resp.Body)
	return x.response.canonical(resp), nil
}

// createdAt is when the server issued a token: created_at, in Unix seconds or ISO 8601. If it is
// missing, or contradicts the date of the same response, that date serves: a token that seems to
// have expired at its birth would be exchanged for each request. It is zero if the response tells
// neither.
func (x *oneExchange) createdAt() time.Time {
	const year10000 = 253402300800 // the calendar of ISO 8601 ends before
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

// retryAfter reads seconds or a date (RFC 9110 §10.2.3). What is neither, or in the past, is 0.
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

// explain says why there is no token, without the server's words and without the URL.
func (x *oneExchange) explain(op string, err error) error {
	if x.status == 0 { // no response
		e := &ExchangeError{Op: op, Err: x.cause(err)}
		e.retry = cause.Passes(e.Err)
		return e
	}
	e := x.refused(op)
	_, said := errors.AsType[*oauth2.RetrieveError](err)
	switch {
	case e.Code != "":
	case x.broken != nil:
		e.Err, e.retry = cause.Of(x.broken, cause.Connected), true
	case !said:
		e.Err = errUnusableAnswer
	}
	return e
}

// refused is the error of a response that holds no token.
func (x *oneExchange) refused(op string) *ExchangeError {
	e := &ExchangeError{Op: op, Status: x.status, retry: worthAnotherTry(x.status), wait: x.wait}
	if oauthCodes[x.response.errorCode] {
		e.Code = x.response.errorCode
	}
	if e.Code == "server_error" || e.Code == "temporarily_unavailable" {
		e.retry = true
	}
	return e
}

// cause returns why there was no response.
func (x *oneExchange) cause(err error) error {
	for _, own := range []error{ErrOrigin, ErrProxy} {
		if errors.Is(err, own) {
			return own
		}
	}
	return cause.Of(withoutURL(err), cause.Stage(x.stage.Load()))
}

var errUnusableAnswer = errors.New("auth: the answer is not a token as RFC 6749 §5.1 describes it")
