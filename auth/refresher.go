package auth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
)

// Refresher is the Method that RefreshToken returns. It keeps one login alive and is safe for
// concurrent use: make one for each login and share it.
//
// A request with a valid token reads it without a lock. One goroutine at a time exchanges the
// refresh token, in the background while the access token still works, and no request waits
// longer than its own context. An exchange that has begun always ends, whoever has left, because
// the refresh token is spent.
type Refresher struct {
	config          Config
	seed            version // what RefreshToken was given
	seedStored      bool    // FromFile read the seed from the store
	store           TokenStore
	key             string
	isFile          bool
	continueUnsaved bool
	report          func(*SaveError)
	now             func() time.Time
	started         time.Time  // for running
	calls           storeCalls // of the store

	current atomic.Pointer[state] // nil before the first use

	mu        sync.Mutex
	exchanger *exchanger // set by the first use
	flight    *flight    // the refresh in progress
	failed    failure    // how the last one ended

	skew        atomic.Int64 // time.Duration that the server's clock is ahead
	seedRefused atomic.Bool  // by the server, as a new login

	renewal renewal // belongs to the flight; without one, to who holds mu
}

// RefreshToken authenticates as a person did who logged in once: it exchanges token for the next
// one whenever it is about to expire (POST /oauth/token, RFC 6749 §6), so that the login lasts as
// long as the program runs at least once a week; see KeepAlive.
//
// Each refresh token works once. Unless StoreIn keeps the newest one, it ends with the process,
// and a second process that begins with the same token locks both out.
//
// A token without a refresh token, such as a company's, is used until the API refuses it.
func RefreshToken(config Config, token Token, opts ...Option) *Refresher {
	r := &Refresher{config: config, seed: version{token: token}, now: time.Now, started: time.Now()}
	if !token.isZero() {
		r.seed.line = lineage{}.beginning(token)
	}
	for _, opt := range opts {
		opt(r)
	}
	if r.store == nil {
		r.store = NewMemoryStore()
	}
	return r
}

// Option changes RefreshToken.
type Option func(*Refresher)

// StoreIn keeps the newest token in store under key. The stored token wins over the token that
// RefreshToken was given, unless that one begins a new login: the store remembers the tokens with
// which programs start, so that the same token never wins, and another one does unless the
// server refuses it. The first token that a store sees beside its own wins only if it is newer by its
// CreatedAt.
//
// The Refresher waits at most ten seconds for a Load or a Save of the store, and a minute for a Lock.
// A call that does not return by then is abandoned; while four such calls are still running, the
// Refresher makes no more of them.
func StoreIn(store TokenStore, key string) Option {
	return func(r *Refresher) { r.store, r.key = store, key }
}

// ContinueUnsaved keeps requests going while the store fails: a new token is used although it
// could not be saved, and saving is tried again every half minute and by Close. A crash in that
// time, or another process that uses the same store, loses the login. So it is for one process alone.
//
// The function report is called once when it begins, and again only after the store has worked. It
// is called in the middle of a refresh, so it must not wait for one.
func ContinueUnsaved(report func(*SaveError)) Option {
	return func(r *Refresher) { r.continueUnsaved, r.report = true, report }
}

// Transport implements Method. All transports of a Refresher must have the origin of
// Config.BaseURL or, if that is empty, of the first one: tokens belong to one environment.
func (r *Refresher) Transport(base http.RoundTripper, origin *url.URL) (http.RoundTripper, error) {
	o, err := parseOrigin(origin)
	if err != nil {
		return nil, err
	}
	if _, err := r.bind(base, &o); err != nil {
		return nil, err
	}
	return &transport{base: orDefault(base), origin: o, source: r}, nil
}

// Token returns a token whose access token is valid, refreshing it if necessary.
func (r *Refresher) Token(ctx context.Context) (Token, error) {
	s, err := r.valid(ctx)
	if err != nil {
		return Token{}, err
	}
	return s.token, nil
}

// Refresh exchanges the refresh token now, valid or not, or takes up the newer token of another
// process. There is no need to call it before requests.
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

// Current returns the token as it is, without refreshing: what the last request used, or what
// RefreshToken was given.
func (r *Refresher) Current() Token {
	if s := r.current.Load(); s != nil {
		return s.token
	}
	return r.seed.token
}

// TokenSource returns a source for libraries that know x/oauth2. Its calls end with ctx. Its
// tokens have no refresh token, so that nobody else spends it.
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

// Close waits for a refresh in progress, so that its token is saved before the program ends, and
// tries once more to save one that could not be: its error is then a *SaveError. It takes at most two
// minutes, even if the store hangs. The Refresher can be used afterwards.
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

// closeTimeout bounds Close. The two refreshes for which it usually waits take less.
const closeTimeout = 2 * time.Minute

// bind settles where refresh tokens go. A nil origin is that of Config.
func (r *Refresher) bind(base http.RoundTripper, o *origin) (*exchanger, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.exchanger == nil {
		var own origin
		if o == nil || r.config.BaseURL != "" {
			var err error
			if own, err = r.config.origin(); err != nil {
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
		return nil, errors.New("auth: this login belongs to another environment: its base URL and the client's differ")
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

// valid returns a state with an access token that has not expired.
func (r *Refresher) valid(ctx context.Context) (*state, error) {
	s, now := r.current.Load(), r.now()
	if s != nil && s.cred != nil {
		if !s.early.reached(now, r.running()) {
			return s, nil
		}
		if s.usable(now, r.running()) {
			r.renewInBackground(s)
			return s, nil
		}
	}
	next, err := r.renew(ctx, s, expired)
	if err != nil && s != nil && s.cred != nil && ctx.Err() == nil && !s.expiry.reached(r.now(), r.running()) {
		return s, nil // it was only late: the old one still works
	}
	return next, err
}

// replace implements source.
func (r *Refresher) replace(ctx context.Context, used *credential) (*credential, error) {
	s := r.current.Load()
	if s == nil || s.cred != used {
		s, err := r.valid(ctx) // somebody was faster
		if err != nil {
			return nil, err
		}
		return s.cred, nil
	}
	next, err := r.renew(ctx, s, unauthorized)
	switch {
	case errors.Is(err, errNoOther) && past(s.token.AccessTokenExpiration(), r.serverNow()):
		return nil, ErrAccessTokenExpired // which says more than 401
	case errors.Is(err, errNoOther):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return next.cred, nil
}
