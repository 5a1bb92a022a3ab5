package factorialhr

import (
	"net/http"
	"strings"
)

// requestIDHeaders are the headers that name a request, in canonical form. The server's own header
// comes first, then those of gateways, then those of content networks: Factorial
// can look up its own ids, and not the ids of a proxy.
var requestIDHeaders = [...]string{
	"X-Request-Id", "Request-Id", "X-Correlation-Id", "Correlation-Id",
	"X-Amzn-Requestid", "X-Amz-Request-Id", "X-Kong-Request-Id", "X-Trace-Id", "Cf-Ray",
}

// requestID returns the request id of the response, or an empty string.
func (r *reply) requestID() string {
	if r.response == nil {
		return ""
	}
	for _, name := range requestIDHeaders {
		for _, value := range r.response.Header[name] {
			if isSafeWord(value) && !echoesCredential(r.fate.sent, value) {
				return value
			}
		}
	}
	return ""
}

// maxSafeWord is the length of the longest request id or code, in bytes.
const maxSafeWord = 64

// isSafeWord reports whether a text or a log may contain word although the server wrote it. A safe
// word is short, has a letter or a digit, and cannot hold an address, a URL, a sentence or a line
// break.
func isSafeWord(word string) bool {
	if len(word) > maxSafeWord {
		return false
	}
	hasLetter := false
	for _, c := range []byte(word) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			hasLetter = true
		case c == '.', c == '_', c == ':', c == '-':
		default:
			return false
		}
	}
	return hasLetter
}

// minSecret is the length from which on a common word is no coincidence, in bytes.
const minSecret = 8

// echoesCredential reports whether word is the credential of a request, a part of it, or contains
// it.
func echoesCredential(sent http.Header, word string) bool {
	if len(word) < minSecret {
		return false
	}
	for _, name := range [...]string{"X-Api-Key", "Authorization"} {
		for _, value := range sent[name] {
			value = strings.TrimPrefix(value, "Bearer ")
			if len(value) >= minSecret && (strings.Contains(value, word) || strings.Contains(word, value)) {
				return true
			}
		}
	}
	return false
}
