package auth_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// tokenFileText is what the Python client writes.
const tokenFileText = `{"refresh_token": "r-1", "client_id": "client", "client_secret": "secret", "access_token": "a-1",` +
	` "created_at": "2026-11-23T16:10:00+00:00", "token_type": "Bearer", "target_url": "https://api.example.com"}`

func readJSON(t *testing.T, path string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	return fields
}

func TestFromFileReadsEverySpellingOfADate(t *testing.T) {
	want := time.Date(2026, 11, 23, 16, 10, 0, 0, time.UTC)
	for _, spelling := range []string{
		"2026-11-23T16:10:00+00:00",
		"2026-11-23T16:10:00Z",
		"2026-11-23 17:10:00+01:00",
		"2026-11-23T16:10:00.000000+00:00",
		"2026-11-23t16:10:00z",
		"2026-11-23T11:10:00-0500",
		"2026-11-23T17:10:00+01",
		"2026-11-23T16:10Z",
		"20261123T161000Z",
	} {
		t.Run(spelling, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "token.json")
			writeFile(t, path, strings.Replace(tokenFileText, "2026-11-23T16:10:00+00:00", spelling, 1))
			r, target, err := auth.FromFile(path)
			if err != nil {
				t.Fatal(err)
			}
			token := r.Current()
			if !token.CreatedAt.Equal(want) || token.AccessToken.Reveal() != "a-1" || token.RefreshToken.Reveal() != "r-1" ||
				token.TokenType != "Bearer" || target != "https://api.example.com" {
				t.Errorf("got %+v for %s", token, target)
			}
			if got := token.AccessTokenExpiration().Sub(want); got != time.Hour {
				t.Errorf("a file without expires_in means %v", got)
			}
		})
	}
}

func TestABadTokenFileIsAnErrorWithFileAndKey(t *testing.T) {
	edit := func(old, text string) string { return strings.Replace(tokenFileText, old, text, 1) }
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", "empty"},
		{"cut off", tokenFileText[:40], "not a JSON object"},
		{"an array", `["hunter2"]`, "not a JSON object"},
		{"no refresh_token", edit(`"refresh_token": "r-1",`, ""), "refresh_token: missing"},
		{"no access_token", edit(`"access_token": "a-1",`, ""), "access_token: missing"},
		{"no client_id", edit(`"client_id": "client",`, ""), "client_id: missing"},
		{"no client_secret", edit(`"client_secret": "secret",`, ""), "client_secret: missing"},
		{"no target_url", edit(`, "target_url": "https://api.example.com"`, ""), "target_url: missing"},
		{"no created_at", edit(`"created_at": "2026-11-23T16:10:00+00:00",`, ""), "created_at: missing"},
		{"empty client_id", edit(`"client"`, `""`), "client_id: empty"},
		{"a number for client_secret", edit(`"secret"`, "271828"), "client_secret: not a string"},
		{"no token at all", strings.NewReplacer(`"r-1"`, "null", `"a-1"`, "null").Replace(tokenFileText), "refresh_token: missing"},
		{"no date", edit("2026-11-23T16:10:00+00:00", "hunter2"), "created_at: not an ISO 8601"},
		{"a date without a zone", edit("+00:00", ""), "created_at: not an ISO 8601"},
		{"a date that does not exist", edit("2026-11-23", "2026-02-30"), "created_at: not an ISO 8601"},
		{"plain http", edit("https://", "http://"), "target_url: not the base URL"},
		{"a relative target", edit("https://api.example.com", "hunter2"), "target_url: not the base URL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "token.json")
			writeFile(t, path, test.text)
			_, _, err := auth.FromFile(path)
			if _, ok := errors.AsType[*auth.FormatError](err); !ok || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v", err)
			}
			for _, value := range []string{"hunter2", "r-1", "a-1", "secret\"", "271828", "2026"} {
				if strings.Contains(strings.ReplaceAll(err.Error(), path, ""), value) {
					t.Errorf("shows a value: %v", err)
				}
			}
		})
	}
	_, _, err := auth.FromFile(filepath.Join(t.TempDir(), "none"))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestATokenFileThatOthersCanReachIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("access control lists decide on Windows")
	}
	dir := t.TempDir()
	for _, mode := range []fs.FileMode{0o644, 0o640, 0o660, 0o602, 0o601} {
		path := filepath.Join(dir, mode.String())
		writeFile(t, path, tokenFileText)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, _, err := auth.FromFile(path)
		if _, ok := errors.AsType[*auth.FormatError](err); !ok || !strings.Contains(err.Error(), "chmod 600") || !strings.Contains(err.Error(), path) {
			t.Errorf("%v: %v", mode, err)
		}
	}
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	writeFile(t, real, tokenFileText)
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	if _, _, err := auth.FromFile(link); err == nil || !strings.Contains(err.Error(), "symbolic link") {
		t.Errorf("a link to read: %v", err)
	}
	r := auth.RefreshToken(auth.Config{}, auth.Token{RefreshToken: auth.NewSecret("r")})
	if err := r.ToFile(t.Context(), link, fakeOrigin); err == nil || !strings.Contains(err.Error(), "symbolic link") {
		t.Errorf("a link to write: %v", err)
	}
	if err := os.Symlink(real, filepath.Join(dir, "new.lock")); err != nil {
		t.Fatal(err)
	}
	if err := r.ToFile(t.Context(), filepath.Join(dir, "new"), fakeOrigin); err == nil {
		t.Error("a link in place of the lock file was followed")
	}
	if data, _ := os.ReadFile(real); string(data) != tokenFileText {
		t.Error("the file behind the link was written")
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := auth.FromFile(filepath.Join(dir, "folder")); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("a folder: %v", err)
	}
}

func TestARefreshKeepsTheFileInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		login := f.login()
		path := filepath.Join(t.TempDir(), "token.json")
		text := strings.NewReplacer(`"r-1"`, `"`+login.RefreshToken.Reveal()+`"`, "}", `, "note": {"a": [1, 12345678901234567890]}}`).Replace(tokenFileText)
		writeFile(t, path, strings.Replace(text, "2026-11-23T16:10:00+00:00", time.Now().UTC().Add(-2*time.Hour).Format(time.RFC3339), 1))

		r, target, err := auth.FromFile(path)
		if err != nil || target != fakeOrigin {
			t.Fatal(target, err)
		}
		rt, err := r.Transport(f.network.Transport(t), mustParse(t, target))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rt.RoundTrip(mustRequest(t)); err != nil {
			t.Fatal(err)
		}
		fields := readJSON(t, path)
		want := []string{"access_token", "client_id", "client_secret", "created_at", "expires_in", "note", "refresh_token", "target_url", "token_history", "token_type"}
		if got := slices.Sorted(maps.Keys(fields)); !slices.Equal(got, want) {
			t.Errorf("keys %q", got)
		}
		if fields["refresh_token"] == login.RefreshToken.Reveal() || fields["access_token"] != r.Current().AccessToken.Reveal() ||
			fields["client_secret"] != "secret" || fields["target_url"] != fakeOrigin || fields["expires_in"] != 3600.0 {
			t.Errorf("wrote %v", fields)
		}
		if created, _ := fields["created_at"].(string); created != time.Now().UTC().Format("2006-01-02T15:04:05+00:00") {
			t.Errorf("created_at: %s", created)
		}
		if raw, _ := os.ReadFile(path); !strings.Contains(string(raw), "12345678901234567890") {
			t.Error("a number that is not ours lost its digits")
		}
		info, err := os.Stat(path)
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		if _, _, err := auth.FromFile(path); err != nil {
			t.Errorf("what was written cannot be read: %v", err)
		}
		f.wantCounts(1, 0)
	})
}

func TestRefreshTokenFileCreatesTheFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		path := filepath.Join(t.TempDir(), "token.json")
		config := f.config()
		client := f.client(auth.RefreshTokenFile(path, config, auth.Token{RefreshToken: f.login().RefreshToken}))
		f.mustGet(client)
		// The second process is given the same, used refresh token.
		again := f.client(auth.RefreshTokenFile(path, config, auth.Token{RefreshToken: auth.NewSecret("used")}))
		f.mustGet(again)
		f.wantCounts(1, 0)
		if fields := readJSON(t, path); fields["client_id"] != "client" || fields["target_url"] != fakeOrigin {
			t.Errorf("wrote %v", fields)
		}
		names, _ := os.ReadDir(filepath.Dir(path))
		if len(names) != 2 || names[1].Name() != "token.json.lock" {
			t.Errorf("left behind: %v", names)
		}
	})
}

func TestToFileKeepsWhatIsNewer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token.json")
	old := auth.Token{AccessToken: auth.NewSecret("a-0"), RefreshToken: auth.NewSecret("r-0"), CreatedAt: time.Unix(1_700_000_000, 0)}
	config := auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret")}
	if err := auth.RefreshToken(config, old).ToFile(t.Context(), path, fakeOrigin); err != nil {
		t.Fatal(err)
	}
	if fields := readJSON(t, path); fields["refresh_token"] != "r-0" {
		t.Errorf("wrote %v", fields)
	}
	writeFile(t, path, tokenFileText)
	if err := auth.RefreshToken(config, old).ToFile(t.Context(), path, "https://api.other.example"); err != nil {
		t.Fatal(err)
	}
	if fields := readJSON(t, path); fields["refresh_token"] != "r-1" || fields["target_url"] != "https://api.other.example" {
		t.Errorf("wrote %v", fields)
	}
	// A refresh token of unknown age gets a date with which readers refresh before they use it.
	undated := filepath.Join(t.TempDir(), "undated.json")
	if err := auth.RefreshToken(config, auth.Token{RefreshToken: auth.NewSecret("r-2")}).ToFile(t.Context(), undated, fakeOrigin); err != nil {
		t.Fatal(err)
	}
	r, _, err := auth.FromFile(undated)
	if err != nil {
		t.Fatal(err)
	}
	if token := r.Current(); !token.AccessTokenExpired() || token.RefreshTokenExpired() {
		t.Errorf("created at %v", token.CreatedAt)
	}
}

func TestFileStoreTakesPlainNamesOnly(t *testing.T) {
	store := auth.NewFileStore(t.TempDir())
	for _, key := range []string{"", ".", "..", "a/b", `a\b`, "../a", "/a", "a.lock", ".a.tmp", "a.LOCK", "a\x00b"} {
		if _, err := store.Load(t.Context(), key); err == nil || errors.Is(err, auth.ErrNotStored) {
			t.Errorf("Load(%q): %v", key, err)
		}
		if lock, err := store.Lock(t.Context(), key); err == nil {
			lock.Unlock(t.Context())
			t.Errorf("Lock(%q) succeeded", key)
		}
	}
	if _, err := store.Load(t.Context(), "acme"); !errors.Is(err, auth.ErrNotStored) {
		t.Errorf("nothing stored: %v", err)
	}
}

func TestAFileThatCannotBeWrittenIsASaveError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	writeFile(t, file, "")
	for name, path := range map[string]string{
		"below a regular file":     filepath.Join(file, "token.json"),
		"in a folder that is gone": filepath.Join(t.TempDir(), "none", "token.json"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
				seed := f.login()
				client := f.client(auth.RefreshTokenFile(path, f.config(), seed))
				time.Sleep(2 * time.Hour)
				for range 3 {
					_, err := get(t.Context(), client)
					if _, ok := errors.AsType[*auth.SaveError](err); !ok {
						t.Errorf("got %v", err)
					}
					time.Sleep(time.Minute)
				}
				f.wantCounts(0, 0) // no token was spent that could not be kept

				reports := 0
				client = f.client(auth.RefreshTokenFile(path, f.config(), seed, auth.ContinueUnsaved(func(*auth.SaveError) { reports++ })))
				for range 3 {
					f.mustGet(client)
					time.Sleep(2 * time.Hour)
				}
				f.wantCounts(3, 0)
				if reports != 1 {
					t.Errorf("reported %d times", reports)
				}
			})
		})
	}
}

func TestAFullDiskLeavesTheOldFile(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
		path := filepath.Join(t.TempDir(), "token.json")
		store := fullDisk{auth.NewFileStore(filepath.Dir(path))}
		seed := f.login()
		if err := auth.SaveToken(t.Context(), auth.NewFileStore(filepath.Dir(path)), "token.json", seed); err != nil {
			t.Fatal(err)
		}
		client := f.client(auth.RefreshToken(f.config(), seed, auth.StoreIn(store, "token.json")))
		time.Sleep(2 * time.Hour)
		_, err := get(t.Context(), client)
		if failed, ok := errors.AsType[*auth.SaveError](err); !ok || failed.Op != "save" || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("got %v", err)
		}
		if fields := readJSON(t, path); fields["refresh_token"] != seed.RefreshToken.Reveal() {
			t.Error("the old file is gone")
		}
	})
}

func TestATokenThatLivesForAgesCanBeReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token.json")
	token := auth.Token{
		AccessToken: auth.NewSecret("a"), RefreshToken: auth.NewSecret("r"),
		CreatedAt: time.Unix(1_700_000_000, 0), ExpiresIn: 100 * 365 * 24 * time.Hour,
	}
	config := auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret")}
	if err := auth.RefreshToken(config, token).ToFile(t.Context(), path, fakeOrigin); err != nil {
		t.Fatal(err)
	}
	r, _, err := auth.FromFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if r.Current().AccessTokenExpired() {
		t.Error("it seems to have expired")
	}
}
