package auth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// strict is a server that revokes the login when a refresh token is sent a second time, with a
// store and with switches for faults.
type strict struct {
	*fake
	store  *auth.MemoryStore
	refuse atomic.Int64  // the number of exchanges to refuse with invalid_grant, although the token is good
	shift  time.Duration // added to the created_at of each response
}

func newStrict(t *testing.T) *strict {
	s := &strict{fake: newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily}), store: auth.NewMemoryStore()}
	s.aroundToken = func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if s.refuse.Add(-1) >= 0 {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, `{"error":"invalid_grant"}`)
			return
		}
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		var response map[string]any
		if err := json.Unmarshal(rec.Body.Bytes(), &response); err != nil {
			t.Error(err)
		}
		if created, ok := response["created_at"].(float64); ok {
			response["created_at"] = created + s.shift.Seconds()
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(rec.Code)
		json.NewEncoder(w).Encode(response)
	}
	return s
}

// process returns the login of a program that starts with a token and the store.
func (s *strict) process(seed auth.Token) *auth.Refresher {
	return auth.RefreshToken(s.config(), seed, auth.StoreIn(s.store, "acme"))
}

func (s *strict) refresh(r *auth.Refresher) {
	s.t.Helper()
	if _, err := r.Refresh(s.t.Context()); err != nil {
		s.t.Errorf("refresh: %v", err)
	}
}

func (s *strict) save(token auth.Token) {
	s.t.Helper()
	if err := auth.SaveToken(s.t.Context(), s.store, "acme", token); err != nil {
		s.t.Error(err)
	}
}

func (s *strict) read() []byte {
	s.t.Helper()
	data, err := s.store.Load(s.t.Context(), "acme")
	if err != nil {
		s.t.Fatal(err)
	}
	return data
}

func (s *strict) write(data []byte) {
	s.t.Helper()
	lock, err := s.store.Lock(s.t.Context(), "acme")
	if err != nil {
		s.t.Fatal(err)
	}
	defer lock.Unlock(context.Background())
	if err := lock.Save(s.t.Context(), data); err != nil {
		s.t.Fatal(err)
	}
}

// rewrite stores a token like a program that keeps no lineage: Factorial's Python client, or an
// older version of this package.
func (s *strict) rewrite(token auth.Token) {
	s.t.Helper()
	s.write(fmt.Appendf(nil, `{"access_token":%q,"refresh_token":%q,"token_type":"Bearer","created_at":%q}`,
		token.AccessToken.Reveal(), token.RefreshToken.Reveal(), token.CreatedAt.Format(time.RFC3339)))
}

// exchanged returns the successor of a token, as if another program had exchanged it.
func (s *strict) exchanged(from auth.Token) auth.Token {
	s.t.Helper()
	token, err := auth.RefreshToken(s.config(), from).Refresh(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

// edit changes fields of the stored record.
func (s *strict) edit(changes map[string]any) {
	s.t.Helper()
	var fields map[string]any
	if err := json.Unmarshal(s.read(), &fields); err != nil {
		s.t.Fatal(err)
	}
	maps.Copy(fields, changes)
	data, err := json.Marshal(fields)
	if err != nil {
		s.t.Fatal(err)
	}
	s.write(data)
}

// history returns the stored lineage.
func (s *strict) history() string {
	s.t.Helper()
	var stored struct {
		History string `json:"token_history"`
	}
	if err := json.Unmarshal(s.read(), &stored); err != nil {
		s.t.Fatal(err)
	}
	return stored.History
}

// wantFamily checks that the last token that the server issued descends from the last login, or
// that the login itself is in use.
func (s *strict) wantFamily(login auth.Token) {
	s.t.Helper()
	if bytes.Contains(s.read(), []byte(login.RefreshToken.Reveal())) {
		return
	}
	log := s.oauth.Log()
	var families []int
	for _, e := range log {
		if e.Kind == "login" {
			families = append(families, e.Family)
		}
	}
	if last := log[len(log)-1]; last.Kind != "refresh" || last.Family != families[len(families)-1] {
		s.t.Errorf("the new login is not in use: %+v", last)
	}
}

// undated returns a token as it is in an environment variable.
func undated(token auth.Token) auth.Token { return auth.Token{RefreshToken: token.RefreshToken} }

func sameLogin(a, b auth.Token) bool { return a.RefreshToken.Reveal() == b.RefreshToken.Reveal() }
