package oauthserver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// golang.org/x/oauth2 knows nothing of this server. It tries credentials in a header first, and
// reads error_description.
func TestAnotherOAuthClientLogsIn(t *testing.T) {
	f := registered(t)
	srv := httptest.NewServer(f)
	defer srv.Close()
	config := &oauth2.Config{
		ClientID: "acme", ClientSecret: "client-secret", RedirectURL: callback, Scopes: []string{"timeoff"},
		Endpoint: oauth2.Endpoint{AuthURL: srv.URL + "/oauth/authorize", TokenURL: srv.URL + "/oauth/token", AuthStyle: oauth2.AuthStyleAutoDetect},
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	code := func(opts ...oauth2.AuthCodeOption) string {
		t.Helper()
		resp, err := browser.Get(config.AuthCodeURL("state", opts...))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		location, err := resp.Location()
		if err != nil {
			t.Fatal(err)
		}
		return location.Query().Get("code")
	}
	verifier := oauth2.GenerateVerifier()
	token, err := config.Exchange(t.Context(), code(oauth2.S256ChallengeOption(verifier)), oauth2.VerifierOption(verifier))
	if err != nil || token.Extra("scope") != "timeoff" {
		t.Fatalf("got %v, %v", token, err)
	}
	if err := f.use(token.AccessToken); err != nil {
		t.Error(err)
	}
	token.Expiry = time.Now().Add(-time.Minute)
	next, err := config.TokenSource(t.Context(), token).Token()
	if err != nil || next.RefreshToken == token.RefreshToken {
		t.Errorf("a refresh: %v, %v", next, err)
	}
	config.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	_, err = config.Exchange(t.Context(), code(oauth2.S256ChallengeOption(verifier)))
	refused, ok := err.(*oauth2.RetrieveError)
	if !ok || refused.ErrorCode != "invalid_request" || !strings.HasPrefix(refused.ErrorDescription, "code_verifier is missing") {
		t.Errorf("without a verifier: %v", err)
	}
}
