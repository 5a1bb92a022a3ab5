package oauthserver

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// The methods of a code_challenge (RFC 7636 §4.2). Without one, the method is plain.
const (
	methodPlain = "plain"
	methodS256  = "S256"
)

// proof checks the code_verifier of a token request against the code_challenge of the login. A
// verifier without a challenge is refused too, so that an attacker cannot remove the challenge (RFC
// 9700 §2.1.1).
func (c *code) proof(verifier string) *refusal {
	switch {
	case c.challenge == "" && verifier == "":
		return nil
	case c.challenge == "":
		return &refusal{code: "invalid_grant", hint: "there is a code_verifier, but /oauth/authorize received no code_challenge"}
	case verifier == "":
		return &refusal{code: "invalid_request", hint: "code_verifier is missing: /oauth/authorize received a code_challenge"}
	case c.challenge == c.transform(verifier):
		return nil
	}
	return &refusal{code: "invalid_grant", hint: c.proofHint(verifier)}
}

func (c *code) transform(verifier string) string {
	if c.method == methodS256 {
		return s256(verifier)
	}
	return verifier
}

func s256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// proofHint recognises the usual mistakes.
func (c *code) proofHint(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	switch {
	case c.method != methodS256 && c.challenge == s256(verifier):
		return "code_verifier does not match: without code_challenge_method=S256 in /oauth/authorize, the method is plain"
	case c.method == methodS256 && c.challenge == verifier:
		return "code_verifier does not match: with S256, code_challenge is the SHA-256 of the verifier, not the verifier"
	case strings.EqualFold(c.challenge, hex.EncodeToString(sum[:])),
		c.challenge == base64.StdEncoding.EncodeToString(sum[:]), c.challenge == base64.URLEncoding.EncodeToString(sum[:]):
		return "code_verifier does not match: code_challenge must be the SHA-256 in base64url without padding"
	}
	return "code_verifier does not match the code_challenge of /oauth/authorize: each login needs its own pair"
}
