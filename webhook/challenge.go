package webhook

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// challengeHeader carries the secret of the subscription. It does not sign the body.
const challengeHeader = "X-Factorial-Wh-Challenge"

// challenges are the secrets that a delivery may carry. [Sync] sends the first one to the API.
type challenges struct {
	first  string
	hashes [][sha256.Size]byte
}

// minChallenge is the minimum length of a challenge. A shorter one can be guessed, or is a
// placeholder.
const minChallenge = 16

var (
	errChallenge      = errors.New("a challenge contains a space or a character that a header cannot carry")
	errShortChallenge = fmt.Errorf("a challenge must have at least %d characters: generate one with crypto/rand.Text or openssl rand -hex 32", minChallenge)
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

// match reports whether the header carries exactly one challenge that is in c. Its running time
// reveals nothing about the secrets: it compares all hashes, and they have the same length.
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
