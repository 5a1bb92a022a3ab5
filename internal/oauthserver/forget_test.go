package oauthserver

import (
	"net/url"
	"testing"
	"time"
)

// A load test issues codes and tokens for hours. The server remembers those that still work, and a
// bounded number of the others.
func TestTheMemoryForCodesAndTokensIsBounded(t *testing.T) {
	const (
		each       = 10_000
		maxPairs   = maxDead + sweepEvery
		maxOfCodes = 24*60 + 1 + sweepEvery // one a minute
	)
	now := time.Unix(1_800_000_000, 0)
	s := New(Options{Now: func() time.Time { return now }})
	company := s.CompanyLogin()
	for range each {
		s.byAccess[s.Login().AccessToken].revoked = "the test revoked it"
	}
	for range each {
		s.Login()
		if now = now.Add(time.Minute); len(s.byAccess) > maxPairs+7*24*60 {
			t.Fatalf("the server remembers %d pairs", len(s.byAccess))
		}
	}
	now = now.Add(8 * 24 * time.Hour)
	user := s.Login()
	for range sweepEvery {
		s.byAccess[s.Login().AccessToken].revoked = "the test revoked it"
	}
	if len(s.byAccess) > maxPairs+2 || len(s.byRefresh) > maxPairs+1 {
		t.Errorf("the server remembers %d access tokens and %d refresh tokens", len(s.byAccess), len(s.byRefresh))
	}
	if s.byAccess[company.AccessToken] == nil || s.byAccess[user.AccessToken] == nil || s.byRefresh[user.RefreshToken] == nil {
		t.Error("the server forgot a token that works")
	}
	for range each {
		s.newCode(url.Values{})
		now = now.Add(time.Minute)
	}
	if len(s.codes) > maxOfCodes {
		t.Errorf("the server remembers %d codes", len(s.codes))
	}
}
