// Package oauthserver is the OAuth part of a fake Factorial: an http.Handler for /oauth/authorize,
// /oauth/token and /oauth/revoke, and Authenticate for the API.
//
// It keeps its state in memory, uses the clock of its Options, and logs events with numbers in
// place of tokens, so that tests can assert on them.
package oauthserver

import (
	"cmp"
	"net/http"
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
	Rotation               Rotation
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
	mux     *http.ServeMux

	mu        sync.Mutex
	numbers   int // last number of a token or family
	codes     map[string]*code
	byAccess  map[string]*token
	byRefresh map[string]*token
	counts    Counts
	log       []Event
}

// token is a pair of tokens issued by /oauth/token.
type token struct {
	number          int
	family          int
	access, refresh string // refresh is empty for a company
	scope           string
	company         bool
	created         time.Time
	expires         time.Time // of the access token; zero for a company
	previous        *token    // RevokeOnUse: the first use of this token revokes it
	exchanged       bool      // its refresh token was used
	revoked         bool
}

// code is an authorization code that /oauth/authorize issued.
type code struct {
	redirectURI, scope string
	company            bool
	created            time.Time
}

// New returns a server without tokens.
func New(options Options) *Server {
	options.ClientID = cmp.Or(options.ClientID, "client")
	options.ClientSecret = cmp.Or(options.ClientSecret, "secret")
	options.AccessTokenLife = cmp.Or(options.AccessTokenLife, time.Hour)
	options.RefreshTokenLife = cmp.Or(options.RefreshTokenLife, 7*24*time.Hour)
	if options.Now == nil {
		options.Now = time.Now
	}
	s := &Server{
		options:   options,
		mux:       http.NewServeMux(),
		codes:     make(map[string]*code),
		byAccess:  make(map[string]*token),
		byRefresh: make(map[string]*token),
	}
	s.mux.HandleFunc("GET /oauth/authorize", s.authorize)
	s.mux.HandleFunc("POST /oauth/token", s.token)
	s.mux.HandleFunc("POST /oauth/revoke", s.revoke)
	return s
}

// ServeHTTP serves the three paths below /oauth/. Each response carries the server's own date.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.options.Now().UTC().Format(http.TimeFormat))
	s.mux.ServeHTTP(w, r)
}
