package auth_test

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// keyServer accepts one API key.
type keyServer struct {
	key            string
	right, refused int
}

func (s *keyServer) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Header.Get("X-Api-Key") != s.key {
		s.refused++
		return answer(req, 401), nil
	}
	s.right++
	return answer(req, 200), nil
}

func (s *keyServer) client(t *testing.T, method auth.Method) *http.Client {
	t.Helper()
	rt, err := method.Transport(s, mustParse(t, fakeOrigin))
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Transport: rt}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAPIKeyFileFollowsTheFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "key")
		writeFile(t, path, "  key-1\n")
		server := &keyServer{key: "key-1"}
		client := server.client(t, auth.APIKeyFile(path))
		want := func(status, right, refused int) {
			t.Helper()
			got, err := get(t.Context(), client)
			if err != nil || got != status || server.right != right || server.refused != refused {
				t.Errorf("status %d, %v; %d let in, %d refused", got, err, server.right, server.refused)
			}
		}
		want(200, 1, 0)

		// The key changes on the server first: the 401 makes the client read the file.
		server.key = "key-number-2"
		want(401, 1, 1)
		writeFile(t, path, "key-number-2")
		want(200, 2, 2)

		// The key changes in the file first: the client sees it within a second.
		writeFile(t, path, "the-third-key")
		server.key = "the-third-key"
		time.Sleep(time.Second)
		want(200, 3, 2)

		// An editor may leave an empty file for a moment.
		writeFile(t, path, "")
		time.Sleep(time.Second)
		want(200, 4, 2)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		want(200, 5, 2)
	})
}

func TestABadKeyFileIsToldAtOnce(t *testing.T) {
	dir := t.TempDir()
	if _, err := auth.APIKeyFile(filepath.Join(dir, "none")).Transport(nil, mustParse(t, fakeOrigin)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	for name, content := range map[string]string{"empty": " \n", "two": "hunter2\nhunter2"} {
		path := filepath.Join(dir, name)
		writeFile(t, path, content)
		_, err := auth.APIKeyFile(path).Transport(nil, mustParse(t, fakeOrigin))
		if err == nil || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPIKeyFuncIsAskedForEachRequest(t *testing.T) {
	server := &keyServer{key: "key-1"}
	key, err, asked := "key-1", error(nil), 0
	client := server.client(t, auth.APIKeyFunc(func(ctx context.Context) (string, error) {
		asked++
		return key, err
	}))
	if status, err := get(t.Context(), client); status != 200 || asked != 1 {
		t.Errorf("first: %d, %v, asked %d times", status, err, asked)
	}
	server.key = "key-2"
	if status, err := get(t.Context(), client); status != 401 || asked != 3 {
		t.Errorf("refused: %d, %v, asked %d times", status, err, asked)
	}
	if server.refused != 1 {
		t.Errorf("the same key was sent %d times", server.refused)
	}
	key = "key-2"
	if status, err := get(t.Context(), client); status != 200 || asked != 4 {
		t.Errorf("new key: %d, %v, asked %d times", status, err, asked)
	}
	err = errFaulty
	if _, got := get(t.Context(), client); !errors.Is(got, errFaulty) {
		t.Errorf("an error of the function: %v", got)
	}
}

func TestAKeyThatChangesBetweenRequestAnd401IsTriedAgain(t *testing.T) {
	server := &keyServer{key: "key-2"}
	keys := []string{"key-1", "key-2"}
	client := server.client(t, auth.APIKeyFunc(func(context.Context) (string, error) {
		key := keys[0]
		keys = keys[1:]
		return key, nil
	}))
	if status, err := get(t.Context(), client); status != 200 || server.refused != 1 {
		t.Errorf("got %d, %v", status, err)
	}
}

func TestAccessTokenFuncAndFromTokenSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.mustGet(f.client(auth.AccessTokenFunc(func(context.Context) (string, error) {
			return f.oauth.Login().AccessToken, nil
		})))
		_, err := get(t.Context(), f.client(auth.AccessTokenFunc(func(context.Context) (string, error) { return "", errFaulty })))
		if !errors.Is(err, errFaulty) {
			t.Errorf("an error of the function: %v", err)
		}

		token := &oauth2.Token{AccessToken: f.oauth.Login().AccessToken, Expiry: time.Now().Add(time.Hour)}
		client := f.client(auth.FromTokenSource(oauth2.StaticTokenSource(token)))
		f.mustGet(client)
		time.Sleep(time.Hour)
		if _, err := get(t.Context(), client); !errors.Is(err, auth.ErrAccessTokenExpired) {
			t.Errorf("an expired token: %v", err)
		}
		f.wantCounts(0, 0)
	})
}

func TestAnUnusableKeyFileIsLookedAtOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "key")
		writeFile(t, path, "key-1")
		server := &keyServer{key: "key-1"}
		client := server.client(t, auth.APIKeyFile(path))
		writeFile(t, path, "")
		time.Sleep(time.Second)
		if status, err := get(t.Context(), client); status != 200 {
			t.Fatalf("while the file is empty: %d, %v", status, err)
		}
		writeFile(t, path, "another-key")
		time.Sleep(time.Second - time.Nanosecond)
		if status, err := get(t.Context(), client); status != 200 {
			t.Errorf("within the second: %d, %v", status, err)
		}
		time.Sleep(time.Nanosecond)
		server.key = "another-key"
		if status, err := get(t.Context(), client); status != 200 || server.refused != 0 {
			t.Errorf("after it: %d, %v, %d refused", status, err, server.refused)
		}
	})
}
