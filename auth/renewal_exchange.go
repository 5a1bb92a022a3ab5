package auth

import (
	"context"
	"errors"
	"slices"
)

// exchange asks the server for the next token.
func (r *Refresher) exchange(ctx context.Context, e *exchanger, rec record, used *state, why reason) (Token, error) {
	candidates := r.candidates(rec)
	switch {
	case candidates[0].AccessToken.IsZero() && candidates[0].RefreshToken.IsZero():
		return Token{}, ErrNotStored
	case why == unauthorized && r.isYoung(used):
		return Token{}, errNoOther
	}
	err := errNoOther
	for _, from := range candidates {
		if !from.canRefresh() {
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
	if known, ok := r.wasRefused(from.RefreshToken); ok {
		return Token{}, r.refusal(from, known.status)
	}
	// However late it begins: what is broken off may have spent the token.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), exchangeTimeout)
	defer cancel()
	sent := r.now()
	got, err := e.refresh(ctx, from.RefreshToken)
	if err != nil {
		if refused, ok := errors.AsType[*ExchangeError](err); ok && refused.Code == "invalid_grant" {
			r.renewal.refused = append(r.renewal.refused, refusedToken{from.RefreshToken, refused.Status})
			if n := len(r.renewal.refused); n > maxRefused {
				r.renewal.refused = slices.Delete(r.renewal.refused, 0, n-maxRefused)
			}
			return Token{}, r.refusal(from, refused.Status)
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

// refusedToken is a refresh token that the server will never take, and the status that said so.
type refusedToken struct {
	refreshToken Secret
	status       int
}

// refusal says why a refresh token is at its end.
func (r *Refresher) refusal(t Token, status int) error {
	reason := ErrRefreshTokenRejected
	if past(t.RefreshTokenExpiration(), r.serverNow()) {
		reason = ErrRefreshTokenExpired
	}
	return &ExchangeError{Op: "refresh", Status: status, Code: "invalid_grant", Err: reason}
}

func isRefusal(err error) bool {
	return errors.Is(err, ErrRefreshTokenRejected) || errors.Is(err, ErrRefreshTokenExpired)
}

func (r *Refresher) wasRefused(refreshToken Secret) (refusedToken, bool) {
	for _, known := range r.renewal.refused {
		if known.refreshToken.Reveal() == refreshToken.Reveal() {
			return known, true
		}
	}
	return refusedToken{}, false
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
