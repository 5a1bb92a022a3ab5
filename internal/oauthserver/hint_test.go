package oauthserver_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

const callback = "https://app.example/callback"

// registered is a server whose application has a redirect URI and scopes.
func registered(t *testing.T) *fixture {
	f := &fixture{t: t, now: time.Unix(1_800_000_000, 0)}
	f.Server = oauthserver.New(oauthserver.Options{
		ClientID: "acme", ClientSecret: "client-secret", RedirectURI: callback, Scopes: []string{"read", "timeoff"},
		Now: func() time.Time { return f.now },
	})
	return f
}

// serve returns the response and the hint. It checks that they agree, that the hint is fit for an
// error_description (RFC 6749 §5.2), and that it tells no secret.
func (f *fixture) serve(r *http.Request) (*httptest.ResponseRecorder, string) {
	f.t.Helper()
	w := httptest.NewRecorder()
	hint := f.Serve(w, r)
	told := w.Header().Get("Location")
	if location, err := url.Parse(told); err == nil && told != "" {
		told = location.Query().Get("error_description")
	} else {
		var body struct {
			Description string `json:"error_description"`
		}
		_ = json.Unmarshal(w.Body.Bytes(), &body)
		told = body.Description
	}
	if refused := told != ""; refused && told != hint {
		f.t.Errorf("the response says %q, the log says %q", told, hint)
	}
	if !regexp.MustCompile(`^[ !#-\[\]-~]*$`).MatchString(hint) || strings.HasSuffix(hint, ".") {
		f.t.Errorf("not a hint: %q", hint)
	}
	for _, secret := range []string{"client-secret", "sent-by-the-client"} {
		if strings.Contains(hint, secret) {
			f.t.Errorf("the hint tells a secret: %q", hint)
		}
	}
	return w, hint
}

func form(path string, values url.Values) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// values returns parameters, without those that are empty.
func values(base url.Values, changes ...string) url.Values {
	all := maps.Clone(base)
	if all == nil {
		all = url.Values{}
	}
	for i := 0; i < len(changes); i += 2 {
		if all.Set(changes[i], changes[i+1]); changes[i+1] == "" {
			all.Del(changes[i])
		}
	}
	return all
}

var (
	client = url.Values{"client_id": {"acme"}, "client_secret": {"client-secret"}}
	login  = url.Values{"client_id": {"acme"}, "redirect_uri": {callback}, "response_type": {"code"}}
)

func TestARefusedLoginSaysWhy(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes []string
		status  int // 302: the browser takes the error to the application
		code    string
		hint    string
	}{
		{"nothing is wrong", nil, 302, "", ""},
		{"no client", []string{"client_id", ""}, 401, "invalid_client", "client_id is missing in the query"},
		{"another client", []string{"client_id", "sent-by-the-client"}, 401, "invalid_client", "client_id is unknown: this server has only the client acme"},
		{"no redirect", []string{"redirect_uri", ""}, 400, "invalid_request", "redirect_uri is missing in the query"},
		{"a redirect without a host", []string{"redirect_uri", "/callback"}, 400, "invalid_request", "redirect_uri is not an absolute URL: percent-encode the whole URL in the query"},
		{"a redirect with a fragment", []string{"redirect_uri", callback + "#top"}, 400, "invalid_request", "redirect_uri has a fragment, which RFC 6749 excludes (section 3.1.2)"},
		{"a redirect with a slash more", []string{"redirect_uri", callback + "/"}, 400, "invalid_request", "redirect_uri is not registered: the client has " + callback + ", which must match in every character"},
		{"no response type", []string{"response_type", ""}, 302, "invalid_request", "response_type is missing: send response_type=code"},
		{"the implicit grant", []string{"response_type", "token"}, 302, "unsupported_response_type", "response_type must be code"},
		{"a scope that is not registered", []string{"scope", "payroll"}, 302, "invalid_scope", "the scope asks for more than read, timeoff"},
		{"scopes with a comma", []string{"scope", "read,timeoff"}, 302, "invalid_scope", "separate scopes with a space, %20 in a URL; the scopes are read, timeoff"},
		{"a challenge of another method", []string{"code_challenge", "x", "code_challenge_method", "S512"}, 302, "invalid_request", "code_challenge_method must be S256 or plain (RFC 7636 section 4.3)"},
		{"a method without a challenge", []string{"code_challenge_method", "S256"}, 302, "invalid_request", "code_challenge is missing, although there is a code_challenge_method"},
		{"an owner that the API does not have", []string{"resource_owner_type", "Company"}, 302, "", "resource_owner_type is unknown, so the token belongs to a user: the documented value is company"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := registered(t)
			w, hint := f.serve(httptest.NewRequest(http.MethodGet, "/oauth/authorize?"+values(login, append(test.changes, "state", "s")...).Encode(), nil))
			if w.Code != test.status || hint != test.hint {
				t.Errorf("got %d and %q", w.Code, hint)
			}
			code := ""
			if w.Code == http.StatusFound {
				location, err := url.Parse(w.Header().Get("Location"))
				if err != nil || location.Query().Get("state") != "s" {
					t.Errorf("the redirect is %v, %v", location, err)
				}
				code = location.Query().Get("error")
				if got := location.Query().Has("code"); got != (code == "") {
					t.Errorf("there is a code: %t", got)
				}
			} else {
				var body struct{ Error string }
				_ = json.Unmarshal(w.Body.Bytes(), &body)
				code = body.Error
			}
			if code != test.code {
				t.Errorf("the error is %q", code)
			}
			last := f.Log()[len(f.Log())-1]
			if last.Refused != test.code || test.code != "" && last.Hint != test.hint {
				t.Errorf("the log ends with %+v", last)
			}
		})
	}
}

// code returns a code of a new login.
func (f *fixture) code(changes ...string) string {
	f.t.Helper()
	w, _ := f.serve(httptest.NewRequest(http.MethodGet, "/oauth/authorize?"+values(login, changes...).Encode(), nil))
	location, err := url.Parse(w.Header().Get("Location"))
	if err != nil || location.Query().Get("code") == "" {
		f.t.Fatalf("no code: %d %v %s", w.Code, location, w.Body)
	}
	return location.Query().Get("code")
}

func TestARefusedTokenSaysWhy(t *testing.T) {
	for _, test := range []struct {
		name  string
		token func(f *fixture) string
		hint  string
	}{
		{"no token", func(*fixture) string { return "" }, ""},
		{"an unknown token", func(*fixture) string { return "sent-by-the-client" }, "the access token is unknown: this server has not issued it since its start"},
		{"a refresh token", func(f *fixture) string { return f.Login().RefreshToken }, "the access token is unknown: the text that was sent is a refresh token"},
		{"a code", func(f *fixture) string { return f.code() }, "the access token is unknown: the text that was sent is an authorization code"},
		{"an old token", func(f *fixture) string {
			token := f.Login().AccessToken
			f.now = f.now.Add(time.Hour)
			return token
		}, "the access token has expired: exchange the refresh token for a new one"},
		{"a token that was replaced", func(f *fixture) string {
			first := f.Login()
			w, _ := f.serve(form("/oauth/token", values(client, "grant_type", "refresh_token", "refresh_token", first.RefreshToken)))
			var next oauthserver.Token
			if err := json.Unmarshal(w.Body.Bytes(), &next); err != nil {
				f.t.Error(err)
			}
			_ = f.use(next.AccessToken)
			return first.AccessToken
		}, "the access token is revoked: the access token that replaced it is in use"},
		{"a token of a removed application", func(f *fixture) string {
			token := f.CompanyLogin().AccessToken
			f.RevokeAll()
			return token
		}, "the access token is revoked: all tokens were revoked"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := registered(t)
			err := f.use(test.token(f))
			refused, ok := err.(*oauthserver.TokenError)
			if !ok || refused.Hint != test.hint {
				t.Errorf("got %#v", err)
			}
			if last := f.Log()[len(f.Log())-1]; last.Hint != test.hint || last.Refused == "" {
				t.Errorf("the log ends with %+v", last)
			}
		})
	}
}

func TestALoginHasTheScopeOfItsRequestOrOfTheRegistration(t *testing.T) {
	for _, test := range []struct{ requested, want string }{{"", "read timeoff"}, {"timeoff", "timeoff"}, {"timeoff read", "timeoff read"}} {
		t.Run(test.requested, func(t *testing.T) {
			f := registered(t)
			w, _ := f.serve(form("/oauth/token", values(client, "grant_type", "authorization_code", "redirect_uri", callback, "code", f.code("scope", test.requested))))
			var token oauthserver.Token
			if err := json.Unmarshal(w.Body.Bytes(), &token); err != nil || token.Scope != test.want {
				t.Errorf("got %q, %v", token.Scope, err)
			}
			// A refresh may narrow the scope, and the next one may ask for all of it (RFC 6749 §6).
			for _, scope := range []struct{ requested, want string }{{"timeoff", "timeoff"}, {"", test.want}} {
				w, _ := f.serve(form("/oauth/token", values(client, "grant_type", "refresh_token", "refresh_token", token.RefreshToken, "scope", scope.requested)))
				token = oauthserver.Token{}
				if err := json.Unmarshal(w.Body.Bytes(), &token); err != nil || token.Scope != scope.want {
					t.Errorf("a refresh: got %q, %v", token.Scope, err)
				}
			}
		})
	}
}
