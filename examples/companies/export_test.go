package main

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/factorialtest"
	"github.com/factorialhr-go/factorialhr/paginate"
)

func TestEachCompanyHasItsFile(t *testing.T) {
	srv := factorialtest.New(t, factorialtest.Loopback(""), factorialtest.Seed(250))
	logins := auth.NewFileStore(t.TempDir())
	for company, refreshToken := range map[string]string{
		"acme": srv.Login().RefreshToken, "globex": srv.Login().RefreshToken, "initech": "revoked-long-ago",
	} {
		token := auth.Token{RefreshToken: auth.NewSecret(refreshToken)}
		if err := auth.SaveToken(t.Context(), logins, company, token); err != nil {
			t.Fatal(err)
		}
	}
	var pages atomic.Int32
	e := exporter{
		config:   auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret"), BaseURL: srv.URL},
		logins:   logins,
		dir:      t.TempDir(),
		progress: func(string, paginate.Position) { pages.Add(1) },
	}
	for range 2 {
		pages.Store(0)
		err := e.run(t.Context(), []string{"initech", "acme", "globex"})
		if !errors.Is(err, auth.ErrRefreshTokenRejected) || !strings.HasPrefix(err.Error(), "initech: ") || strings.Contains(err.Error(), "acme") {
			t.Fatalf("got %v", err)
		}
		if n := pages.Load(); n != 6 {
			t.Errorf("progress was told of %d pages", n)
		}
	}
	// The second run used the tokens of the first: each refresh token was exchanged once.
	if got := srv.OAuthCounts(); got.Refreshes != 2 || got.Repeated > 0 {
		t.Errorf("got %+v", got)
	}
	files, err := filepath.Glob(filepath.Join(e.dir, "*"))
	if err != nil || len(files) != 2 {
		t.Fatalf("got %v, %v", files, err)
	}
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil || len(rows) != 251 || rows[1][0] != "1" {
			t.Errorf("%s has %d rows, %v", path, len(rows), err)
		}
	}
}
