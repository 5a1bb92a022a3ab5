package auth

import (
	"encoding/hex"
	"strconv"
	"strings"
)

// keyHistory is the key of a stored token that holds its lineage. Other programs ignore it.
const keyHistory = "token_history"

// The words of an encoded lineage. Each of the first three begins a list.
const (
	wordLogins  = "logins"
	wordSeeds   = "seeds"
	wordSpent   = "spent"
	wordPartial = "partial"
)

// parseLineage reads the lineage of a stored token. The text begins with the generation and a
// digest of the token to which the generation belongs, because another program may replace only the
// token. The lists follow. Unknown words are skipped.
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

// encode writes the lineage of a token on one line. It is a string, because some readers of the
// file accept no other type of value.
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

// pairDigest identifies a token by both of its parts.
func pairDigest(t Token) string {
	return digest("pair", t.AccessToken.Reveal(), t.RefreshToken.Reveal())
}

func isFingerprint(word string) bool {
	raw, err := hex.DecodeString(word)
	return err == nil && len(raw) == fingerprintBytes
}
