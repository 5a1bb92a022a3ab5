package factorialhr

import (
	"net/http"
	"strings"
)

// requestIDHeaders are the headers that name a request, in canonical form. The server's own header comes first, then those
// of gateways, then those of content networks: an id that Factorial can look up is worth more than an id of a proxy.
var requestIDHeaders = [...]string{
	"X-Request-Id", "Request-Id", "X-Correlation-Id", "Correlation-Id",
	"X-Amzn-Requestid", "X-Amz-Request-Id", "X-Kong-Request-Id", "X-Trace-Id", "Cf-Ray",
}

// requestID returns the id that the response names, empty if it names none.
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

// isSafeWord reports whether word may stand in a text or a log although the server wrote it: it is short, has a letter or a
// digit, and cannot hold an address, a URL, a sentence or a line break.
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

// minSecret is the length of the shortest word that can be a part of a credential and not of one by chance.
const minSecret = 8

// echoesCredential reports whether word is the credential among the headers of a request, a part of it, or has it within.
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
