package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// keyHistory is the key of a stored token under which its lineage lies. Other programs ignore it.
const keyHistory = "token_history"

// lineage tells which of two tokens is newer, without dates: a server, a proxy or a person may date
// a token wrongly, and a strict server ends the login when a spent refresh token comes back. A
// lineage never changes.
//
// It consists of a number and of fingerprints, from which nobody gets a token back.
type lineage struct {
	generation int64    // grows by one with each saved token of a login; 0 if the record does not say
	logins     []string // the tokens that logins began with, the newest last
	seeds      []string // the tokens that programs gave to RefreshToken, the newest last
	spent      []string // the refresh tokens that were replaced by a saved one, the newest last
	partial    bool     // it began with a token of another program, which has kept nothing
}

const (
	maxLogins = 16
	maxSeeds  = 16
	maxSpent  = 7 * 24 // one for each hour of the week that a refresh token lives
)

// version is a token with its place in the order.
type version struct {
	token Token
	line  lineage
}

// errSpent means that the only known refresh token is one that was replaced by a saved one.
var errSpent error = spentError{}

type spentError struct{}

func (spentError) Error() string {
	return "auth: this refresh token was spent before and its successor was saved, so it was not sent " +
		"(the store was restored from a copy, or an old token was written into it): a person has to log in again"
}

// Is lets callers treat it as what the server would have said.
func (spentError) Is(target error) bool { return target == ErrRefreshTokenRejected }

// fingerprint identifies a token. It takes the refresh token, which works once, and falls back to
// the access token.
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

// beginning returns the lineage of a token that begins a login. The generation and the fingerprints
// of l remain.
func (l lineage) beginning(t Token) lineage {
	l.logins = appended(l.logins, maxLogins, fingerprint(t))
	return l
}

// adopting returns the lineage of a token that another program has stored. The generations before it
// belong to other tokens, so it begins a login of its own.
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

// with adds what another lineage of the same store knows. What l knows counts as newer.
func (l lineage) with(other lineage) lineage {
	l.logins = appended(other.logins, maxLogins, l.logins...)
	l.seeds = appended(other.seeds, maxSeeds, l.seeds...)
	l.spent = appended(other.spent, maxSpent, l.spent...)
	l.partial = l.partial && other.partial
	return l
}

// login returns the fingerprint of the current login's first token, empty if it is not known.
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

// knows reports whether a token that a program was given has been there before.
func (l lineage) knows(t Token) bool {
	f := fingerprint(t)
	return slices.Contains(l.seeds, f) || slices.Contains(l.logins, f) || slices.Contains(l.spent, f)
}

// isEmpty reports whether a record has no lineage: another program or an older version wrote it.
func (l lineage) isEmpty() bool { return len(l.logins) == 0 }

// isStale reports whether a stored token is older than the one that this process holds: the store
// was restored from a copy, or a program wrote an old token into it.
func (v version) isStale(held version) bool {
	stored, own := v.line, held.line
	if v.token.same(held.token) {
		return false
	}
	if own.hasSpent(v.token) {
		return true
	}
	if stored.hasSpent(held.token) {
		return false
	}
	if stored.generation == 0 { // then it is newer, unless it was there before
		f := fingerprint(v.token)
		return f != fingerprint(held.token) && slices.Contains(own.logins, f)
	}
	login := stored.login()
	switch {
	case login != own.login() && slices.Contains(own.logins, login) && !slices.Contains(stored.logins, own.login()):
		return true // its login was replaced by one that it does not know
	case stored.generation > own.generation:
		return false
	case !slices.Contains(own.logins, login):
		return false // a person logged in after the store was restored
	default:
		return login != own.login() || stored.generation < own.generation
	}
}

// The words of a stored lineage that begin a list.
const (
	wordLogins = "logins"
	wordSeeds  = "seeds"
	wordSpent  = "spent"
	// wordPartial is one of its own.
	wordPartial = "partial"
)

// parseLineage reads the lineage of a stored token: its generation, the token whose generation that
// is, because another program may replace the token alone, and the lists. It skips every word that it
// does not understand.
func parseLineage(text string, t Token) lineage {
	var l lineage
	words := strings.Fields(text)
	if len(words) > 1 && words[1] == pairDigest(t) {
		n, _ := strconv.ParseInt(words[0], 10, 64)
		l.generation = max(n, 0)
	}
	var list *[]string
	for _, word := range words[min(2, len(words)):] {
		switch word {
		case wordLogins:
			list = &l.logins
		case wordSeeds:
			list = &l.seeds
		case wordSpent:
			list = &l.spent
		case wordPartial:
			l.partial = true
		default:
			if list != nil && isFingerprint(word) {
				*list = append(*list, word)
			}
		}
	}
	l.logins = appended(nil, maxLogins, l.logins...)
	l.seeds = appended(nil, maxSeeds, l.seeds...)
	l.spent = appended(nil, maxSpent, l.spent...)
	return l
}

// encode writes the lineage of a token in one line, as a string: some readers of the file take no
// other values.
func (l lineage) encode(t Token) string {
	words := []string{strconv.FormatInt(l.generation, 10), pairDigest(t)}
	if l.partial {
		words = append(words, wordPartial)
	}
	for _, list := range []struct {
		word  string
		words []string
	}{{wordLogins, l.logins}, {wordSeeds, l.seeds}, {wordSpent, l.spent}} {
		if len(list.words) > 0 {
			words = append(append(words, list.word), list.words...)
		}
	}
	return strings.Join(words, " ")
}

// pairDigest identifies a token with both of its parts.
func pairDigest(t Token) string {
	return digest("pair", t.AccessToken.Reveal(), t.RefreshToken.Reveal())
}

func isFingerprint(word string) bool {
	raw, err := hex.DecodeString(word)
	return err == nil && len(raw) == fingerprintBytes
}

// appended returns list with the words at its end, each once, and without the oldest if there are
// too many. It leaves list as it is.
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

// Margins by which the date of a seed that no program gave before must exceed the date of the
// stored token, so that the seed counts as a new login. Dates decide nothing else. A response can be
// dated minutes before the one before it.
const (
	seedMargin          = 30 * time.Second
	seedMarginUnordered = time.Hour // over a record without a lineage
)
