package oauthserver_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

func TestARefusedRequestForATokenSaysWhy(t *testing.T) {
	verifier := oauth2.GenerateVerifier()
	sum := sha256.Sum256([]byte(verifier))
	exchange := func(f *fixture, changes ...string) *http.Request {
		base := values(client, "grant_type", "authorization_code", "redirect_uri", callback)
		if len(changes) == 0 || changes[0] != "code" {
			base.Set("code", f.code())
		}
		return form("/oauth/token", values(base, changes...))
	}
	proof := func(challenge, method, verifier string) func(f *fixture) *http.Request {
		return func(f *fixture) *http.Request {
			return exchange(f, "code", f.code("code_challenge", challenge, "code_challenge_method", method), "code_verifier", verifier)
		}
	}
	refresh := func(changes ...string) *http.Request {
		return form("/oauth/token", values(client, append([]string{"grant_type", "refresh_token"}, changes...)...))
	}
	send := func(f *fixture, r *http.Request) oauthserver.Token {
		w, _ := f.serve(r)
		var token oauthserver.Token
		if err := json.Unmarshal(w.Body.Bytes(), &token); err != nil || w.Code != http.StatusOK {
			f.t.Errorf("got %d %s", w.Code, w.Body)
		}
		return token
	}
	for _, test := range []struct {
		name    string
		request func(f *fixture) *http.Request
		status  int
		code    string
		hint    string
	}{
		{"nothing is wrong", func(f *fixture) *http.Request { return exchange(f) }, 200, "", ""},
		// The form.
		{"a GET", func(*fixture) *http.Request {
			return httptest.NewRequest(http.MethodGet, "/oauth/token?client_secret=sent-by-the-client", nil)
		}, 405, "invalid_request", "send /oauth/token a POST, with the parameters as a form in the body"},
		{"a JSON body", func(*fixture) *http.Request {
			r := httptest.NewRequest(http.MethodPost, "/oauth/token", strings.NewReader(`{"client_id":"acme"}`))
			r.Header.Set("Content-Type", "application/json; charset=utf-8")
			return r
		}, 400, "invalid_request", "the body is JSON: send the parameters as application/x-www-form-urlencoded"},
		{"a body of curl -F", func(*fixture) *http.Request {
			r := httptest.NewRequest(http.MethodPost, "/oauth/token", strings.NewReader("--x--"))
			r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			return r
		}, 400, "invalid_request", "the body is multipart/form-data: send the parameters as application/x-www-form-urlencoded (with curl, -d in place of -F)"},
		{"a body without a type", func(*fixture) *http.Request {
			return httptest.NewRequest(http.MethodPost, "/oauth/token", strings.NewReader(client.Encode()))
		}, 400, "invalid_request", "the Content-Type is missing: send the parameters as application/x-www-form-urlencoded"},
		{"a body of another type", func(f *fixture) *http.Request {
			r := exchange(f)
			r.Header.Set("Content-Type", "text/plain; x=sent-by-the-client")
			return r
		}, 400, "invalid_request", "the Content-Type is another one: send the parameters as application/x-www-form-urlencoded"},
		{"a form that is broken", func(*fixture) *http.Request {
			r := httptest.NewRequest(http.MethodPost, "/oauth/token", strings.NewReader("client_secret=100%sent-by-the-client"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}, 400, "invalid_request", "the body or the query cannot be read as a form: percent-encode the parameters"},
		{"a form that is too large", func(*fixture) *http.Request {
			return form("/oauth/token", values(client, "x", strings.Repeat("y", 64<<10)))
		}, 400, "invalid_request", "the body is larger than 64 KB"},
		{"a parameter that appears twice", func(*fixture) *http.Request {
			return form("/oauth/token", url.Values{"client_id": {"acme", "acme"}})
		}, 400, "invalid_request", "client_id appears more than once in the body"},
		{"a parameter of another name that appears twice", func(*fixture) *http.Request {
			return form("/oauth/token", url.Values{"sent-by-the-client": {"", ""}})
		}, 400, "invalid_request", "a parameter appears more than once in the body"},
		{"the parameters in the URL", func(*fixture) *http.Request {
			return form("/oauth/token?grant_type=refresh_token&refresh_token=sent-by-the-client", nil)
		}, 400, "invalid_request", "the parameters are in the URL: send them as a form in the body"},
		// The client.
		{"the client in a header", func(f *fixture) *http.Request {
			r := exchange(f, "client_id", "", "client_secret", "")
			r.SetBasicAuth("acme", "client-secret")
			return r
		}, 401, "invalid_client", "client_id and client_secret are in an Authorization header: Factorial documents them as parameters of the form"},
		{"no client", func(f *fixture) *http.Request { return exchange(f, "client_id", "") }, 401, "invalid_client", "client_id is missing in the form"},
		{"another client", func(f *fixture) *http.Request { return exchange(f, "client_id", "sent-by-the-client") }, 401, "invalid_client", "client_id is unknown: this server has only the client acme"},
		{"no secret", func(f *fixture) *http.Request { return exchange(f, "client_secret", "") }, 401, "invalid_client", "client_secret is missing in the form"},
		{"another secret", func(f *fixture) *http.Request { return exchange(f, "client_secret", "sent-by-the-client") }, 401, "invalid_client", "client_secret is not the one of the client acme"},
		// The grant.
		{"no grant", func(f *fixture) *http.Request { return exchange(f, "grant_type", "") }, 400, "invalid_request", "grant_type is missing: send authorization_code or refresh_token"},
		{"a password", func(f *fixture) *http.Request { return exchange(f, "grant_type", "password") }, 400, "unsupported_grant_type", "grant_type must be authorization_code or refresh_token"},
		{"a program without a user", func(f *fixture) *http.Request { return exchange(f, "grant_type", "client_credentials") }, 400, "unsupported_grant_type", "grant_type must be authorization_code or refresh_token; a program without a user sends an API key, or uses a company's login (resource_owner_type=company)"},
		// The code.
		{"no code", func(f *fixture) *http.Request { return exchange(f, "code", "") }, 400, "invalid_request", "code is missing in the form"},
		{"a code of another server", func(f *fixture) *http.Request { return exchange(f, "code", "sent-by-the-client") }, 400, "invalid_grant", "the code is unknown: this server has not issued it since its start"},
		{"a refresh token as a code", func(f *fixture) *http.Request { return exchange(f, "code", f.Login().RefreshToken) }, 400, "invalid_grant", "the code is unknown: the text that was sent is a refresh token"},
		{"a code that was used", func(f *fixture) *http.Request {
			code := f.code()
			f.serve(exchange(f, "code", code))
			return exchange(f, "code", code)
		}, 400, "invalid_grant", "the code was sent before: a code works once, even if the exchange is refused"},
		{"a code that a refused request used", func(f *fixture) *http.Request {
			code := f.code()
			f.serve(exchange(f, "code", code, "redirect_uri", ""))
			return exchange(f, "code", code)
		}, 400, "invalid_grant", "the code was sent before: a code works once, even if the exchange is refused"},
		{"a code that is ten minutes old", func(f *fixture) *http.Request {
			r := exchange(f)
			f.now = f.now.Add(10 * time.Minute)
			return r
		}, 400, "invalid_grant", "the code has expired: it lives for ten minutes"},
		{"no redirect", func(f *fixture) *http.Request { return exchange(f, "redirect_uri", "") }, 400, "invalid_request", "redirect_uri is missing in the form: repeat the one of /oauth/authorize"},
		{"another redirect", func(f *fixture) *http.Request { return exchange(f, "redirect_uri", callback+"?sent-by-the-client") }, 400, "invalid_grant", "redirect_uri is not the one that /oauth/authorize received"},
		// The proof of the code (PKCE).
		{"a verifier of S256", proof(oauth2.S256ChallengeFromVerifier(verifier), "S256", verifier), 200, "", ""},
		{"a verifier of plain", proof(verifier, "plain", verifier), 200, "", ""},
		{"a verifier without a method", proof(verifier, "", verifier), 200, "", ""},
		{"no verifier", proof(verifier, "", ""), 400, "invalid_request", "code_verifier is missing: /oauth/authorize received a code_challenge"},
		{"a verifier without a challenge", proof("", "", verifier), 400, "invalid_grant", "there is a code_verifier, but /oauth/authorize received no code_challenge"},
		{"another verifier", proof(oauth2.S256ChallengeFromVerifier(verifier), "S256", "sent-by-the-client"), 400, "invalid_grant", "code_verifier does not match the code_challenge of /oauth/authorize: each login needs its own pair"},
		{"a challenge that is the verifier", proof(verifier, "S256", verifier), 400, "invalid_grant", "code_verifier does not match: with S256, code_challenge is the SHA-256 of the verifier, not the verifier"},
		{"a challenge of S256 without the method", proof(oauth2.S256ChallengeFromVerifier(verifier), "", verifier), 400, "invalid_grant", "code_verifier does not match: without code_challenge_method=S256 in /oauth/authorize, the method is plain"},
		{"a challenge in hexadecimal", proof(hex.EncodeToString(sum[:]), "S256", verifier), 400, "invalid_grant", "code_verifier does not match: code_challenge must be the SHA-256 in base64url without padding"},
		{"a challenge with padding", proof(base64.URLEncoding.EncodeToString(sum[:]), "S256", verifier), 400, "invalid_grant", "code_verifier does not match: code_challenge must be the SHA-256 in base64url without padding"},
		// The refresh token.
		{"no refresh token", func(*fixture) *http.Request { return refresh() }, 400, "invalid_request", "refresh_token is missing in the form"},
		{"a refresh token of another server", func(*fixture) *http.Request { return refresh("refresh_token", "sent-by-the-client") }, 400, "invalid_grant", "the refresh token is unknown: this server has not issued it since its start"},
		{"an access token as a refresh token", func(f *fixture) *http.Request { return refresh("refresh_token", f.Login().AccessToken) }, 400, "invalid_grant", "the refresh token is unknown: the text that was sent is an access token"},
		{"the client secret as a refresh token", func(*fixture) *http.Request { return refresh("refresh_token", "client-secret") }, 400, "invalid_grant", "the refresh token is unknown: the text that was sent is the client secret"},
		{"a refresh token that was exchanged", func(f *fixture) *http.Request {
			old := f.Login().RefreshToken
			send(f, refresh("refresh_token", old))
			return refresh("refresh_token", old)
		}, 200, "", "the refresh token was exchanged before: keep the newest one, because the first use of its access token revokes this one"},
		{"a refresh token whose successor is in use", func(f *fixture) *http.Request {
			old := f.Login().RefreshToken
			if err := f.use(send(f, refresh("refresh_token", old)).AccessToken); err != nil {
				f.t.Error(err)
			}
			return refresh("refresh_token", old)
		}, 400, "invalid_grant", "the refresh token is revoked: the access token that replaced it is in use"},
		{"a refresh token that nobody used for a week", func(f *fixture) *http.Request {
			r := refresh("refresh_token", f.Login().RefreshToken)
			f.now = f.now.AddDate(0, 0, 7)
			return r
		}, 400, "invalid_grant", "the refresh token has expired: it lives for a week, and a person has to log in again"},
		{"a refresh token that a request revoked", func(f *fixture) *http.Request {
			token := f.Login().RefreshToken
			f.serve(form("/oauth/revoke", values(client, "token", token)))
			return refresh("refresh_token", token)
		}, 400, "invalid_grant", "the refresh token is revoked: a request to /oauth/revoke revoked it"},
		{"a refresh token after a person removed the application", func(f *fixture) *http.Request {
			token := f.Login().RefreshToken
			f.RevokeAll()
			return refresh("refresh_token", token)
		}, 400, "invalid_grant", "the refresh token is revoked: all tokens were revoked"},
		{"a narrower scope", func(f *fixture) *http.Request {
			return refresh("refresh_token", f.Login().RefreshToken, "scope", "read")
		}, 200, "", ""},
		{"a wider scope", func(f *fixture) *http.Request {
			return refresh("refresh_token", f.Login().RefreshToken, "scope", "read payroll")
		}, 400, "invalid_scope", "the scope asks for more than read, timeoff"},
		// The end of a token.
		{"a revocation without a token", func(*fixture) *http.Request { return form("/oauth/revoke", client) }, 400, "invalid_request", "token is missing in the form"},
		{"a revocation of an unknown token", func(*fixture) *http.Request {
			return form("/oauth/revoke", values(client, "token", "sent-by-the-client"))
		}, 200, "", "nothing was revoked: the token is unknown: this server has not issued it since its start"},
		{"a revocation by a GET", func(*fixture) *http.Request { return httptest.NewRequest(http.MethodGet, "/oauth/revoke", nil) }, 405, "invalid_request", "send /oauth/revoke a POST, with the parameters as a form in the body"},
		{"a login by a POST", func(*fixture) *http.Request { return form("/oauth/authorize", login) }, 405, "invalid_request", "open /oauth/authorize in a browser, which sends a GET"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := registered(t)
			w, hint := f.serve(test.request(f))
			var body struct{ Error string }
			_ = json.Unmarshal(w.Body.Bytes(), &body)
			if w.Code != test.status || body.Error != test.code || hint != test.hint {
				t.Errorf("got %d, %q and %q", w.Code, body.Error, hint)
			}
			if allow := w.Header().Get("Allow"); (allow != "") != (w.Code == http.StatusMethodNotAllowed) {
				t.Errorf("Allow: %q", allow)
			}
			if last := f.Log()[len(f.Log())-1]; last.Refused != test.code || last.Hint != hint {
				t.Errorf("the log ends with %+v", last)
			}
		})
	}
}
