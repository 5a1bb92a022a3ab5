package auth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// strict is a server that ends a login when one of its refresh tokens is sent a second time, with a
// store and switches for what goes wrong.
type strict struct {
	*fake
	store  *auth.MemoryStore
	refuse atomic.Int64  // so many exchanges are refused with invalid_grant, although the token is good
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
		var answer map[string]any
		if err := json.Unmarshal(rec.Body.Bytes(), &answer); err != nil {
			t.Error(err)
		}
		if created, ok := answer["created_at"].(float64); ok {
			answer["created_at"] = created + s.shift.Seconds()
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(rec.Code)
		json.NewEncoder(w).Encode(answer)
	}
	return s
}

// process is a program that starts with a token and the store.
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

// rewrite stores a token as a program does that knows no order: Factorial's Python client, or an
// older version of this package.
func (s *strict) rewrite(token auth.Token) {
	s.t.Helper()
	s.write(fmt.Appendf(nil, `{"access_token":%q,"refresh_token":%q,"token_type":"Bearer","created_at":%q}`,
		token.AccessToken.Reveal(), token.RefreshToken.Reveal(), token.CreatedAt.Format(time.RFC3339)))
}

// exchanged is the successor of a token, which another program fetched.
func (s *strict) exchanged(from auth.Token) auth.Token {
	s.t.Helper()
	token, err := auth.RefreshToken(s.config(), from).Refresh(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

// undated is what remains of a token in an environment variable.
func undated(token auth.Token) auth.Token { return auth.Token{RefreshToken: token.RefreshToken} }

func sameLogin(a, b auth.Token) bool { return a.RefreshToken.Reveal() == b.RefreshToken.Reveal() }

func TestASpentTokenIsNeverSentAgain(t *testing.T) {
	for _, test := range []struct {
		name string
		run  func(s *strict)
	}{
		{"responses dated two seconds before the last", func(s *strict) {
			seed := s.login()
			a, b := s.process(seed), s.process(seed)
			for range 3 {
				s.shift -= 2 * time.Second
				s.refresh(a)
				s.refresh(b)
			}
			s.refresh(s.process(seed))
		}},
		{"responses dated four minutes before the last", func(s *strict) {
			seed := s.login()
			a, b := s.process(seed), s.process(seed)
			s.shift = 4 * time.Minute
			s.refresh(a)
			s.shift = -4 * time.Minute
			s.refresh(b)
			s.refresh(a)
			s.refresh(s.process(seed))
		}},
		{"one wrong invalid_grant", func(s *strict) {
			seed := s.login()
			a := s.process(seed)
			s.refresh(a)
			s.refuse.Store(1)
			if _, err := a.Refresh(s.t.Context()); !errors.Is(err, auth.ErrRefreshTokenRejected) {
				s.t.Errorf("the refusal was not told: %v", err)
			}
			s.refresh(a)
			s.refuse.Store(1)
			b := s.process(seed)
			s.mustGet(s.client(b)) // takes the stored token up
			if _, err := b.Refresh(s.t.Context()); !errors.Is(err, auth.ErrRefreshTokenRejected) {
				s.t.Errorf("the refusal was not told to a second process: %v", err)
			}
			s.refresh(b)
		}},
		{"a wrong invalid_grant after a save without CreatedAt", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			s.save(undated(s.login()))
			s.refuse.Store(1)
			_, _ = a.Refresh(s.t.Context())
			s.refresh(a)
			s.refresh(s.process(auth.Token{}))
		}},
		{"a save without CreatedAt of the successor of a token that is held", func(s *strict) {
			seed := s.login()
			a := s.process(seed)
			s.mustGet(s.client(a)) // the seed is in use
			s.save(undated(s.exchanged(seed)))
			s.refresh(a)
			s.refresh(a)
		}},
		{"a program that always starts with its first token", func(s *strict) {
			seed := s.login()
			for range 400 {
				s.refresh(s.process(seed))
			}
		}},
		{"a first token without a date", func(s *strict) {
			seed := undated(s.login())
			for range 3 {
				s.refresh(s.process(seed))
			}
		}},
		{"a first token that claims to be of today each time", func(s *strict) {
			seed := s.login()
			for range 3 {
				time.Sleep(24 * time.Hour)
				seed.CreatedAt = time.Now()
				s.refresh(s.process(seed))
			}
		}},
		{"programs with two first tokens of one login", func(s *strict) {
			first := s.login()
			a := s.process(first)
			s.refresh(a)
			second := a.Current()
			for range 3 {
				s.refresh(s.process(second))
				s.refresh(s.process(first))
			}
		}},
		{"a token from last week in the configuration", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			old := a.Current()
			for range 6 * 24 {
				time.Sleep(time.Hour)
				s.refresh(a)
			}
			s.refresh(s.process(old))
			s.refresh(s.process(undated(old)))
		}},
		{"a store restored from a backup", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			backup := s.read()
			s.refresh(a)
			s.refresh(a)
			s.write(backup)
			s.refresh(a)
			s.refresh(s.process(auth.Token{})) // which knows what a has saved
		}},
		{"a store restored from a backup of long ago", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			backup := s.read()
			for range 300 {
				s.refresh(a)
			}
			s.write(backup)
			s.refresh(a)
			s.refresh(s.process(auth.Token{}))
		}},
		{"a backup from before the last login", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			backup := s.read()
			s.save(s.login())
			s.refresh(a)
			want := a.Current()
			s.write(backup)
			if s.refresh(a); sameLogin(a.Current(), want) {
				s.t.Error("nothing was exchanged")
			}
			s.refresh(s.process(auth.Token{}))
		}},
		{"a person who logs in after a backup was restored", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			backup := s.read()
			for range 5 {
				s.refresh(a)
			}
			s.write(backup)
			login := s.login()
			s.save(undated(login))
			s.refresh(a)
			s.wantFamily(login)
		}},
		{"a file that another program rewrote with the next token", func(s *strict) {
			seed := s.login()
			a, b := s.process(seed), s.process(seed)
			s.refresh(a)
			s.refresh(b)
			next := s.exchanged(b.Current())
			next.CreatedAt = next.CreatedAt.Add(-2 * time.Second)
			s.rewrite(next)
			s.refresh(a)
			s.refresh(b)
			s.refresh(s.process(seed))
		}},
		{"a file that another program rewrote with an older token", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			old := a.Current()
			s.refresh(a)
			old.CreatedAt = old.CreatedAt.Add(time.Minute)
			s.rewrite(old)
			s.refresh(a)
			s.refresh(s.process(auth.Token{}))
		}},
		{"a file of an older version, and the first token it began with", func(s *strict) {
			seed := s.login()
			next := s.exchanged(seed)
			next.CreatedAt = next.CreatedAt.Add(-2 * time.Second)
			s.rewrite(next)
			s.refresh(s.process(seed))
			s.refresh(s.process(seed))
			s.refresh(s.process(undated(seed)))
		}},
		{"a file of an older version, and one wrong invalid_grant", func(s *strict) {
			seed := s.login()
			s.rewrite(s.exchanged(seed))
			s.refuse.Store(1)
			_, _ = s.process(undated(seed)).Refresh(s.t.Context())
			s.refresh(s.process(undated(seed)))
		}},
		{"a store that was filled with the successor, and one wrong invalid_grant", func(s *strict) {
			seed := s.login()
			s.save(s.exchanged(seed))
			s.refuse.Store(1)
			a := s.process(undated(seed))
			_, _ = a.Refresh(s.t.Context())
			s.refresh(a)
		}},
		{"an older token copied into the stored record", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			old := a.Current()
			s.refresh(a)
			s.edit(map[string]any{"refresh_token": old.RefreshToken.Reveal(), "created_at": time.Now().Add(-2 * time.Hour).Format(time.RFC3339)})
			_, err := s.process(auth.Token{}).Refresh(s.t.Context())
			if !errors.Is(err, auth.ErrRefreshTokenRejected) || !strings.Contains(err.Error(), "not sent") || !strings.Contains(err.Error(), "log in again") {
				s.t.Errorf("the error does not say what happened: %v", err)
			}
			s.refresh(a) // which has the newest in memory, and saves the next
			s.refresh(s.process(auth.Token{}))
		}},
		{"a spent token that a person saves by mistake", func(s *strict) {
			seed := s.login()
			a := s.process(seed)
			s.refresh(a)
			before := s.read()
			if err := auth.SaveToken(s.t.Context(), s.store, "acme", undated(seed)); !errors.Is(err, auth.ErrRefreshTokenRejected) {
				s.t.Errorf("SaveToken of a spent token: %v", err)
			}
			if !bytes.Equal(before, s.read()) {
				s.t.Error("the record was changed")
			}
			s.refresh(a)
		}},
		{"a token that is used unsaved", func(s *strict) {
			store := newFaultyStore()
			seed := s.login()
			a := auth.RefreshToken(s.config(), seed, auth.StoreIn(store, "acme"), auth.ContinueUnsaved(nil))
			s.refresh(a)
			store.failSave.Store(true)
			for range 3 {
				s.refresh(a)
			}
			store.failSave.Store(false)
			s.refresh(a)
			s.refresh(auth.RefreshToken(s.config(), seed, auth.StoreIn(store, "acme")))
		}},
		{"a token that could not be saved until the store came back with an older one", func(s *strict) {
			store := newFaultyStore()
			a := auth.RefreshToken(s.config(), s.login(), auth.StoreIn(store, "acme"))
			s.refresh(a)
			b := auth.RefreshToken(s.config(), auth.Token{}, auth.StoreIn(store, "acme"))
			s.refresh(b)
			store.failSave.Store(true)
			_, _ = a.Refresh(s.t.Context())
			store.failSave.Store(false)
			s.refresh(a)
			s.refresh(b)
		}},
		{"an order that somebody broke", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			for _, history := range []any{7, nil, "", "x", []int{1}, map[string]int{"generation": 7}, -1, 1.5, "-1 0011223344556677",
				"9223372036854775807 0011223344556677", "99999999999999999999 x spent spent logins", "spent", "1 2 spent 3 zz",
				"7 0011223344556677 spent " + strings.Repeat("0011223344556677 ", 20000), strings.Repeat("logins ", 20000)} {
				s.edit(map[string]any{"token_history": history})
				s.refresh(a)
				s.refresh(s.process(auth.Token{}))
				history := s.history()
				generation, rest, _ := strings.Cut(history, " ")
				pair, rest, _ := strings.Cut(rest, " ")
				s.edit(map[string]any{"token_history": "9223372036854775807 " + pair + " " + rest})
				s.refresh(a)
				s.edit(map[string]any{"token_history": generation + " " + s.history()})
				s.refresh(a)
			}
			if size := len(s.read()); size > 8<<10 {
				s.t.Errorf("the record has %d bytes", size)
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStrict(t)
				test.run(s)
				if got := s.oauth.Counts(); got.FamiliesRevoked != 0 {
					t.Errorf("a spent token was sent: %+v", got)
				}
			})
		})
	}
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

// history is the order as it is stored.
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

// wantFamily checks that the newest token that was issued descends from the last login, or that the
// login itself is in use.
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

func TestANewLoginWins(t *testing.T) {
	for _, test := range []struct {
		name string
		run  func(s *strict)
	}{
		{"saved without a date", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			s.save(undated(login))
			s.refresh(a)
			s.wantFamily(login)
		}},
		{"saved with a date in the past", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			login.CreatedAt = login.CreatedAt.Add(-24 * time.Hour)
			s.save(login)
			s.refresh(a)
			s.wantFamily(login)
		}},
		{"saved again after another", func(s *strict) {
			first, second := s.login(), s.login()
			s.save(first)
			a := s.process(auth.Token{})
			s.mustGet(s.client(a))
			s.save(second)
			s.refresh(a)
			third := s.login()
			s.save(third)
			s.refresh(a)
			s.wantFamily(third)
		}},
		{"two logins in turn", func(s *strict) {
			first := s.login()
			second := s.login()
			a := s.process(auth.Token{})
			s.save(second)
			s.mustGet(s.client(a))
			s.save(first)
			s.mustGet(s.client(s.process(auth.Token{})))
			s.save(second)
			s.refresh(a)
			s.wantFamily(second)
		}},
		{"given in the configuration instead of the one before", func(s *strict) {
			s.refresh(s.process(s.login()))
			login := s.login()
			a := s.process(undated(login))
			s.refresh(a)
			s.wantFamily(login)
			s.refresh(s.process(undated(login)))
			s.wantFamily(login)
		}},
		{"given in the configuration, from before the last refresh", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			time.Sleep(30 * time.Minute)
			s.refresh(a)
			s.refresh(s.process(login))
			s.wantFamily(login)
		}},
		{"given in the configuration while a process of the last deployment goes on", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			b := s.process(login)
			s.mustGet(s.client(b)) // uses its access token
			s.refresh(a)
			s.refresh(b)
			s.wantFamily(login)
			s.refresh(a)
			s.wantFamily(login)
		}},
		{"from a program that keeps no order", func(s *strict) {
			a := s.process(s.login())
			s.refresh(a)
			login := s.login()
			login.CreatedAt = login.CreatedAt.Add(-time.Hour)
			s.rewrite(login)
			s.refresh(a)
			s.wantFamily(login)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStrict(t)
				test.run(s)
				if got := s.oauth.Counts(); got.FamiliesRevoked != 0 || got.Refused != 0 {
					t.Errorf("counts: %+v", got)
				}
			})
		})
	}
}

func TestAWrongRefusalPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStrict(t)
		client := s.client(s.process(s.login()))
		time.Sleep(2 * time.Hour)
		s.refuse.Store(1)
		if _, err := get(t.Context(), client); !errors.Is(err, auth.ErrRefreshTokenRejected) {
			t.Errorf("got %v", err)
		}
		time.Sleep(2 * time.Minute)
		s.mustGet(client) // nobody restarted anything
		s.wantCounts(1, 0)
	})
}

func TestADeadLoginIsNotHammered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStrict(t)
		client := s.client(s.process(s.login()))
		s.oauth.RevokeAll()
		time.Sleep(2 * time.Hour)
		for range 24 * 60 {
			if _, err := get(t.Context(), client); !errors.Is(err, auth.ErrRefreshTokenRejected) {
				t.Fatalf("got %v", err)
			}
			time.Sleep(time.Minute)
		}
		if got := s.oauth.Counts().Refused; got > 40 {
			t.Errorf("a refused token was sent %d times in a day", got)
		}
	})
}

func TestWithoutASavedSuccessorATokenIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{}) // which forgives until the new token is used
		store := newFaultyStore()
		seed := f.login()
		a := auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme"))
		if _, err := a.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		store.failSave.Store(true)
		if _, err := a.Refresh(t.Context()); err == nil {
			t.Fatal("a token that was not saved was used")
		}
		store.failSave.Store(false)
		// The process dies; the next one begins with what is stored.
		b := auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme"))
		for range 2 { // first it takes up the access token
			if _, err := b.Refresh(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if got := f.oauth.Counts(); got.Repeated != 1 || got.Refused != 0 {
			t.Errorf("counts: %+v", got)
		}
	})
}

func TestTheOrderIsStoredWithoutAnyToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStrict(t)
		a := s.process(s.login())
		tokens := []auth.Token{a.Current()}
		var last int
		for range 3 {
			s.refresh(a)
			var generation int
			if _, err := fmt.Sscan(s.history(), &generation); err != nil || generation != last+1 {
				t.Errorf("generation %v after %v", generation, last)
			} else {
				last = generation
			}
			for _, old := range tokens {
				for _, secret := range []string{old.AccessToken.Reveal(), old.RefreshToken.Reveal()} {
					if bytes.Contains(s.read(), []byte(secret)) {
						t.Error("a token that was replaced is still in the record")
					}
				}
			}
			tokens = append(tokens, a.Current())
		}
	})
}

func TestToFileKeepsTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStrict(t)
		seed := s.login()
		path := filepath.Join(t.TempDir(), "token.json")
		a := s.process(seed)
		for range 3 {
			s.shift -= 2 * time.Second
			s.refresh(a)
			if err := a.ToFile(t.Context(), path, fakeOrigin); err != nil {
				t.Fatal(err)
			}
			if fields := readJSON(t, path); fields["refresh_token"] != a.Current().RefreshToken.Reveal() {
				t.Error("the file has an older token")
			}
		}
		// From here on the file is the store.
		s.refresh(auth.RefreshTokenFile(path, s.config(), seed))
		s.refresh(auth.RefreshTokenFile(path, s.config(), undated(seed)))
		if err := a.ToFile(t.Context(), path, fakeOrigin); err != nil { // with the older token
			t.Fatal(err)
		}
		s.refresh(auth.RefreshTokenFile(path, s.config(), seed))
		if got := s.oauth.Counts(); got.FamiliesRevoked != 0 {
			t.Errorf("counts: %+v", got)
		}
	})
}
