package auth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"

	origins "github.com/factorialhr-go/factorialhr/internal/origin"
)

// Refresher is the Method that RefreshToken returns. It keeps one login alive. It is safe for
// concurrent use: make one for each login and share it.
//
// A request reads a valid token without a lock. One goroutine at a time exchanges the refresh
// token, in the background while the access token still works. A request that has to wait for the
// new token waits no longer than its own context. An exchange that has begun always ends, even if
// the request that needed it is cancelled, because the refresh token may be spent.
type Refresher struct {
	login
	current atomic.Pointer[state] // nil before the first use

	mu        sync.Mutex
	exchanger *exchanger // set by the first use
	flight    *flight    // the refresh in progress
	failed    failure    // how the last flights have failed

	overdue overdue

	renewal renewal // used by the flight; without a flight, by the holder of mu
}

// RefreshToken authenticates as a person who logged in once. Whenever the access token is about to
// expire, it exchanges the refresh token for the next pair (POST /oauth/token, RFC 6749 §6). The
// login lasts as long as the program runs at least once a week; see KeepAlive.
//
// Each refresh token works once. Without StoreIn, the newest one is lost when the process ends, and
// two processes that start with the same token lock each other out.
//
// If token has no refresh token, like a company's, RefreshToken uses it until the API refuses it.
func RefreshToken(config Config, token Token, opts ...Option) *Refresher {
	r := &Refresher{login: login{
		config: config,
		seed:   seed{version: version{token: token}},
		entry:  storeEntry{calls: new(storeCalls)},
		clock:  clock{now: time.Now, started: time.Now()},
	}}
	r.renewal.login = &r.login
	if !token.isZero() {
		r.seed.line = lineage{}.beginning(token)
	}
	for _, opt := range opts {
		opt(r)
	}
	if r.entry.store == nil {
		r.entry.store = NewMemoryStore()
	}
	return r
}

// Transport implements Method. All transports of a Refresher must have the same origin, because
// tokens belong to one environment. It is the origin of Config.BaseURL or, if that is empty, of the
// first transport.
func (r *Refresher) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	return r.transport(base, origin, nil)
}

func (r *Refresher) transport(base http.RoundTripper, origin *url.URL, plain origins.Plain) (http.RoundTripper, error) {
	own, err := r.config.plain()
	if err != nil {
		return nil, err
	}
	plain = slices.Concat(plain, own)
	o, err := parseOrigin(origin, plain)
	if err != nil {
		return nil, err
	}
	if _, err := r.bind(base, &o, plain); err != nil {
		return nil, err
	}
	return &transport{base: orDefault(base), origin: o, source: r}, nil
}

// Token returns a token whose access token is valid, after a refresh if necessary.
func (r *Refresher) Token(ctx context.Context) (Token, error) {
	s, err := r.valid(ctx)
	if err != nil {
		return Token{}, err
	}
	return s.token, nil
}

// errNoRefreshToken is the error of Refresh for errNoOther.
var errNoRefreshToken = errors.New("auth: there is no refresh token (a company's token has none and needs none)")

// Refresh exchanges the refresh token even if the access token is still valid, or adopts a newer
// token that another process has saved. Requests do not need it: they refresh by themselves.
func (r *Refresher) Refresh(ctx context.Context) (Token, error) {
	s, err := r.renew(ctx, r.current.Load(), forced)
	if errors.Is(err, errNoOther) {
		return Token{}, errNoRefreshToken
	}
	if err != nil {
		return Token{}, err
	}
	return s.token, nil
}

// Current returns the token of the last request, or before the first request the token that
// RefreshToken was given. It does not refresh.
func (r *Refresher) Current() Token { return r.held().token }

// TokenSource returns a source for libraries that use x/oauth2. Its calls end with ctx. Its tokens
// have no refresh token, so that no library spends it.
func (r *Refresher) TokenSource(ctx context.Context) oauth2.TokenSource {
	return tokenSource{ctx: ctx, refresher: r}
}

type tokenSource struct {
	ctx       context.Context
	refresher *Refresher
}

func (ts tokenSource) Token() (*oauth2.Token, error) {
	s, err := ts.refresher.valid(ts.ctx)
	if err != nil {
		return nil, err
	}
	return &oauth2.Token{
		AccessToken: s.token.AccessToken.Reveal(),
		TokenType:   canonicalType(s.token.TokenType),
		Expiry:      s.expiry.wall,
	}, nil
}

// Close waits for a refresh in progress, so that its token is saved before the program ends. It
// tries once more to save a token that could not be saved; if that fails too, it returns a
// *SaveError. It takes at most two minutes, even if the store hangs. The Refresher can be used
// afterwards.
func (r *Refresher) Close() error {
	timeout := time.NewTimer(closeTimeout)
	defer timeout.Stop()
	for {
		f, last := r.joinLast()
		if f == nil {
			return nil
		}
		select {
		case <-f.done:
		case <-timeout.C:
			return &SaveError{Op: "save", Err: context.DeadlineExceeded}
		}
		if last {
			return f.err
		}
	}
}

// closeTimeout bounds Close. The two flights for which it usually waits take less.
const closeTimeout = 2 * time.Minute

// bind decides once to which origin refresh tokens go, and returns the exchanger for it. A nil o
// stands for the origin of Config. The origin may be plain http for the hosts in plain.
func (r *Refresher) bind(base http.RoundTripper, o *origin, plain origins.Plain) (*exchanger, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.exchanger == nil {
		var own origin
		if o == nil || r.config.BaseURL != "" {
			var err error
			if own, err = r.config.origin(plain); err != nil {
				return nil, err
			}
		} else {
			own = *o
		}
		if r.config.Transport != nil {
			base = r.config.Transport
		}
		r.exchanger = newExchanger(r.config, own, base)
	}
	if o != nil && *o != r.exchanger.origin {
		return nil, errors.New("auth: this login belongs to another environment: its base URL differs from the client's")
	}
	return r.exchanger, nil
}

// credential implements source.
func (r *Refresher) credential(ctx context.Context) (*credential, error) {
	s, err := r.valid(ctx)
	if err != nil {
		return nil, err
	}
	return s.cred, nil
}

// valid returns a state whose access token has not expired.
func (r *Refresher) valid(ctx context.Context) (*state, error) {
	s, present := r.current.Load(), r.clock.present()
	if s != nil && s.cred != nil {
		if !s.early.reached(present) {
			return s, nil
		}
		if s.usable(present) {
			r.renewInBackground(s)
			return s, nil
		}
	}
	next, err := r.renew(ctx, s, expired)
	if err != nil && s != nil && s.cred != nil && ctx.Err() == nil && !s.expiry.reached(r.clock.present()) {
		return s, nil // the old token still works
	}
	return next, err
}

// replace implements source.
func (r *Refresher) replace(ctx context.Context, used *credential, refusal *http.Response) (*credential, error) {
	s := r.current.Load()
	if s == nil || s.cred != used {
		return r.credential(ctx) // another goroutine has replaced it
	}
	why := unauthorized
	if isOverdue(s.token, refusal) && r.overdue.allow(s, r.clock.running()) {
		why = expired // by the server's own clock, so the age on ours does not matter
	}
	next, err := r.renew(ctx, s, why)
	switch {
	case errors.Is(err, errNoOther) && past(s.token.AccessTokenExpiration(), r.clock.server()):
		return nil, ErrAccessTokenExpired // says more than the 401
	case errors.Is(err, errNoOther):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return next.cred, nil
}

// held returns the version that this process uses until it learns of a newer one.
func (r *Refresher) held() version { return r.seed.held(r.current.Load()) }

// newest returns the newest known version.
func (r *Refresher) newest(rec record) version { return r.seed.newest(rec, r.current.Load()) }
