package auth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"

	"golang.org/x/oauth2"
)

// approve opens the page like a browser and returns the query of the callback.
func approve(t *testing.T, f *fake, page string) url.Values {
	t.Helper()
	client := f.network.Client(t)
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Get(page)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	location, err := resp.Location()
	if err != nil {
		t.Fatal(err)
	}
	return location.Query()
}

func TestAPersonLogsIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		config := f.config()
		config.RedirectURL = "https://app.example/callback"
		config.Scopes = []string{"read", "write"}

		page, err := config.AuthCodeURL("state-1")
		if err != nil {
			t.Fatal(err)
		}
		query := mustParse(t, page).Query()
		if !strings.HasPrefix(page, fakeOrigin+"/oauth/authorize?") || query.Has("resource_owner_type") || query.Has("client_secret") ||
			query.Get("scope") != "read write" || query.Get("response_type") != "code" {
			t.Errorf("the page is %s", page)
		}
		callback := approve(t, f, page)
		if callback.Get("state") != "state-1" {
			t.Errorf("state: %q", callback.Get("state"))
		}
		token, err := config.Exchange(t.Context(), callback.Get("code"))
		if err != nil {
			t.Fatal(err)
		}
		if got := token.AccessTokenExpiration(); !got.Equal(time.Now().Add(time.Hour)) {
			t.Errorf("expires at %v, it is %v", got, time.Now())
		}
		client := f.client(auth.RefreshToken(config, token))
		f.mustGet(client)
		time.Sleep(2 * time.Hour)
		f.mustGet(client)
		if _, err := config.Exchange(t.Context(), callback.Get("code")); err == nil {
			t.Error("the code worked twice")
		}
	})
}

func TestACompanyLogsIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		config := f.config()
		config.RedirectURL = "https://app.example/callback"
		page, err := config.AuthCodeURL("s", auth.ForCompany(), oauth2.SetAuthURLParam("prompt", "x"))
		if err != nil {
			t.Fatal(err)
		}
		token, err := config.Exchange(t.Context(), approve(t, f, page).Get("code"))
		if err != nil {
			t.Fatal(err)
		}
		if !token.RefreshToken.IsZero() || !token.AccessTokenExpiration().IsZero() || !token.RefreshTokenExpiration().IsZero() {
			t.Errorf("the token of a company ends at %v and %v", token.AccessTokenExpiration(), token.RefreshTokenExpiration())
		}
		f.mustGet(f.client(auth.RefreshToken(config, token)))
	})
}

func TestRevokeEndsALogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		token := f.login()
		client := f.client(auth.AccessToken(token.AccessToken.Reveal()))
		f.mustGet(client)
		if err := f.config().Revoke(t.Context(), token.RefreshToken); err != nil {
			t.Fatal(err)
		}
		if status, err := get(t.Context(), client); err != nil || status != 401 {
			t.Errorf("after Revoke: %d, %v", status, err)
		}
		wrong := f.config()
		wrong.ClientID = "other"
		if err := wrong.Revoke(t.Context(), token.RefreshToken); err == nil || !strings.Contains(err.Error(), "status 401") {
			t.Errorf("another application: %v", err)
		}
	})
}

func TestABadBaseURLIsToldByEveryCall(t *testing.T) {
	config := auth.Config{BaseURL: "http://api.example.com"}
	_, err1 := config.AuthCodeURL("s")
	_, err2 := config.Exchange(t.Context(), "c")
	err3 := config.Revoke(t.Context(), auth.NewSecret("t"))
	for _, err := range []error{err1, err2, err3} {
		if err == nil || !strings.Contains(err.Error(), "https") {
			t.Errorf("got %v", err)
		}
	}
}
