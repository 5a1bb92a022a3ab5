package auth_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

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
			s.mustGet(s.client(b)) // adopts the stored token
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
			s.refresh(s.process(auth.Token{})) // which loads the token that a has saved
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
			s.refresh(a) // which has the newest token in memory, and saves its successor
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
		s.mustGet(client) // without a restart
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
		f := newFake(t, oauthserver.Options{}) // which accepts the old refresh token until the new access token is used
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
		// The process dies. The next one starts with the stored token.
		b := auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "acme"))
		for range 2 { // the first time it adopts the access token
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
		// From here on, the file is the store.
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
