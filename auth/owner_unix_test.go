//go:build unix

package auth_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// The accounts of a service and of somebody else.
const service, stranger = 54321, 54322

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("NOT TESTED: only root can give files away")
	}
}

func ownerOf(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	stat := info.Sys().(*syscall.Stat_t)
	return fmt.Sprintf("%d:%d %04o", stat.Uid, stat.Gid, info.Mode().Perm())
}

// serviceDir is a directory of the service, below one that everybody may enter.
func serviceDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "owner")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := errors.Join(os.Chown(dir, service, service), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestARefreshByRootLeavesTheFileToItsOwner(t *testing.T) {
	needRoot(t)
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		path := filepath.Join(serviceDir(t), "token.json")
		r := auth.RefreshToken(f.config(), f.login())
		if err := r.ToFile(t.Context(), path, fakeOrigin); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.Chown(path, service, stranger), os.Remove(path+".lock")); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("%d:%d 0600", service, stranger)
		for name, change := range map[string]func() error{
			"a refresh": func() error {
				r, _, err := auth.FromFile(path)
				if err != nil {
					return err
				}
				config := f.config()
				_, err = auth.RefreshTokenFile(path, config, r.Current()).Refresh(t.Context())
				return err
			},
			"SaveToken": func() error {
				return auth.SaveToken(t.Context(), auth.NewFileStore(filepath.Dir(path)), "token.json", f.login())
			},
			"ToFile": func() error { return auth.RefreshToken(f.config(), f.login()).ToFile(t.Context(), path, fakeOrigin) },
		} {
			if err := change(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if got := ownerOf(t, path); got != want {
				t.Errorf("%s: the file belongs to %s, want %s", name, got, want)
			}
			if got := ownerOf(t, path+".lock"); !strings.HasPrefix(got, fmt.Sprint(service)) {
				t.Errorf("%s: the lock file belongs to %s", name, got)
			}
		}
	})
}

// TestAFileOfAnotherAccount runs children as other accounts.
func TestAFileOfAnotherAccount(t *testing.T) {
	needRoot(t)
	for _, test := range []struct {
		name          string
		account       uint32
		dirMode       os.FileMode
		lockOfRoot    bool
		want          string // in the error, empty for success
		wantExchanges int
	}{
		{"the service itself, after root has refreshed", service, 0o755, false, "", 1},
		{"a stranger who may write the directory", stranger, 0o777, false, "belongs to another account (uid 54321)", 0},
		{"a stranger", stranger, 0o755, false, "belongs to another account (uid 54321)", 0},
		{"the service, but the lock file is root's", service, 0o755, true, "belongs to another account (uid 0)", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newLoopback(t, oauthserver.StrictFamily)
			dir := serviceDir(t)
			path := filepath.Join(dir, "token.json")
			server.login(path)
			if err := errors.Join(os.Chown(path, service, service), os.Remove(path+".lock"), os.Chmod(dir, test.dirMode)); err != nil {
				t.Fatal(err)
			}
			r, _, err := auth.FromFile(path) // root
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if test.lockOfRoot {
				if err := os.Chown(path+".lock", 0, 0); err != nil {
					t.Fatal(err)
				}
			}
			before := server.oauth.Counts().Refreshes
			cmd := command(t, child{Path: path, Target: server.target, RefreshOnce: true})
			// The binary of the test lies where only root may go.
			binary := filepath.Join(dir, "child")
			if err := os.Link(os.Args[0], binary); err != nil {
				data, err := os.ReadFile(os.Args[0])
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(binary, data, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			cmd.Path = binary
			cmd.Dir = "/"
			var out bytes.Buffer
			cmd.Stderr = &out
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: test.account, Gid: test.account}}
			err = cmd.Run()
			if (err == nil) != (test.want == "") || !strings.Contains(out.String(), test.want) {
				t.Errorf("%v: %s", err, out.String())
			}
			if got := server.oauth.Counts().Refreshes - before; got != test.wantExchanges {
				t.Errorf("%d exchanges", got)
			}
			if got := ownerOf(t, path); got != fmt.Sprintf("%d:%d 0600", service, service) {
				t.Errorf("the file belongs to %s", got)
			}
		})
	}
}
