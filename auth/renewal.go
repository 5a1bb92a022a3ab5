package auth

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"
)

// renewal is what flights leave to the next one.
type renewal struct {
	pending  *pending
	reported bool     // ContinueUnsaved has told of this failure
	refused  []Secret // refresh tokens that the server will never take, the newest last
}

// pending is a token that is not saved yet.
type pending struct {
	token Token
	// over is what was stored when the token was exchanged; known is false if the store was out
	// of reach.
	over  record
	known bool
}

// overtaken reports whether another token was stored since: by another process, by a person who
// logged in again, or by a save of this one that seemed to fail.
func (p *pending) overtaken(rec record) bool {
	switch {
	case !rec.stored:
		return false
	case p.known:
		return !p.over.stored || !rec.token.same(p.over.token)
	default:
		return rec.token.CreatedAt.After(p.token.CreatedAt)
	}
}

const (
	attempts        = 3                // of a refresh that may succeed later
	saveAttempts    = 4                // of a save
	exchangeTimeout = 15 * time.Second // for one answer of the server
	saveTimeout     = 10 * time.Second // for all attempts of a save
	resaveAfter     = 30 * time.Second // ContinueUnsaved
	youngest        = time.Minute      // a 401 for a younger token has another reason than its age
	maxRefused      = 8
)

// replaceToken finds or makes a successor of used. After each failure it begins again with the
// store: what it does not know about the last exchange may be written there by now.
func (r *Refresher) replaceToken(ctx context.Context, e *exchanger, used *state, why reason) (*state, error) {
	for attempt := 1; ; attempt++ {
		next, err := r.tryReplace(ctx, e, used, why)
		if err == nil || attempt == attempts || !canSucceedLater(err) {
			return next, err
		}
		if !wait(ctx, time.Duration(attempt)*250*time.Millisecond) {
			return nil, err
		}
	}
}

// tryReplace is the order that keeps a login alive through crashes and among processes: under the
// lock, load; take up what is newer; otherwise exchange, then save, and only then use.
func (r *Refresher) tryReplace(ctx context.Context, e *exchanger, used *state, why reason) (*state, error) {
	// A newer token needs no lock: whoever saved it has let go of the old one.
	if rec, err := loadRecord(ctx, r.store, r.key); err == nil && r.renewal.pending == nil {
		if s, err := r.adopt(rec, used, why); s != nil || err != nil {
			return s, err
		}
	}
	lock, err := r.store.Lock(ctx, r.key)
	if err != nil {
		return r.withoutStore(ctx, e, used, why, &SaveError{Op: "lock", Err: err})
	}
	defer unlock(ctx, lock)
	rec, err := loadRecord(ctx, r.store, r.key)
	if failed, ok := errors.AsType[*SaveError](err); ok {
		return r.withoutStore(ctx, e, used, why, failed)
	}
	if err != nil {
		return nil, err
	}
	if p := r.renewal.pending; p != nil && p.overtaken(rec) {
		r.renewal.pending, r.renewal.reported = nil, false
	} else if p != nil {
		rec, err = r.save(ctx, lock, rec)
		if failed, ok := errors.AsType[*SaveError](err); ok {
			return r.withoutStore(ctx, e, used, why, failed)
		}
		if err != nil {
			return nil, err
		}
	}
	if s, err := r.adopt(rec, used, why); s != nil || err != nil {
		return s, err
	}
	token, err := r.exchange(ctx, e, rec, used, why)
	if err != nil {
		return nil, err
	}
	r.renewal.pending = &pending{token: token, over: rec, known: true}
	if _, err := r.save(ctx, lock, rec); err != nil {
		return r.unsaved(err)
	}
	return r.newState(token)
}

// adopt returns the newest token that is known, if it is another than used and requests can be
// sent with it.
func (r *Refresher) adopt(rec record, used *state, why reason) (*state, error) {
	newest := r.candidates(rec)[0]
	if (used != nil || why == forced) && newest.same(r.Current()) {
		return nil, nil
	}
	s, err := r.newState(newest)
	if err != nil || !s.usable(r.now()) {
		return nil, err
	}
	return s, nil
}

// candidates returns the known tokens, the newest first. What is stored is newer than what this
// process holds unless the dates say otherwise: that is a new login, or a store that was restored.
func (r *Refresher) candidates(rec record) []Token {
	held := []Token{r.Current()}
	if !held[0].same(r.seed) {
		held = append(held, r.seed)
	}
	if !rec.stored {
		return held
	}
	if created := held[0].CreatedAt; !created.IsZero() && rec.token.CreatedAt.Before(created) {
		return slices.Insert(held, 1, rec.token)
	}
	return slices.Insert(held, 0, rec.token)
}

// exchange asks the server for the next token.
func (r *Refresher) exchange(ctx context.Context, e *exchanger, rec record, used *state, why reason) (Token, error) {
	candidates := r.candidates(rec)
	err := ErrAccessTokenExpired // and nothing to refresh it with
	switch {
	case candidates[0].AccessToken.IsZero() && candidates[0].RefreshToken.IsZero():
		return Token{}, ErrNotStored
	case why == unauthorized && r.isYoung(used):
		return Token{}, errNoOther
	case why == unauthorized:
		err = errNoOther
	}
	for _, from := range candidates {
		if from.RefreshToken.IsZero() {
			continue
		}
		token, refreshErr := r.exchangeOne(ctx, e, from)
		if refreshErr == nil || !isRefusal(refreshErr) {
			return token, refreshErr
		}
		if !isRefusal(err) {
			err = refreshErr // the newest token's is the one to tell
		}
	}
	return Token{}, err
}

func (r *Refresher) exchangeOne(ctx context.Context, e *exchanger, from Token) (Token, error) {
	if r.wasRefused(from.RefreshToken) {
		return Token{}, r.refusal(from)
	}
	ctx, cancel := context.WithTimeout(ctx, exchangeTimeout)
	defer cancel()
	sent := r.now()
	got, err := e.refresh(ctx, from.RefreshToken)
	if err != nil {
		if refused, ok := errors.AsType[*ExchangeError](err); ok && refused.Code == "invalid_grant" {
			r.renewal.refused = append(r.renewal.refused, from.RefreshToken)
			if n := len(r.renewal.refused); n > maxRefused {
				r.renewal.refused = slices.Delete(r.renewal.refused, 0, n-maxRefused)
			}
			return Token{}, r.refusal(from)
		}
		return Token{}, err
	}
	if !got.date.IsZero() {
		r.learnSkew(got.date, sent)
	}
	if got.token.CreatedAt.IsZero() {
		got.token.CreatedAt = r.serverNow().UTC()
	}
	return got.token, nil
}

// refusal says why a refresh token is at its end.
func (r *Refresher) refusal(t Token) error {
	reason := ErrRefreshTokenRejected
	if past(t.RefreshTokenExpiration(), r.serverNow()) {
		reason = ErrRefreshTokenExpired
	}
	return &ExchangeError{Op: "refresh", Status: 400, Code: "invalid_grant", Err: reason}
}

func isRefusal(err error) bool {
	return errors.Is(err, ErrRefreshTokenRejected) || errors.Is(err, ErrRefreshTokenExpired)
}

func (r *Refresher) wasRefused(refreshToken Secret) bool {
	return slices.ContainsFunc(r.renewal.refused, func(s Secret) bool { return s.Reveal() == refreshToken.Reveal() })
}

// isYoung reports whether a 401 can be taken as the API's word on something else than the token's
// age. Otherwise an endpoint that always answers 401 would cause an exchange for each request.
func (r *Refresher) isYoung(s *state) bool {
	if s == nil || s.token.CreatedAt.IsZero() {
		return false
	}
	limit := youngest
	if expiry := s.token.AccessTokenExpiration(); !expiry.IsZero() {
		limit = min(limit, expiry.Sub(s.token.CreatedAt)/2)
	}
	age := r.serverNow().Sub(s.token.CreatedAt)
	return age >= 0 && age < limit
}

// save keeps the pending token safe. It returns the record as it is stored now.
func (r *Refresher) save(ctx context.Context, lock TokenLock, rec record) (record, error) {
	token := r.renewal.pending.token
	if r.isFile {
		rec.setClient(r.config, r.targetURL())
	}
	data, err := rec.with(token)
	if err != nil {
		return rec, err
	}
	if err := saveWithRetries(ctx, lock, data); err != nil {
		return rec, err
	}
	r.renewal.pending, r.renewal.reported = nil, false
	rec.token, rec.stored = token, true
	return rec, nil
}

func saveWithRetries(ctx context.Context, lock TokenLock, data []byte) error {
	// The exchange may have used up the time, and what it brought must not be lost.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	for attempt := 1; ; attempt++ {
		err := lock.Save(ctx, data)
		if err == nil || errors.Is(err, ErrLockLost) { // without the lock begin again
			return err
		}
		if attempt == saveAttempts || !wait(ctx, time.Duration(attempt)*100*time.Millisecond) {
			return &SaveError{Op: "save", Err: err}
		}
	}
}

// withoutStore is what becomes of a refresh while the store is out of reach: nothing, so that no
// token is spent that cannot be kept; or, with ContinueUnsaved, the same in memory alone.
func (r *Refresher) withoutStore(ctx context.Context, e *exchanger, used *state, why reason, failed *SaveError) (*state, error) {
	if !r.continueUnsaved {
		return nil, failed
	}
	p := r.renewal.pending
	if p == nil {
		p = &pending{}
	}
	inUse := used != nil && used.token.same(p.token)
	if r.renewal.pending == nil || inUse && (why != expired || !used.usable(r.now())) {
		token, err := r.exchange(ctx, e, record{}, used, why)
		if err != nil {
			return nil, err
		}
		p.token = token
		r.renewal.pending = p
	}
	return r.unsaved(failed)
}

// unsaved decides what a failed save means for the pending token.
func (r *Refresher) unsaved(err error) (*state, error) {
	failed, ok := errors.AsType[*SaveError](err)
	if !ok || !r.continueUnsaved {
		return nil, err
	}
	if !r.renewal.reported && r.report != nil {
		r.report(failed)
	}
	r.renewal.reported = true
	s, err := r.newState(r.renewal.pending.token)
	if err != nil {
		return nil, err
	}
	if again := r.now().Add(resaveAfter); s.early.IsZero() || again.Before(s.early) {
		s.early = again // the next flight saves it
	}
	return s, nil
}

// targetURL is what the token file calls the base URL.
func (r *Refresher) targetURL() string {
	e, err := r.bind(nil, nil)
	if err != nil {
		return ""
	}
	return e.origin.url("")
}

// canSucceedLater reports whether a refresh is worth another attempt.
func canSucceedLater(err error) bool {
	if e, ok := errors.AsType[*ExchangeError](err); ok {
		return e.retry
	}
	if e, ok := errors.AsType[*SaveError](err); ok {
		return e.Op != "save" // which was tried several times
	}
	return errors.Is(err, ErrLockLost)
}

// wait sleeps for about d.
func wait(ctx context.Context, d time.Duration) bool { return sleep(ctx, d/2+rand.N(d)) }
