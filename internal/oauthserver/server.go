// Package oauthserver is the OAuth part of a fake Factorial: an http.Handler for /oauth/authorize,
// /oauth/token and /oauth/revoke, and Authenticate for the API.
//
// It keeps its state in memory, uses the clock of its Options, and logs events with numbers in
// place of tokens, so that tests can assert on them.
//
// Each refusal has a hint for the developer of the client: what is probably wrong and what to do. A
// response of /oauth/ carries it as error_description (RFC 6749 §5.2); Serve and Authenticate
// return it for a log. The real server has other texts, so no client may depend on one. A hint
// names the application's client id, its redirect URI and its scopes. It never contains a token, a
// code, a secret or a value that a client sent.
package oauthserver

import (
	"cmp"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Rotation is what the server does with a refresh token after its exchange.
type Rotation int

const (
	// RevokeOnUse is the observed behaviour of the real server: the old refresh token keeps working
	// until the first request with the new access token. That request revokes the old pair.
	RevokeOnUse Rotation = iota
	// StrictFamily is the strictest reading of RFC 9700 §4.14.2: a refresh token works once, and a
	// second use revokes every token of the same login.
	StrictFamily
)

// Options configures a Server. Each zero value has a default.
type Options struct {
	// ClientID and ClientSecret are the credentials of the only client. They default to "client"
	// and "secret".
	ClientID, ClientSecret string
	// RedirectURI is the registered redirect URI. A client must send exactly this one. Empty
	// accepts any absolute URI.
	RedirectURI string
	// Scopes are the registered scopes. A request without a scope gets all of them, and one for
	// another scope is refused. Empty accepts any scope.
	Scopes   []string
	Rotation Rotation
	// AccessTokenLife defaults to an hour; expires_in states it in whole seconds. RefreshTokenLife
	// defaults to a week.
	AccessTokenLife, RefreshTokenLife time.Duration
	// Now is the server's clock. It defaults to time.Now.
	Now func() time.Time
}

// codeLife is the lifetime of an authorization code. Factorial documents about ten minutes.
const codeLife = 10 * time.Minute

// Server issues, rotates and checks tokens. It is safe for concurrent use.
type Server struct {
	options Options

	mu        sync.Mutex
	numbers   int // last number of a token or family
	codes     map[string]*code
	byAccess  map[string]*token
	byRefresh map[string]*token
	newCodes  int // issued since the last look for old ones
	newTokens int
	counts    Counts
	log       []Event
}

// token is a pair of tokens issued by /oauth/token.
type token struct {
	number          int
	family          int
	access, refresh string // refresh is empty for a company
	scope           string
	granted         string // the scope of the login, which a refresh may narrow
	company         bool
	created         time.Time
	expires         time.Time // of the access token; zero for a company
	ends            time.Time // expires as the response stated it
	previous        *token    // RevokeOnUse: the first use of this token revokes it
	exchanged       bool      // its refresh token was used
	revoked         string    // why the pair was revoked; empty while it is valid
}

// code is an authorization code that /oauth/authorize issued.
type code struct {
	redirectURI, scope string
	company            bool
	created            time.Time
	challenge, method  string // of PKCE; empty without
	used               bool
}

// New returns a server without tokens.
func New(options Options) *Server {
	options.ClientID = cmp.Or(options.ClientID, "client")
	options.ClientSecret = cmp.Or(options.ClientSecret, "secret")
	options.AccessTokenLife = cmp.Or(options.AccessTokenLife, time.Hour)
	options.RefreshTokenLife = cmp.Or(options.RefreshTokenLife, 7*24*time.Hour)
	options.Scopes = slices.Clone(options.Scopes)
	if options.Now == nil {
		options.Now = time.Now
	}
	return &Server{
		options:   options,
		codes:     make(map[string]*code),
		byAccess:  make(map[string]*token),
		byRefresh: make(map[string]*token),
	}
}

// ServeHTTP serves the three paths below /oauth/. Each response carries the server's own date.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.Serve(w, r) }

// Serve is ServeHTTP. It returns the hint for the request: why it was refused, or a warning about a
// request that succeeded. Most requests have none.
func (s *Server) Serve(w http.ResponseWriter, r *http.Request) (hint string) {
	w.Header().Set("Date", s.options.Now().UTC().Format(http.TimeFormat))
	switch r.URL.Path {
	case "/oauth/authorize":
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			return s.refuse(w, wrongMethod("authorize", http.MethodGet, "open /oauth/authorize in a browser, which sends a GET"))
		}
		return s.authorize(w, r)
	case "/oauth/token":
		if r.Method != http.MethodPost {
			return s.refuse(w, wrongMethod("token", http.MethodPost, "send /oauth/token a POST, with the parameters as a form in the body"))
		}
		return s.post(w, r, "token", s.token)
	case "/oauth/revoke":
		if r.Method != http.MethodPost {
			return s.refuse(w, wrongMethod("revoke", http.MethodPost, "send /oauth/revoke a POST, with the parameters as a form in the body"))
		}
		return s.post(w, r, "revoke", s.revoke)
	}
	http.NotFound(w, r)
	return ""
}
