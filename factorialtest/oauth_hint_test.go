package factorialtest_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const callback = "https://app.example/callback"

// browser logs in with a URL of /oauth/authorize and returns the code and the error that the
// application gets.
func browser(t *testing.T, srv *factorialtest.Server, page string) (code, failure string) {
	t.Helper()
	client := srv.HTTPClient()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	location, err := resp.Location()
	if err != nil {
		return "", resp.Status
	}
	return location.Query().Get("code"), location.Query().Get("error")
}

// golang.org/x/oauth2 knows nothing of the fake. Its errors and the log say the same.
func TestAnOAuthClientLearnsWhyItIsRefused(t *testing.T) {
	type state struct {
		srv    *factorialtest.Server
		config *oauth2.Config
		ctx    context.Context
	}
	exchange := func(t *testing.T, s state, opts ...oauth2.AuthCodeOption) error {
		code, failure := browser(t, s.srv, s.config.AuthCodeURL("state"))
		if failure != "" {
			t.Fatal(failure)
		}
		_, err := s.config.Exchange(s.ctx, code, opts...)
		return err
	}
	for _, test := range []struct {
		name string
		run  func(t *testing.T, s state) error
		hint string // of the last request
	}{
		{"nothing is wrong", func(t *testing.T, s state) error { return exchange(t, s) }, ""},
		{"the client is in a header", func(t *testing.T, s state) error {
			s.config.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
			return exchange(t, s)
		}, "client_id and client_secret are in an Authorization header: Factorial documents them as parameters of the form"},
		{"another secret", func(t *testing.T, s state) error {
			s.config.ClientSecret = "sent-by-the-client"
			return exchange(t, s)
		}, "client_secret is not the one of the client acme"},
		{"another redirect", func(t *testing.T, s state) error {
			s.config.RedirectURL = callback + "/"
			if _, failure := browser(t, s.srv, s.config.AuthCodeURL("state")); failure != "400 Bad Request" {
				t.Errorf("the browser shows %q", failure)
			}
			return errors.New("no code")
		}, "redirect_uri is not registered: the client has " + callback + ", which must match in every character"},
		{"a verifier without a challenge", func(t *testing.T, s state) error {
			return exchange(t, s, oauth2.VerifierOption(oauth2.GenerateVerifier()))
		}, "there is a code_verifier, but /oauth/authorize received no code_challenge"},
		{"a code that was used", func(t *testing.T, s state) error {
			code, _ := browser(t, s.srv, s.config.AuthCodeURL("state"))
			if _, err := s.config.Exchange(s.ctx, code); err != nil {
				t.Error(err)
			}
			_, err := s.config.Exchange(s.ctx, code)
			return err
		}, "the code was sent before: a code works once, even if the exchange is refused"},
		{"a refresh token that was replaced", func(t *testing.T, s state) error {
			first := &oauth2.Token{RefreshToken: s.srv.Login().RefreshToken}
			next, err := s.config.TokenSource(s.ctx, first).Token()
			if err != nil {
				t.Fatal(err)
			}
			r, _ := http.NewRequestWithContext(s.ctx, http.MethodGet, s.srv.URL+resources+"teams/teams", nil)
			r.Header.Set("Authorization", "Bearer "+next.AccessToken)
			resp, err := s.srv.HTTPClient().Do(r)
			if err != nil || resp.StatusCode != http.StatusOK {
				t.Fatal(resp, err)
			}
			resp.Body.Close()
			_, err = s.config.TokenSource(s.ctx, first).Token()
			return err
		}, "the refresh token is revoked: the access token that replaced it is in use"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, factorialtest.WithOAuth(factorialtest.OAuthApp{ClientID: "acme", ClientSecret: "secret-of-acme", RedirectURI: callback}))
			err := test.run(t, state{srv, &oauth2.Config{
				ClientID: "acme", ClientSecret: "secret-of-acme", RedirectURL: callback,
				Endpoint: oauth2.Endpoint{AuthURL: srv.URL + "/oauth/authorize", TokenURL: srv.URL + "/oauth/token", AuthStyle: oauth2.AuthStyleInParams},
			}, context.WithValue(t.Context(), oauth2.HTTPClient, srv.HTTPClient())})
			if (err != nil) != (test.hint != "") {
				t.Errorf("the client got %v", err)
			}
			if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.ErrorDescription != test.hint {
				t.Errorf("the client was told %q", refused.ErrorDescription)
			}
			log := srv.Requests()
			last := log[len(log)-1]
			if last.Hint != test.hint {
				t.Errorf("the log says %q", last.Hint)
			}
			if !strings.HasPrefix(last.Operation, "oauth.") {
				t.Errorf("the log ends with %+v", last)
			}
		})
	}
}

func TestARefusedAccessTokenHasAHint(t *testing.T) {
	srv := factorialtest.New(t)
	tokens := srv.Login()
	send := func(token string) (int, string, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+resources+"teams/teams", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		resp, err := srv.HTTPClient().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		log := srv.Requests()
		return resp.StatusCode, log[len(log)-1].Hint, resp.Header.Get("Date")
	}
	for _, test := range []struct {
		name, token, hint string
		before            func()
		status            int
	}{
		{"a good one", tokens.AccessToken, "", func() {}, 200},
		{"the refresh token", tokens.RefreshToken, "the access token is unknown: the text that was sent is a refresh token", func() {}, 401},
		{"an expired one", tokens.AccessToken, "the access token has expired: exchange the refresh token for a new one", srv.ExpireAccessTokens, 401},
		{"one of a removed application", tokens.AccessToken, "the access token is revoked: all tokens were revoked", srv.RevokeTokens, 401},
		{"one of another server", "of-another-server", "the access token is unknown: this server has not issued it since its start", func() {}, 401},
	} {
		test.before()
		status, hint, date := send(test.token)
		if status != test.status || hint != test.hint {
			t.Errorf("%s: %d, %q", test.name, status, hint)
		}
		if at, err := http.ParseTime(date); err != nil || (test.name == "an expired one") != at.After(srv.Now()) {
			t.Errorf("%s: the response has the date %s", test.name, date)
		}
	}
}

func TestTheScopeOfATokenLimitsIt(t *testing.T) {
	const list, create, read, count = "GET timeoff/leaves", "POST timeoff/leaves", "GET teams/teams", "POST documents/download_urls/bulk_create"
	all := []string{list, create, read, count}
	for _, test := range []struct {
		scope   string
		allowed []string
	}{
		{"", all},
		{"read write", all},
		{"write", all},
		{"read", []string{list, read, count}},
		{"timeoff", []string{list, create}},
		{"timeoff read", []string{list}},
		{"timeoff:read", []string{list}},
		{"timeoff:write", []string{list, create}},
		{"timeoff:read teams", []string{list, read}},
		{"company_locations", nil},
		{"contracts banking", nil},
		{"time_tracking", all}, // the fake does not know what it covers
		{"time_tracking teams", all},
		{"time_tracking read", []string{list, read, count}},
	} {
		t.Run(test.scope, func(t *testing.T) {
			srv := factorialtest.New(t)
			page := url.Values{"client_id": {"client"}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {test.scope}}
			code, failure := browser(t, srv, srv.URL+"/oauth/authorize?"+page.Encode())
			if failure != "" {
				t.Fatal(failure)
			}
			config := &oauth2.Config{ClientID: "client", ClientSecret: "secret", RedirectURL: callback,
				Endpoint: oauth2.Endpoint{TokenURL: srv.URL + "/oauth/token", AuthStyle: oauth2.AuthStyleInParams}}
			token, err := config.Exchange(context.WithValue(t.Context(), oauth2.HTTPClient, srv.HTTPClient()), code)
			if err != nil {
				t.Fatal(err)
			}
			var allowed []string
			for _, request := range all {
				method, path, _ := strings.Cut(request, " ")
				r, err := http.NewRequestWithContext(t.Context(), method, srv.URL+resources+path, strings.NewReader("{}"))
				if err != nil {
					t.Fatal(err)
				}
				token.SetAuthHeader(r)
				resp, err := srv.HTTPClient().Do(r)
				if err != nil {
					t.Fatal(err)
				}
				resp.Body.Close()
				log := srv.Requests()
				if hint := log[len(log)-1].Hint; (resp.StatusCode == http.StatusForbidden) != strings.Contains(hint, "does not cover") {
					t.Errorf("%s: %d, %q", request, resp.StatusCode, hint)
				}
				if resp.StatusCode != http.StatusForbidden {
					allowed = append(allowed, request)
				}
			}
			if strings.Join(allowed, ",") != strings.Join(test.allowed, ",") {
				t.Errorf("it allows %v", allowed)
			}
			unknown := strings.Contains(srv.Requests()[0].Hint, "time_tracking")
			if hint := srv.Requests()[0].Hint; (hint != "") != strings.Contains(test.scope, "time_tracking") || unknown {
				t.Errorf("the login has the hint %q", hint)
			}
		})
	}
}
