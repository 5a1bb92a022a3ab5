package auth

import (
	"slices"
	"time"
)

// refusals are the refresh tokens that the server has refused, the newest last. A refusal may be a
// mistake, so a refused token without a saved successor is sent again, but not at once.
type refusals []refusal

type refusal struct {
	refreshToken Secret
	status       int
	count        int           // in a row
	at           time.Duration // of the last one, on the running clock
}

const (
	maxRefusals    = 8
	refusedPause   = time.Minute // doubled with each refusal
	refusedLongest = time.Hour
)

// of returns the refusal of a token, zero if there is none.
func (l refusals) of(t Token) refusal {
	for _, r := range l {
		if r.refreshToken.Reveal() == t.RefreshToken.Reveal() {
			return r
		}
	}
	return refusal{}
}

// note records another refusal of a token.
func (l *refusals) note(t Token, status int, at time.Duration) {
	again := refusal{refreshToken: t.RefreshToken, status: status, count: l.of(t).count + 1, at: at}
	list := slices.DeleteFunc(*l, func(r refusal) bool {
		return r.refreshToken.Reveal() == t.RefreshToken.Reveal()
	})
	list = append(list, again)
	*l = list[max(len(list)-maxRefusals, 0):]
}

// holds reports whether it is too early to send the token again.
func (r refusal) holds(running time.Duration) bool {
	return r.count > 0 && running-r.at < min(refusedPause<<min(r.count-1, 10), refusedLongest)
}
