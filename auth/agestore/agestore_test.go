package agestore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filippo.io/age"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/auth/agestore"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func newKey(t *testing.T) (agestore.Key, auth.Secret) {
	t.Helper()
	key, text, err := agestore.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return key, text
}

func save(t *testing.T, s auth.TokenStore, key, data string) {
	t.Helper()
	lock, err := s.Lock(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.(auth.SavePreparer).PrepareSave(t.Context(), len(data)); err != nil {
		t.Fatal(err)
	}
	if err := lock.Save(t.Context(), []byte(data)); err != nil {
		t.Fatal(err)
	}
	if err := lock.Unlock(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// plain stores bytes without encryption.
func plain(t *testing.T, s auth.TokenStore, key string, data []byte) {
	t.Helper()
	lock, err := s.Lock(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(lock.Save(t.Context(), data), lock.Unlock(t.Context())); err != nil {
		t.Fatal(err)
	}
}

func TestALoginLivesInAnEncryptedFile(t *testing.T) {
	files := auth.NewFileStore(t.TempDir())
	key, _ := newKey(t)
	synctest.Test(t, func(t *testing.T) {
		srv := factorialtest.New(t)
		login := srv.Login()
		token := auth.Token{AccessToken: auth.NewSecret(login.AccessToken), RefreshToken: auth.NewSecret(login.RefreshToken)}
		if err := auth.SaveToken(t.Context(), agestore.New(files, key), "acme", token); err != nil {
			t.Fatal(err)
		}
		for range 3 { // three runs of a program
			time.Sleep(2 * time.Hour)
			config := auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret")}
			method := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(agestore.New(files, key), "acme"))
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
		if n := srv.OAuthCounts().Refreshes; n != 3 {
			t.Errorf("%d exchanges", n)
		}
	})
	data, err := os.ReadFile(files.Path("acme"))
	if err != nil || !bytes.HasPrefix(data, []byte("age-encryption.org/v1\n")) || bytes.Contains(data, []byte("token")) {
		t.Errorf("the file holds %q, %v", data, err)
	}
}

func TestWhatAStoreReads(t *testing.T) {
	key, text := newKey(t)
	other, _ := newKey(t)
	passphrase, err := agestore.QuickPassphrase(auth.NewSecret("correct horse"))
	if err != nil {
		t.Fatal(err)
	}
	wrong, _ := agestore.QuickPassphrase(auth.NewSecret("hunter2"))
	again, err := agestore.ParseKey(auth.NewSecret("# created: today\n" + text.Reveal() + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	written := func(key agestore.Key) func(*testing.T, auth.TokenStore) {
		return func(t *testing.T, inner auth.TokenStore) { save(t, agestore.New(inner, key), "acme", "token") }
	}
	bare := func(data string) func(*testing.T, auth.TokenStore) {
		return func(t *testing.T, inner auth.TokenStore) { plain(t, inner, "acme", []byte(data)) }
	}
	moved := func(t *testing.T, inner auth.TokenStore) {
		save(t, agestore.New(inner, key), "globex", "token")
		data, err := inner.Load(t.Context(), "globex")
		if err != nil {
			t.Fatal(err)
		}
		plain(t, inner, "acme", data)
	}
	for name, test := range map[string]struct {
		stored func(*testing.T, auth.TokenStore)
		key    agestore.Key
		opts   []agestore.Option
		want   string // the token, or in the error
	}{
		"what the same key wrote":                      {written(key), key, nil, "token"},
		"what the same key wrote, read from its text":  {written(key), again, nil, "token"},
		"what a passphrase wrote":                      {written(passphrase), passphrase, nil, "token"},
		"what another passphrase wrote":                {written(passphrase), wrong, nil, "another key; the option FormerKeys"},
		"what another key wrote":                       {written(other), key, nil, "another key; the option FormerKeys"},
		"what a passphrase wrote, with a key":          {written(passphrase), key, nil, "another key; the option FormerKeys"},
		"what a former key wrote":                      {written(other), key, []agestore.Option{agestore.FormerKeys(other)}, "token"},
		"what a former passphrase wrote":               {written(passphrase), key, []agestore.Option{agestore.FormerKeys(other, passphrase)}, "token"},
		"a former key that is zero":                    {written(key), key, []agestore.Option{agestore.FormerKeys(agestore.Key{})}, "token"},
		"a token that is not encrypted":                {bare("token"), key, nil, "not encrypted with age; the option AcceptPlain"},
		"a token that is not encrypted, accepted":      {bare("token"), key, []agestore.Option{agestore.AcceptPlain()}, "token"},
		"an encrypted token, where plain ones may be":  {written(key), key, []agestore.Option{agestore.AcceptPlain()}, "token"},
		"an empty file":                                {bare(""), key, nil, "not encrypted"},
		"a header and nothing else":                    {bare("age-encryption.org/v1\n"), key, nil, "damaged"},
		"the token of another company under this name": {moved, key, nil, "stored under another key"},
		"nothing":       {func(*testing.T, auth.TokenStore) {}, key, nil, "no token is stored"},
		"with no key":   {written(key), agestore.Key{}, nil, "the store has no key"},
		"in a big size": {func(t *testing.T, s auth.TokenStore) { save(t, agestore.New(s, key), "acme", big) }, key, nil, big},
	} {
		t.Run(name, func(t *testing.T) {
			inner := auth.NewMemoryStore()
			test.stored(t, inner)
			data, err := agestore.New(inner, test.key, test.opts...).Load(t.Context(), "acme")
			if err == nil && string(data) != test.want || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %.50q, %v", data, err)
			}
			if _, ok := errors.AsType[*auth.FormatError](err); err != nil && !ok && !errors.Is(err, auth.ErrNotStored) && !strings.Contains(err.Error(), "no key") {
				t.Errorf("got a %T", err)
			}
		})
	}
}

var big = strings.Repeat("token", 40000)

func TestADamagedTokenIsNeverReadAsAnotherOne(t *testing.T) {
	key, _ := newKey(t)
	inner := auth.NewMemoryStore()
	s := agestore.New(inner, key)
	save(t, s, "acme", "token")
	whole, err := inner.Load(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 1
		for _, damaged := range [][]byte{flipped, whole[:i]} {
			plain(t, inner, "acme", damaged)
			if data, err := s.Load(t.Context(), "acme"); err == nil {
				t.Fatalf("damage at byte %d is read as %q", i, data)
			}
		}
	}
}

func TestTheFormatIsThatOfAge(t *testing.T) {
	key, text := newKey(t)
	inner := auth.NewMemoryStore()
	save(t, agestore.New(inner, key), "acme", `{"refresh_token":"r"}`)
	data, err := inner.Load(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	identity, err := age.ParseX25519Identity(text.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(data), identity)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := out.ReadFrom(r); err != nil || out.String() != "\"acme\"\n{\"refresh_token\":\"r\"}" {
		t.Errorf("age reads %q, %v", out.String(), err)
	}
}

func TestKeys(t *testing.T) {
	_, text := newKey(t)
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(file("key", "# public key: age1…\n"+text.Reveal()+"\n"), link); err != nil {
		t.Skip(err)
	}
	for name, test := range map[string]struct{ path, want string }{
		"a file of age-keygen": {filepath.Join(dir, "key"), ""},
		"a link to it":         {link, ""},
		"no file":              {filepath.Join(dir, "none"), "agestore: read the key: "},
		"a directory":          {dir, "not that of a file"},
		"an empty file":        {file("empty", ""), "not one that age-keygen writes"},
		"a recipient":          {file("public", "age1hunter2\n"), "not one that age-keygen writes"},
		"two keys":             {file("two", text.Reveal()+"\n"+text.Reveal()+"\n"), "holds 2 keys"},
		"a file that is large": {file("large", strings.Repeat("#\n", 100_000)), "too large"},
		"another text":         {file("other", "AGE-SECRET-KEY-1HUNTER2"), "not one that age-keygen writes"},
	} {
		_, err := agestore.KeyFile(test.path)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(strings.ToLower(err.Error()), "hunter2") {
			t.Errorf("%s: the error quotes the key: %v", name, err)
		}
	}
	if _, err := agestore.Passphrase(auth.Secret{}); err == nil {
		t.Error("an empty passphrase is accepted")
	}
}

func TestAStoreAndItsKeyPrintNoSecret(t *testing.T) {
	key, text := newKey(t)
	pass, _ := agestore.QuickPassphrase(auth.NewSecret("hunter2"))
	for _, v := range []any{key, &key, pass, &pass, agestore.New(auth.NewMemoryStore(), key), agestore.New(auth.NewMemoryStore(), pass)} {
		for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
			if shown := fmt.Sprintf(format, v); strings.Contains(shown, text.Reveal()) || strings.Contains(shown, "hunter2") {
				t.Errorf("%s of a %T shows %s", format, v, shown)
			}
		}
	}
}

func TestErrorsOfTheOtherStorePass(t *testing.T) {
	key, _ := newKey(t)
	s := agestore.New(auth.NewFileStore(filepath.Join(t.TempDir(), "none")), key)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := s.Lock(ctx, "acme"); err == nil {
		t.Error("a lock in a directory that does not exist")
	}
	if _, err := s.Load(ctx, "../acme"); err == nil {
		t.Error("a key that is no name")
	}
}

func Example() {
	key, err := agestore.KeyFile("/run/secrets/token-key") // as age-keygen writes it
	if err != nil {
		return
	}
	store := agestore.New(auth.NewFileStore("/var/lib/hr-sync"), key)
	config := auth.Config{ClientID: "…", ClientSecret: auth.NewSecret("…")}
	login := auth.RefreshToken(config, auth.Token{}, auth.StoreIn(store, "acme"))
	defer login.Close()
}
