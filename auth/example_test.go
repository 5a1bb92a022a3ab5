package auth_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// demo is a small API that stands in for Factorial. It accepts the key "k-1".
type demo struct {
	*httptest.Server
	oauth *oauthserver.Server
}

func startDemo() demo {
	oauth := oauthserver.New(oauthserver.Options{})
	mux := http.NewServeMux()
	mux.Handle("/oauth/", oauth)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		if _, err := oauth.Authenticate(r); err != nil && r.Header.Get("x-api-key") != "k-1" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	return demo{httptest.NewServer(mux), oauth}
}

// ask sends one request with a method, like the API client.
func (d demo) ask(method auth.Method) {
	origin, err := url.Parse(d.URL)
	if err != nil {
		log.Fatal(err)
	}
	transport, err := method.Transport(nil, origin)
	if err != nil {
		log.Fatal(err)
	}
	resp, err := (&http.Client{Transport: transport}).Get(d.URL + "/api/employees")
	if err != nil {
		log.Fatal(err)
	}
	resp.Body.Close()
	fmt.Println(resp.Status)
}

// login is the token of a person who approved the application.
func (d demo) login() auth.Token { return fromServer(d.oauth.Login()) }

func (d demo) config() auth.Config {
	return auth.Config{
		ClientID:     "client",
		ClientSecret: auth.NewSecret("secret"),
		RedirectURL:  "https://app.example/callback",
		BaseURL:      d.URL,
	}
}

func ExampleAPIKey() {
	api := startDemo()
	defer api.Close()
	api.ask(auth.APIKey("k-1"))
	// Output: 200 OK
}

// The key is in a file, which may change. Docker and Kubernetes mount secrets as files.
func ExampleAPIKeyFile() {
	api := startDemo()
	defer api.Close()
	path := filepath.Join(os.TempDir(), "factorial-api-key-example")
	defer os.Remove(path)
	if err := os.WriteFile(path, []byte("k-1\n"), 0o600); err != nil {
		log.Fatal(err)
	}
	api.ask(auth.APIKeyFile(path))
	// Output: 200 OK
}

// The key comes from a secret manager.
func ExampleAPIKeyFunc() {
	api := startDemo()
	defer api.Close()
	api.ask(auth.APIKeyFunc(func(ctx context.Context) (string, error) {
		return "k-1", nil
	}))
	// Output: 200 OK
}

func ExampleAccessToken() {
	api := startDemo()
	defer api.Close()
	token := api.oauth.CompanyLogin().AccessToken
	api.ask(auth.AccessToken(token))
	// Output: 200 OK
}

// The client does not send a token that has expired.
func ExampleExpiresAt() {
	method := auth.AccessToken("t-1", auth.ExpiresAt(time.Now().Add(-time.Minute)))
	transport, err := method.Transport(nil, &url.URL{Scheme: "https", Host: "api.factorialhr.com"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = (&http.Client{Transport: transport}).Get("https://api.factorialhr.com/")
	fmt.Println(errors.Is(err, auth.ErrAccessTokenExpired))
	// Output: true
}

func ExampleAccessTokenFunc() {
	api := startDemo()
	defer api.Close()
	api.ask(auth.AccessTokenFunc(func(ctx context.Context) (string, error) {
		return api.oauth.Login().AccessToken, nil
	}))
	// Output: 200 OK
}

func ExampleFromTokenSource() {
	api := startDemo()
	defer api.Close()
	var source oauth2.TokenSource = oauth2.StaticTokenSource(&oauth2.Token{
		AccessToken: api.oauth.Login().AccessToken,
	})
	api.ask(auth.FromTokenSource(source))
	// Output: 200 OK
}

func ExampleRefreshToken() {
	api := startDemo()
	defer api.Close()
	store := auth.NewMemoryStore()
	token := auth.Token{RefreshToken: api.login().RefreshToken}

	login := auth.RefreshToken(api.config(), token, auth.StoreIn(store, "acme"))
	defer login.Close()
	api.ask(login)
	// Output: 200 OK
}

// A file keeps the login between two runs of a program.
func ExampleRefreshTokenFile() {
	api := startDemo()
	defer api.Close()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "token.json")

	firstRun := auth.RefreshTokenFile(path, api.config(), auth.Token{RefreshToken: api.login().RefreshToken})
	api.ask(firstRun)
	firstRun.Close()

	secondRun, baseURL, err := auth.FromFile(path)
	if err != nil {
		log.Fatal(err)
	}
	defer secondRun.Close()
	api.ask(secondRun)
	fmt.Println(baseURL == api.URL)
	// Output:
	// 200 OK
	// 200 OK
	// true
}

// ToFile writes a login for Factorial's Python client, or for FromFile.
func ExampleRefresher_ToFile() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	config := auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret")}
	token := auth.Token{
		AccessToken:  auth.NewSecret("a-1"),
		RefreshToken: auth.NewSecret("r-1"),
		CreatedAt:    time.Date(2026, 11, 23, 16, 10, 0, 0, time.UTC),
	}
	path := filepath.Join(dir, "token.json")
	if err := auth.RefreshToken(config, token).ToFile(context.Background(), path, "https://api.factorialhr.com"); err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(string(text))
	// Output:
	// {
	//   "access_token": "a-1",
	//   "client_id": "client",
	//   "client_secret": "secret",
	//   "created_at": "2026-11-23T16:10:00+00:00",
	//   "refresh_token": "r-1",
	//   "target_url": "https://api.factorialhr.com",
	//   "token_type": "Bearer"
	// }
}

// A web application sends a person to Factorial and receives a code.
func ExampleConfig_Exchange() {
	api := startDemo()
	defer api.Close()
	config, store := api.config(), auth.NewMemoryStore()

	// The handler of /login.
	state := rand.Text() // keep it in the session
	page, err := config.AuthCodeURL(state)
	if err != nil {
		log.Fatal(err)
	}

	callback := approveInBrowser(page)

	// The handler of /callback.
	if callback.Get("state") != state {
		log.Fatal("this is not the login that began here")
	}
	token, err := config.Exchange(context.Background(), callback.Get("code"))
	if err != nil {
		log.Fatal(err)
	}
	if err := auth.SaveToken(context.Background(), store, "acme", token); err != nil {
		log.Fatal(err)
	}

	// Anywhere in the program.
	api.ask(auth.RefreshToken(config, auth.Token{}, auth.StoreIn(store, "acme")))
	// Output: 200 OK
}

// approveInBrowser does what the person does.
func approveInBrowser(page string) url.Values {
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := browser.Get(page)
	if err != nil {
		log.Fatal(err)
	}
	resp.Body.Close()
	location, err := resp.Location()
	if err != nil {
		log.Fatal(err)
	}
	return location.Query()
}

// KeepAlive runs in a goroutine of the program.
func ExampleRefresher_KeepAlive() {
	api := startDemo()
	defer api.Close()
	login := auth.RefreshToken(api.config(), api.login())

	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		login.KeepAlive(ctx, func(need auth.LoginNeeded) {
			log.Println("somebody has to log in again:", need.Err)
		})
	}()
	api.ask(login)
	stop()
	<-done
	// Output: 200 OK
}

// Only Reveal shows the text of a secret.
func ExampleSecret() {
	secret := auth.NewSecret("hunter2")
	fmt.Printf("%v %q %+v\n", secret, secret, struct{ Key auth.Secret }{secret})
	fmt.Println(len(secret.Reveal()))
	// Output:
	// REDACTED REDACTED {Key:REDACTED}
	// 7
}
