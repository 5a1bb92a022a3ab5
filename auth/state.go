package auth

import (
	"math/rand/v2"
	"time"
)

// state is a token and when to replace it, by this machine's clocks. It never changes.
type state struct {
	token  Token
	line   lineage
	cred   *credential // nil if there is no access token
	early  moment      // refresh in the background from here on
	late   moment      // wait for the new token from here on
	expiry moment

	received bool // by this process from the server
	taken    moment
}

// moment is a time by two clocks. Somebody may set the wall clock; the other one stands still while
// the machine sleeps. The moment is reached when either says so. The zero moment is never reached.
type moment struct {
	wall    time.Time
	running time.Duration // since the Refresher was made
}

func (m moment) reached(now time.Time, running time.Duration) bool {
	return !m.wall.IsZero() && (!now.Before(m.wall) || running >= m.running)
}

func (m moment) add(d time.Duration) moment { return moment{m.wall.Add(d), m.running + d} }

// running returns the time since the Refresher was made, by the clock that nobody sets.
func (r *Refresher) running() time.Duration { return time.Since(r.started) }

// moment returns the present.
func (r *Refresher) moment() moment { return moment{wall(r.now()), r.running()} }

// serverNow is the time by the server's clock, which dates the tokens.
func (r *Refresher) serverNow() time.Time {
	return wall(r.now()).Add(time.Duration(r.skew.Load()))
}

// learnSkew takes the clock of the server from a response that just came to a request sent at sent.
// The Date header tells the second in which the server wrote it, which was somewhere between the
// two. Where that fits, the clocks agree.
func (r *Refresher) learnSkew(date, sent time.Time) {
	atLeast, atMost := date.Sub(r.now()), date.Add(time.Second).Sub(sent)
	switch {
	case atLeast > 0:
		r.skew.Store(int64(atLeast))
	case atMost < 0:
		r.skew.Store(int64(atMost))
	default:
		r.skew.Store(0)
	}
}

// newState plans when to replace a token. A token that the server has just sent lives from now on,
// whatever its date says.
func (r *Refresher) newState(v version, received bool) (*state, error) {
	t := v.token
	s := &state{token: t, line: v.line, received: received, taken: r.moment()}
	if t.AccessToken.IsZero() {
		return s, nil
	}
	var err error
	if s.cred, err = newBearer(t.TokenType, t.AccessToken.Reveal()); err != nil {
		return nil, err
	}
	expiry := t.AccessTokenExpiration()
	if expiry.IsZero() || t.RefreshToken.IsZero() { // without another the server decides
		return s, nil
	}
	life := expiry.Sub(t.CreatedAt)
	left := min(wall(expiry).Sub(r.serverNow()), life) // no clock gives it more
	if received && left <= 0 {
		left = life
	}
	s.expiry = s.taken.add(left)
	s.late = s.expiry.add(-min(life/20, 30*time.Second))
	// Programs that share a token would all try at the same moment: the jitter picks one.
	s.early = s.expiry.add(-life/10 - rand.N(life/10+1))
	return s, nil
}

// usable reports whether requests can be sent with the state without a refresh first.
func (s *state) usable(now time.Time, running time.Duration) bool {
	return s.cred != nil && !s.late.reached(now, running)
}

// isYoung reports whether a 401 can be taken as the API's word on something else than the token's
// age. Otherwise an endpoint that always answers 401 would cause an exchange for each request.
//
// The age is the time since this process took the token up, by the clock that says more. For a token
// of another process its date counts too; a date in the future says nothing.
func (r *Refresher) isYoung(s *state) bool {
	if s == nil || s.token.CreatedAt.IsZero() {
		return false
	}
	limit := youngest
	if expiry := s.token.AccessTokenExpiration(); !expiry.IsZero() {
		limit = min(limit, expiry.Sub(s.token.CreatedAt)/2)
	}
	now := r.moment()
	age := max(now.running-s.taken.running, now.wall.Sub(s.taken.wall))
	if !s.received {
		byDate := r.serverNow().Sub(wall(s.token.CreatedAt))
		if byDate < 0 {
			return false
		}
		age = max(age, byDate)
	}
	return age < limit
}
