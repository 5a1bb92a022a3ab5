package factorialhr

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// A RequestOption changes how requests are made. Given to [New] it holds for all calls of the client, given to a call
// for that one; what is set twice has its last value. A few options concern the client as a whole, as [BaseURL] does:
// given to a call, they make it fail with [ErrInvalidRequest].
type RequestOption func(*settings)

// settings is what the options of a client and a call come to. A call works on its own copy.
type settings struct {
	// Of the client as a whole.
	baseURL    string
	httpClient *http.Client
	inFlight   int

	apiVersion  string
	userAgent   []string      // one value, as a header has it
	timeout     time.Duration // of an attempt, 0 for the default
	maxAttempts int
	maxResponse int64 // bytes
	limiter     Limiter
	observers   observers
	header      http.Header
	query       url.Values
	readOnly    bool
	strict      bool
	keepRaw     bool

	// Of a call.
	everything bool
	response   *ResponseInfo
	paging     paging.Options // of a list

	ofCall bool
	err    error
}

func defaultSettings() settings {
	return settings{
		baseURL:     Production,
		inFlight:    32,
		apiVersion:  DefaultAPIVersion,
		userAgent:   []string{defaultUserAgent()},
		maxAttempts: defaultAttempts,
		maxResponse: 64 << 20,
		limiter:     newPacer(),
	}
}

// apply adds options to s and returns what is wrong with them.
func (s *settings) apply(opts []RequestOption) error {
	for _, option := range opts {
		if option != nil {
			option(s)
		}
	}
	return s.err
}

// reject notes an option that cannot be used. The text must not hold its value.
func (s *settings) reject(text string) {
	s.err = errors.Join(s.err, fmt.Errorf("%w: %s", ErrInvalidRequest, text))
}

// clientOnly rejects an option that was given to a call and concerns the client.
func (s *settings) clientOnly(name string) {
	if s.ofCall {
		s.reject(name + " is an option of the client, not of a call")
	}
}

// BaseURL sets where the API is: [Production], [Demo], or an address of your own. It is an absolute https URL; plain
// http is allowed on loopback addresses. A path is kept and stands before /api. It is an option of the client.
func BaseURL(u string) RequestOption {
	return func(s *settings) {
		s.clientOnly("BaseURL")
		s.baseURL = u
	}
}

// HTTPClient makes the client send its requests as hc does. The http.Client is copied and not changed: its Transport is
// used below the credential, its Jar and Timeout as they are (the Timeout bounds each attempt, as [AttemptTimeout]
// does), its CheckRedirect is asked about the redirects that the rules of this package allow. Without a Transport the
// client has one of its own. It is an option of the client.
func HTTPClient(hc *http.Client) RequestOption {
	return func(s *settings) {
		s.clientOnly("HTTPClient")
		s.httpClient = hc
	}
}

// MaxInFlight bounds how many requests of the client are under way at once, and how many connections it keeps. The
// default is 32. It is an option of the client.
func MaxInFlight(n int) RequestOption {
	return func(s *settings) {
		s.clientOnly("MaxInFlight")
		if n < 1 {
			s.reject("MaxInFlight is below 1")
		}
		s.inFlight = n
	}
}

// APIVersion sets the date in the path, YYYY-MM-DD; the default is [DefaultAPIVersion]. It changes nothing else: the
// types stay those of the default version. A version is served for a year; a request for an older one is answered, without
// a word, as one for the oldest that is: see [Client.Check].
func APIVersion(date string) RequestOption {
	return func(s *settings) {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			s.reject("APIVersion is not a date as YYYY-MM-DD")
		}
		s.apiVersion = date
	}
}

// UserAgent sets the header User-Agent. The default names this module, its version and the version of Go.
func UserAgent(text string) RequestOption {
	return func(s *settings) {
		if !isHeaderValue(text) {
			s.reject("UserAgent has a control character")
		}
		s.userAgent = []string{text}
	}
}

// AttemptTimeout bounds one attempt, from sending the request to the last byte of the answer. The default is a minute,
// and 15 minutes for an upload of files. To bound a whole call, give it a context with a deadline.
func AttemptTimeout(d time.Duration) RequestOption {
	return func(s *settings) {
		if d <= 0 {
			s.reject("AttemptTimeout is not positive")
		}
		s.timeout = d
	}
}

// MaxAttempts bounds how often a call is tried, the first time included. The default is 4; 1 means no retries.
func MaxAttempts(n int) RequestOption {
	return func(s *settings) {
		if n < 1 {
			s.reject("MaxAttempts is below 1")
		}
		s.maxAttempts = n
	}
}

// MaxResponseBytes bounds the body of a response, after decompression; a larger one is [ErrResponseTooLarge]. The default
// is 64 MiB. What a response of n bytes keeps alive once it is decoded is bounded by 64 MiB + 4·n in any case.
func MaxResponseBytes(n int64) RequestOption {
	return func(s *settings) {
		if n < 1 {
			s.reject("MaxResponseBytes is below 1")
		}
		s.maxResponse = min(n, math.MaxInt64-1) // one byte more is asked for, to see whether there is one
	}
}

// RateLimiter replaces the pacing of POSTs by a limiter of the caller, perhaps one that several processes share.
func RateLimiter(l Limiter) RequestOption {
	return func(s *settings) { s.limiter = l }
}

// WithoutPacing lets POSTs go out as they come, for tests. The client still pauses after a 429 and keeps to
// [MaxInFlight].
func WithoutPacing() RequestOption { return RateLimiter(nil) }

// ReadOnly refuses every operation that changes something, with [ErrReadOnly], before anything is sent.
func ReadOnly() RequestOption {
	return func(s *settings) { s.readOnly = true }
}

// Strict makes a value that is not what its field expects an error, [ErrMismatch]. Without it the
// field holds what the client can take of the value without loss, or is left nil or zero, and the
// client decodes the rest: see [Mismatch]. A list that contradicts its metadata is that error too,
// after the records that came: see docs/pagination.md.
func Strict() RequestOption {
	return func(s *settings) { s.strict = true }
}

// KeepRaw keeps what the server sent, for RawData and RawMeta of a page and for ResponseInfo.Raw.
func KeepRaw() RequestOption {
	return func(s *settings) { s.keepRaw = true }
}

// Query adds parameters to the query, for filters that a typed call does not know. A name that the call sets itself is
// left to the call. The API ignores names that it does not know without a word. A name without a value and a list with
// an empty value make a call fail with [ErrInvalidRequest], since the API would list every record; so does an empty id.
func Query(values url.Values) RequestOption {
	return func(s *settings) { s.query = merged(s.query, values) }
}

// reservedHeaders are not the caller's. The credential belongs to package auth. Idempotency-Key is ignored by the API and
// makes net/http send a POST a second time. The rest is the business of the transport.
var reservedHeaders = []string{
	"Authorization", "X-Api-Key", "Idempotency-Key", "X-Idempotency-Key",
	"Accept-Encoding", "Connection", "Content-Length", "Host", "Transfer-Encoding",
}

// Header sets a header field, like Accept-Language for the language of error messages. Those of the credential and of
// the transport cannot be set, nor Idempotency-Key.
func Header(name, value string) RequestOption {
	name = textproto.CanonicalMIMEHeaderKey(name)
	return func(s *settings) {
		switch {
		case slices.Contains(reservedHeaders, name):
			s.reject("Header cannot set this field")
		case !isHeaderName(name) || !isHeaderValue(value):
			s.reject("Header has a character that a header field cannot hold")
		}
		s.header = merged(s.header, http.Header{name: {value}})
	}
}

// isHeaderName reports whether name is a token (RFC 9110 section 5.6.2).
func isHeaderName(name string) bool {
	for _, c := range []byte(name) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return name != ""
}

// isHeaderValue reports whether a header field can hold value (RFC 9110 section 5.5).
func isHeaderValue(value string) bool {
	for _, c := range []byte(value) {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// merged returns a map of what is in both, where b goes first, and changes neither: those of a client must not change
// with a call, nor those of a caller. The result is not to be written to.
func merged[M ~map[string][]string](a, b M) M {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	all := make(M, len(a)+len(b))
	maps.Copy(all, a)
	maps.Copy(all, b)
	return all
}
