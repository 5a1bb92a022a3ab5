package auth

import (
	"math/rand/v2"
	"time"
)

// state is a token with the moments at which to replace it. It never changes.
type state struct {
	version
	cred   *credential // nil if there is no access token
	early  moment      // from here on, refresh in the background
	late   moment      // from here on, requests wait for the next token
	expiry moment

	received bool // by this process from the server
	taken    moment
}

// newState plans when to replace a token. A token that this process has just received starts its
// life now, whatever its date says.
func newState(v version, received bool, c *clock) (*state, error) {
	t := v.token
	s := &state{version: v, received: received, taken: c.present()}
	if t.AccessToken.IsZero() {
		return s, nil
	}
	var err error
	if s.cred, err = newBearer(t.TokenType, t.AccessToken.Reveal()); err != nil {
		return nil, err
	}
	expiry := t.AccessTokenExpiration()
	if expiry.IsZero() || t.RefreshToken.IsZero() { // the server decides when it ends
		return s, nil
	}
	life := expiry.Sub(t.CreatedAt)
	left := min(wall(expiry).Sub(c.server()), life) // a clock that is wrong never prolongs a life
	if received && left <= 0 {
		left = life
	}
	s.expiry = s.taken.add(left)
	s.late = s.expiry.add(-min(life/20, 30*time.Second))
	// The jitter keeps programs that share a token from refreshing it at the same moment.
	s.early = s.expiry.add(-life/10 - rand.N(life/10+1))
	return s, nil
}

// usable reports whether requests may use the access token without waiting for the next one.
func (s *state) usable(present moment) bool {
	return s.cred != nil && !s.late.reached(present)
}

// youngest bounds the age below which a 401 has another cause than the token's age.
const youngest = time.Minute

// isYoung reports whether the token is too young for a 401 to be about its age. Without this limit,
// an endpoint that always responds with 401 would cause an exchange for each request.
//
// The age is the time since this process took up the token, by the clock that shows more. For a
// token from another process, its date counts too, unless the date is in the future.
func (s *state) isYoung(c *clock) bool {
	if s == nil || s.token.CreatedAt.IsZero() {
		return false
	}
	limit := youngest
	if expiry := s.token.AccessTokenExpiration(); !expiry.IsZero() {
		limit = min(limit, expiry.Sub(s.token.CreatedAt)/2)
	}
	present := c.present()
	age := max(present.running-s.taken.running, present.wall.Sub(s.taken.wall))
	if !s.received {
		byDate := c.server().Sub(wall(s.token.CreatedAt))
		if byDate < 0 {
			return false
		}
		age = max(age, byDate)
	}
	return age < limit
}
