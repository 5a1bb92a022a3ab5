package auth

import (
	"sync/atomic"
	"time"
)

// seed is the token that RefreshToken was given. Between the seed and a stored token, dates cannot
// decide; see lineage. The seed wins if it begins a new login. It loses if it is the token with
// which the program has always started.
type seed struct {
	version
	fromStore bool        // FromFile read it there
	refused   atomic.Bool // the server refused it as a new login
}

// held returns the version that this process uses until it learns of a newer one: the version of
// its last request, or else the seed.
func (s *seed) held(current *state) version {
	if current != nil {
		return current.version
	}
	return s.version
}

// newest returns the newest known version.
func (s *seed) newest(rec record, current *state) version {
	held := s.held(current)
	if !rec.stored {
		return held
	}
	stored := rec.version()
	switch {
	case current == nil && !s.fromStore && s.beginsLogin(rec):
		return s.over(rec)
	case current == nil && !s.fromStore:
		return stored
	case stored.isStale(held):
		held.line = held.line.with(stored.line)
		held.line.generation = max(held.line.generation, stored.line.generation)
		return held
	default:
		return stored.after(held)
	}
}

// beginsLogin reports whether the seed is a new login. A token that a program gave before is none,
// nor is a token that was ever stored. A seed that replaces another one in a program's
// configuration is always a new login. The first seed that a store sees beside its own token is a
// new login only if its date is later by a margin.
func (s *seed) beginsLogin(rec record) bool {
	switch {
	case s.token.isZero() || s.token.same(rec.token) || rec.line.knows(s.token) || s.refused.Load():
		return false
	case len(rec.line.seeds) > 0:
		return true
	case rec.line.partial:
		return false
	case s.token.CreatedAt.IsZero() || rec.token.CreatedAt.IsZero():
		return false
	}
	margin := seedMargin
	if rec.line.isEmpty() {
		margin = seedMarginUnordered
	}
	return wall(s.token.CreatedAt).After(wall(rec.token.CreatedAt).Add(margin))
}

// Margins by which the date of a first seed must exceed the date of the stored token. Dates decide
// nothing else. The server can date a response minutes before the previous one.
const (
	seedMargin          = 30 * time.Second
	seedMarginUnordered = time.Hour // over a record without a lineage
)

// over returns the seed as a login that begins after the stored token.
func (s *seed) over(rec record) version {
	return version{s.token, rec.version().line.beginning(s.token)}
}

// untried returns the seed if the store has never seen it. When the server keeps refusing the
// stored token, the seed may be a new login without a date. If the record lacks a part of its
// lineage, the seed may be spent, so it is not returned.
func (s *seed) untried(rec record, line lineage) (version, bool) {
	if s.fromStore || !rec.stored || rec.line.isEmpty() || rec.line.partial || !s.token.canRefresh() || line.knows(s.token) {
		return version{}, false
	}
	return s.over(rec), true
}

// successor returns the version of a token that the server issued in exchange for from. Its lineage
// remembers the seed, so that the seed does not win at the next start of the program.
func (s *seed) successor(from version, t Token) version {
	line := from.line.following(from.token, t)
	if !s.refused.Load() {
		line = s.remembered(line)
	}
	return version{t, line}
}

// remembered adds the seed to the seeds of a lineage.
func (s *seed) remembered(line lineage) lineage {
	if !s.fromStore && !s.token.isZero() {
		line.seeds = appended(line.seeds, maxSeeds, fingerprint(s.token))
	}
	return line
}
