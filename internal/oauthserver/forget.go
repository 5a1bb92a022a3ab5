package oauthserver

import (
	"slices"
	"time"
)

// The bounds of what the server remembers. The hint about an old code or token is worth keeping for
// a day of work, not for a load test.
const (
	codeMemory = 24 * time.Hour
	maxDead    = 4096 // pairs that are revoked or expired
	sweepEvery = 1024 // codes or pairs
)

// forgetCodes forgets the codes that are older than a day, each time that many more have been
// issued. The caller holds the lock.
func (s *Server) forgetCodes() {
	if s.newCodes++; s.newCodes < sweepEvery {
		return
	}
	s.newCodes = 0
	now := s.options.Now()
	for text, c := range s.codes {
		if now.Sub(c.created) > codeMemory {
			delete(s.codes, text)
		}
	}
}

// forgetTokens forgets the oldest pairs that are good for nothing any more, beyond the last ones,
// each time that many more have been issued. The caller holds the lock.
func (s *Server) forgetTokens() {
	if s.newTokens++; s.newTokens < sweepEvery {
		return
	}
	s.newTokens = 0
	now := s.options.Now()
	var dead []*token
	for _, t := range s.byAccess {
		if s.dead(t, now) {
			dead = append(dead, t)
		}
	}
	if len(dead) <= maxDead {
		return
	}
	slices.SortFunc(dead, func(a, b *token) int { return a.number - b.number })
	for _, t := range dead[:len(dead)-maxDead] {
		delete(s.byAccess, t.access)
		delete(s.byRefresh, t.refresh)
		t.previous = nil
	}
}

// dead reports whether neither token of a pair works any more.
func (s *Server) dead(t *token, now time.Time) bool {
	if t.revoked != "" {
		return true
	}
	if t.expires.IsZero() || now.Before(t.expires) {
		return false
	}
	return now.Sub(t.created) >= s.options.RefreshTokenLife
}
