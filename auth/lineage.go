package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strings"
)

// lineage records where a token comes from. It decides which of two tokens is newer, because dates
// cannot: a server, a proxy or a person may date a token wrongly, and a strict server ends the
// login when it receives a spent refresh token.
//
// A lineage never changes. Its fingerprints do not reveal the tokens.
type lineage struct {
	generation int64    // grows by one with each saved token of a login; 0 if the record has none
	logins     []string // tokens with which logins began, the newest last
	seeds      []string // tokens that programs gave to RefreshToken, the newest last
	spent      []string // refresh tokens that a saved token has replaced, the newest last
	partial    bool     // it began with a token from another program, which keeps no lineage
}

const (
	maxLogins = 16
	maxSeeds  = 16
	maxSpent  = 7 * 24 // one for each hour of a refresh token's week
)

// fingerprint identifies a token by its refresh token, which works once, or else by its access
// token.
func fingerprint(t Token) string {
	if t.canRefresh() {
		return digest(t.RefreshToken.Reveal())
	}
	return digest("access", t.AccessToken.Reveal())
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:fingerprintBytes])
}

const fingerprintBytes = 8

// beginning returns the lineage of a token that begins a login. It keeps the generation and the
// fingerprints of l.
func (l lineage) beginning(t Token) lineage {
	l.logins = appended(l.logins, maxLogins, fingerprint(t))
	return l
}

// adopting returns the lineage of a token that another program has stored. The token begins a
// login, because the generations in l belong to other tokens.
func (l lineage) adopting(t Token) lineage {
	l.partial = l.partial || l.isEmpty()
	l.generation = 0
	return l.beginning(t)
}

// following returns the lineage of a token that replaces old.
func (l lineage) following(old, t Token) lineage {
	if old.canRefresh() {
		l.spent = appended(l.spent, maxSpent, fingerprint(old))
	}
	l.spent = without(l.spent, fingerprint(t)) // a server may keep the refresh token
	l.generation = nextGeneration(l.generation)
	return l
}

// nextGeneration stops at the largest number.
func nextGeneration(n int64) int64 {
	if n == math.MaxInt64 {
		return n
	}
	return n + 1
}

// with adds the fingerprints of another lineage of the same store. Those of l count as newer.
func (l lineage) with(other lineage) lineage {
	l.logins = appended(other.logins, maxLogins, l.logins...)
	l.seeds = appended(other.seeds, maxSeeds, l.seeds...)
	l.spent = appended(other.spent, maxSpent, l.spent...)
	l.partial = l.partial && other.partial
	return l
}

// login returns the fingerprint of the current login's first token, empty if that is unknown.
func (l lineage) login() string {
	if len(l.logins) == 0 {
		return ""
	}
	return l.logins[len(l.logins)-1]
}

// hasSpent reports whether a refresh token must not be sent any more.
func (l lineage) hasSpent(t Token) bool {
	return t.canRefresh() && slices.Contains(l.spent, fingerprint(t))
}

// knows reports whether a program has given or stored the token before.
func (l lineage) knows(t Token) bool {
	f := fingerprint(t)
	return slices.Contains(l.seeds, f) || slices.Contains(l.logins, f) || slices.Contains(l.spent, f)
}

// isEmpty reports whether a record has no lineage, because another program or an older version of
// this package wrote it.
func (l lineage) isEmpty() bool { return len(l.logins) == 0 }

// appended returns a copy of list with the words at its end, each word once. If there are too many,
// it drops the oldest.
func appended(list []string, most int, words ...string) []string {
	result := make([]string, 0, len(list)+len(words))
	seen := make(map[string]bool, cap(result))
	for _, all := range [][]string{words, list} {
		for _, word := range slices.Backward(all) {
			if !seen[word] {
				seen[word] = true
				result = append(result, word)
			}
		}
	}
	result = result[:min(len(result), most)]
	slices.Reverse(result)
	return result
}

func without(list []string, word string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(w string) bool { return w == word })
}
