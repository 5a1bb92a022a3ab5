package keyringstore_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/keyringstore"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// The keyring of the process is a global of go-keyring, so no test here is parallel.

func open(t *testing.T, dir string) *keyringstore.Store {
	t.Helper()
	s, err := keyringstore.Open(t.Context(), "hr-sync", keyringstore.LockDir(dir))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestALoginLivesInTheKeyring(t *testing.T) {
	keyring.MockInit()
	aLoginLivesInTheKeyring(t)
}

// aLoginLivesInTheKeyring runs a program three times. The first run exchanges the refresh token,
// and the others find the new token in the keyring.
func aLoginLivesInTheKeyring(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "locks")
	srv := factorialtest.New(t)
	login := srv.Login()
	token := auth.Token{RefreshToken: auth.NewSecret(login.RefreshToken)} // without an access token, so it is due
	if err := auth.SaveToken(t.Context(), open(t, dir), "acme", token); err != nil {
		t.Fatal(err)
	}
	config := auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret")}
	for range 3 {
		method := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(open(t, dir), "acme"))
		client, err := srv.NewClient(method)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(client.Close(), method.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if n := srv.OAuthCounts().Refreshes; n != 1 {
		t.Errorf("%d exchanges: the second and the third run have a token", n)
	}
	s := open(t, dir)
	if _, err := s.Load(t.Context(), "acme"); err != nil {
		t.Error(err)
	}
	for range 2 { // the second time, there is nothing to remove
		if err := s.Remove(t.Context(), "acme"); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Load(t.Context(), "acme"); !errors.Is(err, auth.ErrNotStored) {
		t.Errorf("after Remove: %v", err)
	}
}

// TestWithASecretService runs against a real keyring: it starts itself again in a session of D-Bus
// with GNOME Keyring.
func TestWithASecretService(t *testing.T) {
	if os.Getenv("KEYRINGSTORE_SESSION") != "" {
		aLoginLivesInTheKeyring(t)
		large := strings.Repeat("x", 50_000)
		s := open(t, t.TempDir())
		lock, err := s.Lock(t.Context(), "large")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(lock.(auth.SavePreparer).PrepareSave(t.Context(), len(large)), lock.Save(t.Context(), []byte(large)), lock.Unlock(t.Context())); err != nil {
			t.Error(err)
		}
		if data, err := s.Load(t.Context(), "large"); err != nil || string(data) != large {
			t.Errorf("loaded %d bytes, %v", len(data), err)
		}
		return
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("NOT TESTED: auth/keyringstore with a Secret Service, without " + program + " on PATH (Debian: apt-get install dbus gnome-keyring)")
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	home := t.TempDir()
	cmd := exec.CommandContext(ctx, "dbus-run-session", "--", "sh", "-c",
		`printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" -test.run '^TestWithASecretService$' -test.v`, os.Args[0])
	cmd.Env = append(os.Environ(), "KEYRINGSTORE_SESSION=1", "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_RUNTIME_DIR="+home, "XDG_CACHE_HOME="+home)
	cmd.WaitDelay = 10 * time.Second
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: TestWithASecretService") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestASystemWithoutAKeyring(t *testing.T) {
	for name, err := range map[string]error{
		"no bus":             errors.New("dbus: hunter2: no such file"),
		"no system for it":   keyring.ErrUnsupportedPlatform,
		"a locked keyring":   errors.New("prompt dismissed"),
		"an entry that goes": keyring.ErrNotFound,
	} {
		keyring.MockInitWithError(err)
		_, got := keyringstore.Open(t.Context(), "hr-sync", keyringstore.LockDir(t.TempDir()))
		if !errors.Is(got, keyringstore.ErrUnavailable) || !errors.Is(got, err) || strings.Contains(got.Error(), "hunter2") {
			t.Errorf("%s: %v", name, got)
		}
	}
	keyring.MockInit()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := keyringstore.Open(ended, "hr-sync", keyringstore.LockDir(t.TempDir())); !errors.Is(err, keyringstore.ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	if _, err := keyringstore.Open(t.Context(), " ", keyringstore.LockDir(t.TempDir())); err == nil || errors.Is(err, keyringstore.ErrUnavailable) {
		t.Errorf("no name: %v", err)
	}
}

func TestAKeyringThatFailsIsNoLostToken(t *testing.T) {
	keyring.MockInit()
	s := open(t, t.TempDir())
	lock, err := s.Lock(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.Save(t.Context(), []byte("token")); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"too large":   {keyring.ErrSetDataTooBig, "too large for this keyring: keep it in a file"},
		"another one": {errors.New("hunter2"), "the keyring failed"},
	} {
		keyring.MockInitWithError(test.err)
		for what, got := range map[string]error{
			"PrepareSave": lock.(auth.SavePreparer).PrepareSave(t.Context(), 5000),
			"Save":        lock.Save(t.Context(), []byte("hunter2")),
			"Load":        func() error { _, err := s.Load(t.Context(), "acme"); return err }(),
		} {
			if !errors.Is(got, test.err) || !strings.Contains(got.Error(), test.want) || strings.Contains(got.Error(), "hunter2") {
				t.Errorf("%s, %s: %v", name, what, got)
			}
		}
	}
	if err := lock.Unlock(t.Context()); err != nil {
		t.Error(err)
	}
	keyring.MockInit()
	if _, err := s.Lock(t.Context(), "../acme"); err == nil {
		t.Error("a key that is no file name has a lock")
	}
}

func Example() {
	ctx := context.Background()
	var store auth.TokenStore
	store, err := keyringstore.Open(ctx, "hr-sync")
	if errors.Is(err, keyringstore.ErrUnavailable) {
		store = auth.NewFileStore("/var/lib/hr-sync") // a server
	} else if err != nil {
		return
	}
	config := auth.Config{ClientID: "…", ClientSecret: auth.NewSecret("…")}
	login := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(store, "acme"))
	defer login.Close()
}
