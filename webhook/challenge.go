package webhook

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// challengeHeader echoes the secret of the subscription. It is no signature: it says nothing about the body.
const challengeHeader = "X-Factorial-Wh-Challenge"

// challenges are the secrets that a delivery may carry. The first one is what [Sync] gives to the API.
type challenges struct {
	first  string
	hashes [][sha256.Size]byte
}

// minChallenge is the length of the shortest challenge. A shorter one can be guessed, or is a
// placeholder.
const minChallenge = 16

var (
	errChallenge      = errors.New("a challenge has characters that a header cannot carry, or a space")
	errShortChallenge = fmt.Errorf("a challenge has fewer than the characters that it needs, at least %d: make one with crypto/rand.Text or openssl rand -hex 32", minChallenge)
)

func newChallenges(secrets []string) (challenges, error) {
	var c challenges
	for _, secret := range secrets {
		if strings.ContainsFunc(secret, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return challenges{}, errChallenge
		}
		if len(secret) < minChallenge {
			return challenges{}, errShortChallenge
		}
		c.hashes = append(c.hashes, sha256.Sum256([]byte(secret)))
	}
	if len(secrets) > 0 {
		c.first = secrets[0]
	}
	return c, nil
}

// match reports whether the header has exactly one challenge and it is one of c. How long it takes tells nothing of the
// secrets: hashes have one length, and all of them are compared.
func (c challenges) match(h http.Header) bool {
	values := h[challengeHeader]
	if len(values) != 1 {
		return false
	}
	got := sha256.Sum256([]byte(values[0]))
	found := 0
	for i := range c.hashes {
		found |= subtle.ConstantTimeCompare(got[:], c.hashes[i][:])
	}
	return found == 1
}
