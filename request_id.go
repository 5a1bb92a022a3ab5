package factorialhr

import (
	"net/http"
	"strings"
)

// requestIDHeaders are the headers that carry a request id, in canonical form. The server's own
// header comes first, then those of gateways, then those of CDNs: Factorial can look up its own ids
// but not those of a proxy.
var requestIDHeaders = [...]string{
	"X-Request-Id", "Request-Id", "X-Correlation-Id", "Correlation-Id",
	"X-Amzn-Requestid", "X-Amz-Request-Id", "X-Kong-Request-Id", "X-Trace-Id", "Cf-Ray",
}

// requestID returns the request id of the last attempt, or "" if the response has none.
func (x *exchange) requestID() string {
	if x.response == nil {
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

// maxSafeWord is the maximum length of a request id or code, in bytes.
const maxSafeWord = 64

// isSafeWord reports whether a text or a log may contain word although the server wrote it: the
// word is short, has a letter or a digit, and cannot hold an e-mail address, a URL, a sentence or a
// line break.
func isSafeWord(word string) bool {
	if len(word) > maxSafeWord {
		return false
	}
	says := false
	for _, c := range []byte(word) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
			says = true
		case c == '.', c == '_', c == ':', c == '-':
		default:
			return false
		}
	}
	return says
}

// minSecret is the minimum length of a word that counts as part of a credential. A shorter word can
// occur in one by chance.
const minSecret = 8

// echoesCredential reports whether word is the credential in the headers of a request, is part of
// it, or contains it.
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
