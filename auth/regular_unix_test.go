//go:build unix

package auth_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
)

// irregular makes what is no regular file at a path.
var irregular = map[string]func(t *testing.T, path string){
	"a named pipe": func(t *testing.T, path string) {
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
	},
	"a directory": func(t *testing.T, path string) {
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	},
	"a socket": func(t *testing.T, path string) {
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
	},
	"a device": func(t *testing.T, path string) {
		if err := syscall.Mknod(path, syscall.S_IFCHR|0o600, 1<<8|5); err != nil { // /dev/zero
			t.Skipf("NOT TESTED: this process makes no devices: %v", err)
		}
	},
}

// soon fails if a call hangs.
func soon(t *testing.T, what string, call func() error) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		return err
	case <-time.After(20 * time.Second):
		t.Fatalf("%s hangs", what)
		return nil
	}
}

func TestWhatIsNoRegularFileIsRefused(t *testing.T) {
	for kind, make := range irregular {
		t.Run(kind, func(t *testing.T) {
			dir, err := os.MkdirTemp("", "irregular") // short enough for a socket
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.RemoveAll(dir) })
			path := filepath.Join(dir, "token")
			make(t, path)
			r := auth.RefreshTokenFile(path, auth.Config{BaseURL: fakeOrigin}, auth.Token{RefreshToken: auth.NewSecret("r")})
			for what, call := range map[string]func() error{
				"Load":      func() error { _, err := auth.NewFileStore(dir).Load(t.Context(), "token"); return err },
				"FromFile":  func() error { _, _, err := auth.FromFile(path); return err },
				"Token":     func() error { _, err := r.Token(t.Context()); return err },
				"ToFile":    func() error { return r.ToFile(t.Context(), path, fakeOrigin) },
				"SaveToken": func() error { return auth.SaveToken(t.Context(), auth.NewFileStore(dir), "token", r.Current()) },
				"KeepAlive": func() error {
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
					defer cancel()
					_ = r.KeepAlive(ctx, nil)
					_, err := r.Refresh(t.Context())
					return err
				},
				"an API key": func() error { _, err := auth.APIKeyFile(path).Transport(nil, mustParse(t, fakeOrigin)); return err },
				"an API key behind a link": func() error {
					link := filepath.Join(dir, "link")
					if err := os.Symlink(path, link); err != nil {
						return err
					}
					_, err := auth.APIKeyFile(link).Transport(nil, mustParse(t, fakeOrigin))
					return err
				},
			} {
				err := soon(t, what, call)
				if err == nil || !strings.Contains(err.Error(), kind) || !strings.Contains(err.Error(), dir) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if err := soon(t, "Close", r.Close); err != nil {
				t.Error(err)
			}
			if info, err := os.Lstat(path); err != nil || info.Mode().IsRegular() {
				t.Errorf("it was replaced: %v, %v", info, err)
			}

			// In place of the lock file it is refused as well.
			make2 := filepath.Join(dir, "other.lock")
			make(t, make2)
			err = soon(t, "SaveToken", func() error { return auth.SaveToken(t.Context(), auth.NewFileStore(dir), "other", r.Current()) })
			if failed, ok := errors.AsType[*auth.SaveError](err); !ok || failed.Op != "lock" || !strings.Contains(err.Error(), kind) {
				t.Errorf("in place of the lock file: %v", err)
			}
		})
	}
}

func TestAKeyFileThatTurnsIrregularLeavesTheOldKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	writeFile(t, path, "key-1")
	server := &keyServer{key: "key-1"}
	client := server.client(t, auth.APIKeyFile(path))
	if err := errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)); err != nil {
		t.Fatal(err)
	}
	err := soon(t, "a request", func() error {
		time.Sleep(1100 * time.Millisecond)
		status, err := get(t.Context(), client)
		if status != 200 {
			t.Errorf("got %d", status)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAHugeKeyFileIsNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	writeFile(t, path, "")
	if err := os.Truncate(path, 1<<40); err != nil {
		t.Skip(err)
	}
	err := soon(t, "the key", func() error { _, err := auth.APIKeyFile(path).Transport(nil, mustParse(t, fakeOrigin)); return err })
	if err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("got %v", err)
	}
}
