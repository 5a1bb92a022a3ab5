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

	"github.com/factorialhr-go/factorialhr/internal/origin"
	"github.com/factorialhr-go/factorialhr/internal/paging"
)

// A RequestOption changes how the client makes requests. Passed to [New], it applies to every call
// of the client; passed to a call, it applies to that call. If an option is set twice, the last
// value counts. A few options, such as [BaseURL], configure the client as a whole; a call that gets
// one fails with [ErrInvalidRequest].
type RequestOption func(*settings)

// defaultInFlight is the default of MaxInFlight.
const defaultInFlight = 32

// settings is the result of the options of a client and of a call. A call has its own copy.
type settings struct {
	// Of the client as a whole.
	baseURL    string
	httpClient *http.Client
	inFlight   int
	insecure   []string     // the hosts of InsecureHTTP
	plain      origin.Plain // the same

	apiVersion  string
	userAgent   []string      // one value, ready for a header
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
		inFlight:    defaultInFlight,
		apiVersion:  DefaultAPIVersion,
		userAgent:   []string{defaultUserAgent()},
		maxAttempts: defaultAttempts,
		maxResponse: 64 << 20,
		limiter:     newPacer(),
	}
}

// apply applies options to s. The error names those that cannot be used.
func (s *settings) apply(opts []RequestOption) error {
	for _, option := range opts {
		if option != nil {
			option(s)
		}
	}
	return s.err
}

// reject records why an option cannot be used. The text must not contain its value.
func (s *settings) reject(text string) {
	s.err = errors.Join(s.err, fmt.Errorf("%w: %s", ErrInvalidRequest, text))
}

// clientOnly rejects an option of the client that was passed to a call.
func (s *settings) clientOnly(name string) {
	if s.ofCall {
		s.reject(name + " is an option of the client, not of a call")
	}
}

// BaseURL sets the base URL of the API: [Production], [Demo], or another one, such as a gateway. It
// must be an absolute https URL; plain http is only for loopback addresses and localhost, and for
// hosts that [InsecureHTTP] names. A path is kept and precedes /api. It is an option of the client.
func BaseURL(u string) RequestOption {
	return func(s *settings) {
		s.clientOnly("BaseURL")
		s.baseURL = u
	}
}

// HTTPClient makes the client send its requests as hc does. The client copies hc and does not
// change it. It adds the credential to the requests above the Transport, keeps the Jar and the
// Timeout (which bounds each attempt, as [AttemptTimeout] does), and asks CheckRedirect about the
// redirects that the rules of this package allow. If hc has no Transport, the client makes its own,
// as [NewTransport] does. It is an option of the client.
func HTTPClient(hc *http.Client) RequestOption {
	return func(s *settings) {
		s.clientOnly("HTTPClient")
		s.httpClient = hc
	}
}

// MaxInFlight bounds how many requests the client has in flight at once, and how many idle
// connections its own transport keeps. The default is 32. It is an option of the client.
func MaxInFlight(n int) RequestOption {
	return func(s *settings) {
		s.clientOnly("MaxInFlight")
		if n < 1 {
			s.reject("MaxInFlight is below 1")
		}
		s.inFlight = n
	}
}

// APIVersion sets the version of the API, which is the date in the path, YYYY-MM-DD. The default is
// [DefaultAPIVersion]. The types decode every version of [APIVersions]. Factorial serves the five
// newest versions, each for 15 months. It silently treats a request for an older one as a request
// for the oldest version that it still serves: see [Client.Check].
//
// A call of a generated method fails with [ErrInvalidRequest], and sends nothing, if its version
// does not have the operation, or a query parameter, body property or enum value that the call
// sets: the API would ignore an unknown filter and list every record. The client checks neither
// untyped calls ([Client.Get]) nor versions that are not one of APIVersions, whose specs it does
// not know. A [VersionObserver] learns of such a version.
func APIVersion(date string) RequestOption {
	return func(s *settings) {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			s.reject("APIVersion is not a date of the form YYYY-MM-DD")
		}
		s.apiVersion = date
	}
}

// UserAgent sets the header User-Agent. The default names this module, its version and the version
// of Go.
func UserAgent(text string) RequestOption {
	return func(s *settings) {
		if !isHeaderValue(text) {
			s.reject("UserAgent contains a control character")
		}
		s.userAgent = []string{text}
	}
}

// AttemptTimeout bounds one attempt, from sending the request to the last byte of the response. The
// default is a minute, and 15 minutes for an upload or a download of files. To bound a whole call,
// pass it a context with a deadline.
func AttemptTimeout(d time.Duration) RequestOption {
	return func(s *settings) {
		if d <= 0 {
			s.reject("AttemptTimeout is not positive")
		}
		s.timeout = d
	}
}

// MaxAttempts bounds how many attempts a call makes, the first one included. The default is 4; 1
// means no retries.
func MaxAttempts(n int) RequestOption {
	return func(s *settings) {
		if n < 1 {
			s.reject("MaxAttempts is below 1")
		}
		s.maxAttempts = n
	}
}

// MaxResponseBytes bounds the body of a response, after decompression; a larger one is
// [ErrResponseTooLarge]. The default is 64 MiB. Apart from that, the memory that the decoded value
// of a response of n bytes keeps alive never exceeds 64 MiB + 4·n.
func MaxResponseBytes(n int64) RequestOption {
	return func(s *settings) {
		if n < 1 {
			s.reject("MaxResponseBytes is below 1")
		}
		s.maxResponse = min(n, math.MaxInt64-1) // reading one byte more shows whether there is one
	}
}

// RateLimiter replaces the pacing of POSTs by another limiter, perhaps one that several processes
// share.
func RateLimiter(l Limiter) RequestOption {
	return func(s *settings) { s.limiter = l }
}

// WithoutPacing sends POSTs without pacing, for tests. The client still pauses after a 429 and
// keeps to [MaxInFlight].
func WithoutPacing() RequestOption { return RateLimiter(nil) }

// ReadOnly makes the client refuse every operation that changes something, with [ErrReadOnly],
// before it sends anything.
func ReadOnly() RequestOption {
	return func(s *settings) { s.readOnly = true }
}

// Strict turns a value that does not have the type of its field into an error, [ErrMismatch].
// Without it, the field holds the value if the client can convert it without loss, and is nil or
// zero otherwise; the client decodes the rest: see [Mismatch]. A list that contradicts its metadata
// is that error too, after the records that arrived: see docs/pagination.md.
func Strict() RequestOption {
	return func(s *settings) { s.strict = true }
}

// KeepRaw keeps the response as the server sent it, for RawData and RawMeta of a page and for
// ResponseInfo.Raw.
func KeepRaw() RequestOption {
	return func(s *settings) { s.keepRaw = true }
}

// Query adds parameters to the query, such as filters that a typed call does not have. If the call
// itself sets a name, its value counts. The API silently ignores names that it does not know. A
// name without a value, a list with an empty value and an empty id make the call fail with
// [ErrInvalidRequest], since the API would list every record.
func Query(values url.Values) RequestOption {
	return func(s *settings) { s.query = merged(s.query, values) }
}

// reservedHeaders are the headers that a caller cannot set. The credential belongs to package auth.
// The API ignores Idempotency-Key, and net/http sends a POST a second time because of it. The rest
// belongs to the transport.
var reservedHeaders = []string{
	"Authorization", "X-Api-Key", "Idempotency-Key", "X-Idempotency-Key",
	"Accept-Encoding", "Connection", "Content-Length", "Host", "Transfer-Encoding",
}

// Header sets a header field, such as Accept-Language for the language of error messages. It cannot
// set the headers of the credential and of the transport, nor Idempotency-Key.
func Header(name, value string) RequestOption {
	name = textproto.CanonicalMIMEHeaderKey(name)
	return func(s *settings) {
		switch {
		case slices.Contains(reservedHeaders, name):
			s.reject("Header cannot set this field")
		case !isHeaderName(name) || !isHeaderValue(value):
			s.reject("Header contains a character that is not valid in a header field")
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

// isHeaderValue reports whether value is valid in a header field (RFC 9110 section 5.5).
func isHeaderValue(value string) bool {
	for _, c := range []byte(value) {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// merged returns the entries of both maps; where both have a name, b counts. It changes neither,
// since a call must not change the maps of the client or of the caller. Do not write to the result,
// which may be one of them.
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
