package oauthserver_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// fixture is a server with a clock that the test sets.
type fixture struct {
	*oauthserver.Server
	t   *testing.T
	now time.Time
}

func newFixture(t *testing.T, rotation oauthserver.Rotation) *fixture {
	f := &fixture{t: t, now: time.Unix(1_800_000_000, 0)}
	f.Server = oauthserver.New(oauthserver.Options{Rotation: rotation, Now: func() time.Time { return f.now }})
	return f
}

// post sends form with the client's credentials.
func (f *fixture) post(path string, form url.Values) (*httptest.ResponseRecorder, oauthserver.Token) {
	f.t.Helper()
	if !form.Has("client_id") {
		form.Set("client_id", "client")
		form.Set("client_secret", "secret")
	}
	req := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	f.ServeHTTP(w, req)
	var token oauthserver.Token
	if w.Code == http.StatusOK {
		if err := json.Unmarshal(w.Body.Bytes(), &token); err != nil {
			f.t.Error(err)
		}
	}
	return w, token
}

func (f *fixture) refresh(refreshToken string) (*httptest.ResponseRecorder, oauthserver.Token) {
	f.t.Helper()
	return f.post("/oauth/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refreshToken}})
}

func (f *fixture) use(accessToken string) error {
	req := httptest.NewRequest("GET", "/api/", nil)
	req.Header.Set("Authorization", "Bearer "+accessToken)
	_, err := f.Authenticate(req)
	return err
}

func (f *fixture) authorize(query string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, httptest.NewRequest("GET", "/oauth/authorize?"+query, nil))
	return w
}

func TestAPersonLogsIn(t *testing.T) {
	f := newFixture(t, oauthserver.RevokeOnUse)
	w := f.authorize("client_id=client&response_type=code&state=s&scope=read&redirect_uri=" + url.QueryEscape("https://app.example/back?x=1"))
	location, err := url.Parse(w.Header().Get("Location"))
	if err != nil || w.Code != http.StatusFound || location.Query().Get("state") != "s" || location.Query().Get("x") != "1" {
		t.Fatalf("got %d to %v, %v", w.Code, location, err)
	}
	exchange := url.Values{
		"grant_type":   {"authorization_code"},
		"code":         {location.Query().Get("code")},
		"redirect_uri": {"https://app.example/back?x=1"},
	}
	w, token := f.post("/oauth/token", exchange)
	if w.Code != 200 || token.AccessToken == "" || token.RefreshToken == "" || token.ExpiresIn != 3600 ||
		token.CreatedAt != f.now.Unix() || token.TokenType != "Bearer" || token.Scope != "read" {
		t.Fatalf("got %d, %+v", w.Code, token)
	}
	if got := w.Header().Get("Date"); got != f.now.UTC().Format(http.TimeFormat) {
		t.Errorf("Date: %s", got)
	}
	if err := f.use(token.AccessToken); err != nil {
		t.Error(err)
	}
	if w, _ := f.post("/oauth/token", exchange); w.Code != 400 || !strings.Contains(w.Body.String(), "invalid_grant") {
		t.Errorf("the same code again: %d %s", w.Code, w.Body)
	}
	f.now = f.now.Add(time.Hour)
	if err := f.use(token.AccessToken); !errors.Is(err, oauthserver.ErrExpired) {
		t.Errorf("after an hour: %v", err)
	}
}

func TestACompanyLogsIn(t *testing.T) {
	f := newFixture(t, oauthserver.RevokeOnUse)
	w := f.authorize("client_id=client&response_type=code&resource_owner_type=company&redirect_uri=https://app.example")
	location, _ := url.Parse(w.Header().Get("Location"))
	w, token := f.post("/oauth/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {location.Query().Get("code")}, "redirect_uri": {"https://app.example"},
	})
	if w.Code != 200 || token.RefreshToken != "" || strings.Contains(w.Body.String(), "expires_in") {
		t.Fatalf("got %d %+v", w.Code, token)
	}
	f.now = f.now.AddDate(5, 0, 0)
	if err := f.use(token.AccessToken); err != nil {
		t.Errorf("after five years: %v", err)
	}
}

func TestBadRequestsAreRefused(t *testing.T) {
	f := newFixture(t, oauthserver.RevokeOnUse)
	if w := f.authorize("client_id=other&redirect_uri=https://app.example"); w.Code != 401 {
		t.Errorf("unknown client: %d", w.Code)
	}
	if w := f.authorize("client_id=client&redirect_uri=nowhere"); w.Code != 400 {
		t.Errorf("relative redirect: %d", w.Code)
	}
	if w := f.authorize("client_id=client&redirect_uri=https://app.example&response_type=token"); !strings.Contains(w.Header().Get("Location"), "error=unsupported_response_type") {
		t.Errorf("wrong response type: %v", w.Header())
	}
	if w, _ := f.post("/oauth/token", url.Values{"client_id": {"client"}, "client_secret": {"wrong"}}); w.Code != 401 {
		t.Errorf("wrong secret: %d", w.Code)
	}
	if w, _ := f.post("/oauth/token", url.Values{"grant_type": {"password"}}); w.Code != 400 {
		t.Errorf("unknown grant: %d", w.Code)
	}
	if w, _ := f.refresh("nonsense"); w.Code != 400 {
		t.Errorf("unknown refresh token: %d", w.Code)
	}
	req := httptest.NewRequest("POST", "/oauth/token", strings.NewReader("grant_type=refresh_token"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth("client", "secret")
	w := httptest.NewRecorder()
	f.ServeHTTP(w, req)
	if w.Code != 401 {
		t.Errorf("client in the header: %d", w.Code)
	}
	if got := f.Counts().Refused; got != 7 {
		t.Errorf("%d requests were counted as refused", got)
	}
	for header, want := range map[string]error{"": oauthserver.ErrNoToken, "Basic x": oauthserver.ErrNoToken, "Bearer x": oauthserver.ErrUnknown} {
		req := httptest.NewRequest("GET", "/", nil)
		req.Header.Set("Authorization", header)
		if _, err := f.Authenticate(req); !errors.Is(err, want) {
			t.Errorf("%q: %v", header, err)
		}
	}
}

func TestRevokeOnUseKeepsTheOldPairUntilTheNewOneIsUsed(t *testing.T) {
	f := newFixture(t, oauthserver.RevokeOnUse)
	first := f.Login()
	_, lost := f.refresh(first.RefreshToken)
	w, second := f.refresh(first.RefreshToken) // repeat the exchange: the first response was lost
	if w.Code != 200 || lost.AccessToken == second.AccessToken {
		t.Fatalf("second exchange: %d", w.Code)
	}
	if err := f.use(first.AccessToken); err != nil {
		t.Errorf("the old access token before the new one is used: %v", err)
	}
	if err := f.use(second.AccessToken); err != nil {
		t.Errorf("the new access token: %v", err)
	}
	if err := f.use(first.AccessToken); !errors.Is(err, oauthserver.ErrRevoked) {
		t.Errorf("the old access token afterwards: %v", err)
	}
	if w, _ := f.refresh(first.RefreshToken); w.Code != 400 {
		t.Errorf("the old refresh token afterwards: %d", w.Code)
	}
	if w, _ := f.refresh(second.RefreshToken); w.Code != 200 {
		t.Errorf("the new refresh token: %d", w.Code)
	}
	if got := f.Counts(); got.Refreshes != 3 || got.Repeated != 1 || got.Uses != 2 || got.Unauthorized != 1 {
		t.Errorf("counts: %+v", got)
	}
}

func TestStrictFamilyRevokesEverythingOnReuse(t *testing.T) {
	f := newFixture(t, oauthserver.StrictFamily)
	first, other := f.Login(), f.Login()
	_, second := f.refresh(first.RefreshToken)
	if w, _ := f.refresh(first.RefreshToken); w.Code != 400 {
		t.Fatalf("reuse: %d", w.Code)
	}
	if w, _ := f.refresh(second.RefreshToken); w.Code != 400 {
		t.Errorf("the newest refresh token of the family: %d", w.Code)
	}
	if err := f.use(second.AccessToken); !errors.Is(err, oauthserver.ErrRevoked) {
		t.Errorf("the newest access token of the family: %v", err)
	}
	if w, _ := f.refresh(other.RefreshToken); w.Code != 200 {
		t.Errorf("another login suffered: %d", w.Code)
	}
	if got := f.Counts().FamiliesRevoked; got != 1 {
		t.Errorf("%d families revoked", got)
	}
}

func TestARefreshTokenLivesOneWeek(t *testing.T) {
	f := newFixture(t, oauthserver.RevokeOnUse)
	token := f.Login()
	f.now = f.now.Add(7 * 24 * time.Hour)
	if w, _ := f.refresh(token.RefreshToken); w.Code != 400 {
		t.Errorf("after a week: %d", w.Code)
	}
}

func TestRevokedTokensAreRefused(t *testing.T) {
	f := newFixture(t, oauthserver.RevokeOnUse)
	token := f.Login()
	if w, _ := f.post("/oauth/revoke", url.Values{"token": {token.RefreshToken}}); w.Code != 200 {
		t.Fatalf("revoke: %d", w.Code)
	}
	if w, _ := f.post("/oauth/revoke", url.Values{"token": {"nonsense"}}); w.Code != 200 {
		t.Errorf("an unknown token is a success (RFC 7009 §2.2): %d", w.Code)
	}
	if w, _ := f.refresh(token.RefreshToken); w.Code != 400 {
		t.Errorf("refresh: %d", w.Code)
	}
	if err := f.use(token.AccessToken); !errors.Is(err, oauthserver.ErrRevoked) {
		t.Errorf("use: %v", err)
	}
}

func TestATestCanEndTokens(t *testing.T) {
	f := newFixture(t, oauthserver.RevokeOnUse)
	token, company := f.Login(), f.CompanyLogin()
	f.ExpireAccessTokens()
	err := f.use(token.AccessToken)
	if !errors.Is(err, oauthserver.ErrExpired) {
		t.Errorf("expired: %v", err)
	}
	if refused, ok := errors.AsType[*oauthserver.TokenError](err); !ok || !refused.Date.Equal(f.now.Add(time.Hour)) {
		t.Errorf("the 401 has the date %v", refused.Date)
	}
	if err := f.use(company.AccessToken); err != nil {
		t.Errorf("a company's token does not expire: %v", err)
	}
	if w, _ := f.refresh(token.RefreshToken); w.Code != 200 {
		t.Errorf("refresh: %d", w.Code)
	}
	f.RevokeAll()
	if err := f.use(company.AccessToken); !errors.Is(err, oauthserver.ErrRevoked) {
		t.Errorf("revoked: %v", err)
	}
	last := f.Log()[len(f.Log())-1]
	if last.Kind != "use" || last.Token != 2 || last.Refused == "" {
		t.Errorf("the log ends with %+v", last)
	}
}
