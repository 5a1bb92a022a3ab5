// Package oauthserver is the OAuth side of a fake Factorial: /oauth/authorize, /oauth/token and
// /oauth/revoke as an http.Handler, and Authenticate for the API beside them.
//
// It keeps everything in memory, turns on the clock that it is given, and logs what happened in
// numbers instead of tokens, so that a test can assert on it.
package oauthserver

import (
	"cmp"
	"net/http"
	"sync"
	"time"
)

// Rotation is what becomes of a refresh token once it was exchanged for the next one.
type Rotation int

const (
	// RevokeOnUse is how the real server is known to behave: the old refresh token keeps working
	// until the first request with the new access token. That request revokes the old pair.
	RevokeOnUse Rotation = iota
	// StrictFamily is the hardest reading of RFC 9700 §4.14.2: a refresh token works once, and a
	// second time revokes every token that descends from the same login.
	StrictFamily
)

// Options describe a Server. Each zero value has a default.
type Options struct {
	// ClientID and ClientSecret are the one client that is known: "client" and "secret" if empty.
	ClientID, ClientSecret string
	Rotation               Rotation
	// AccessTokenLife is an hour if zero; it is told in whole seconds. RefreshTokenLife is a
	// week if zero.
	AccessTokenLife, RefreshTokenLife time.Duration
	// Now is the server's clock; time.Now if nil.
	Now func() time.Time
}

// codeLife is how long an authorization code works: the documentation says about ten minutes.
const codeLife = 10 * time.Minute

// Server issues, rotates and checks tokens. It is safe for concurrent use.
type Server struct {
	options Options
	mux     *http.ServeMux

	mu        sync.Mutex
	numbers   int // of tokens and families, counted together
	codes     map[string]*code
	byAccess  map[string]*token
	byRefresh map[string]*token
	counts    Counts
	log       []Event
}

// token is one answer of /oauth/token.
type token struct {
	number          int
	family          int
	access, refresh string // refresh is empty for a company
	scope           string
	company         bool
	created         time.Time
	expires         time.Time // of the access token; zero for a company
	previous        *token    // RevokeOnUse: revoked with the first use of this one
	exchanged       bool      // its refresh token was used
	revoked         bool
}

// code is what /oauth/authorize gives to the redirect URI.
type code struct {
	redirectURI, scope string
	company            bool
	created            time.Time
}

// New returns a server that has issued nothing yet.
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

// ServeHTTP serves the three paths below /oauth/. Each answer carries the server's own date.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.options.Now().UTC().Format(http.TimeFormat))
	s.mux.ServeHTTP(w, r)
}
