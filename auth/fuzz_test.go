package auth_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/auth"
)

func FuzzStoredToken(f *testing.F) {
	f.Add([]byte(tokenFileText))
	f.Add([]byte(`{"refresh_token":"r","created_at":"20261123T161000,5+0100","expires_in":3600,"note":[1]}`))
	f.Add([]byte(`{"access_token":null,"refresh_token":7}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		store := auth.NewMemoryStore()
		lock, err := store.Lock(t.Context(), "acme")
		if err != nil {
			t.Fatal(err)
		}
		lock.Save(t.Context(), data)
		lock.Unlock(t.Context())
		err = auth.SaveToken(t.Context(), store, "acme", auth.Token{AccessToken: auth.NewSecret("new")})
		if err != nil {
			if _, ok := errors.AsType[*auth.FormatError](err); !ok || len(err.Error()) > 100 {
				t.Fatalf("got %v", err)
			}
			return
		}
		saved, err := store.Load(t.Context(), "acme")
		if err != nil {
			t.Fatal(err)
		}
		if before, after := foreign(t, data), foreign(t, saved); !reflect.DeepEqual(before, after) {
			t.Errorf("keys of others were %v and are %v", before, after)
		}
		r := auth.RefreshToken(auth.Config{}, auth.Token{}, auth.StoreIn(store, "acme"))
		if token, err := r.Token(t.Context()); err != nil || token.AccessToken.Reveal() != "new" {
			t.Errorf("what was saved cannot be read: %v", err)
		}
	})
}

// foreign returns the keys that are not the token's, numbers with all their digits.
func foreign(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var fields map[string]any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&fields); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(fields, func(key string, _ any) bool {
		switch key {
		case "access_token", "created_at", "expires_in", "refresh_token", "token_history", "token_type":
			return true
		}
		return false
	})
	return fields
}

func FuzzOrigin(f *testing.F) {
	for _, seed := range []string{
		fakeOrigin + "/a", "https://api.example.com.evil.example/", "https://evil.example\\@api.example.com/",
		"https://api.example.com:0443/", "HTTPS://API.EXAMPLE.COM:443", "//api.example.com", "https:api.example.com", "https://[::1%25api.example.com]/",
	} {
		f.Add(seed, "")
	}
	f.Add(fakeOrigin, "evil.example")
	f.Add(fakeOrigin, "api.example.com:443")
	f.Fuzz(func(t *testing.T, raw, host string) {
		u, err := url.Parse(raw)
		if err != nil {
			return
		}
		base := roundTrip(func(req *http.Request) (*http.Response, error) {
			if !strings.EqualFold(req.URL.Scheme, "https") || !strings.EqualFold(strings.TrimSuffix(req.URL.Host, ":443"), "api.example.com") &&
				!strings.EqualFold(req.URL.Host, "api.example.com:") {
				t.Errorf("sent to %q", req.URL.Host)
			}
			if req.Host != "" && req.Host != req.URL.Host && !strings.EqualFold(strings.TrimSuffix(strings.TrimSuffix(req.Host, "443"), ":"), "api.example.com") {
				t.Errorf("sent for %q", req.Host)
			}
			return answer(req, 200), nil
		})
		rt, err := auth.APIKey("k").Transport(base, mustParse(t, fakeOrigin))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rt.RoundTrip(&http.Request{Method: "GET", URL: u, Host: host}); err != nil && !errors.Is(err, auth.ErrOrigin) {
			t.Error(err)
		}
	})
}
