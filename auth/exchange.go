package auth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
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
		CreatedAt:    exchange.createdAt(token),
		ExpiresIn:    time.Duration(max(token.ExpiresIn, 0)) * time.Second,
	}
	if _, err := newBearer(got.TokenType, token.AccessToken); err != nil {
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
		return &ExchangeError{Op: op, Err: err}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	exchange := &oneExchange{exchanger: e}
	resp, err := exchange.client().Do(req)
	if err != nil {
		return exchange.explain(op, err)
	}
	discard(resp)
	if resp.StatusCode/100 != 2 {
		return &ExchangeError{Op: op, Status: resp.StatusCode, retry: worthAnotherTry(resp.StatusCode)}
	}
	return nil
}

// oneExchange is the transport of a single request. It keeps what x/oauth2 does not hand out.
type oneExchange struct {
	*exchanger
	status int
	date   time.Time     // zero if the answer has none
	wait   time.Duration // that the server asks for
	broken error         // what ended the body of the answer before its end
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
	resp, err := x.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	x.status = resp.StatusCode
	x.date, _ = http.ParseTime(resp.Header.Get("Date"))
	x.wait = x.retryAfter(resp.Header.Get("Retry-After"))
	resp.Body = &watchedBody{ReadCloser: resp.Body, exchange: x}
	return resp, nil
}

// watchedBody notes what breaks the body off. x/oauth2 keeps no more than its text.
type watchedBody struct {
	io.ReadCloser
	exchange *oneExchange
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		b.exchange.broken = err
	}
	return n, err
}

// createdAt is when the server issued a token: created_at, in Unix seconds. If it is missing, or
// contradicts the date of the same answer, that date serves: a token that seems to have expired at
// its birth would be exchanged for each request. It is zero if the answer tells neither.
func (x *oneExchange) createdAt(token *oauth2.Token) time.Time {
	const year10000 = 253402300800 // the calendar of ISO 8601 ends before
	seconds, ok := token.Extra("created_at").(float64)
	if !ok || seconds <= 0 || seconds >= year10000 {
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
	e := &ExchangeError{Op: op, Status: x.status, retry: worthAnotherTry(x.status), wait: x.wait}
	retrieve, refused := errors.AsType[*oauth2.RetrieveError](err)
	switch {
	case refused:
		if oauthCodes[retrieve.ErrorCode] {
			e.Code = retrieve.ErrorCode
		}
		if e.Code == "server_error" || e.Code == "temporarily_unavailable" {
			e.retry = true
		}
	case x.status == 0: // no answer
		e.Err = withoutURL(err)
		e.retry = !errors.Is(err, ErrOrigin) && !errors.Is(err, ErrProxy)
	case x.broken != nil:
		e.Err, e.retry = x.broken, true
	default:
		e.Err = errUnusableAnswer // x/oauth2 quotes it
	}
	return e
}

var errUnusableAnswer = errors.New("auth: the answer is not a token as RFC 6749 §5.1 describes it")
