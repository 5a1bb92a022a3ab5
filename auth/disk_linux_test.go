package auth_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// brokenDisk is a way in which a token file cannot be replaced, and how it passes.
type brokenDisk struct {
	spoil, mend func(dir, path string) error
}

// fill writes until nothing goes on the disk any more.
func fill(dir, _ string) error {
	err := os.WriteFile(filepath.Join(dir, "filler"), make([]byte, 1<<20), 0o600)
	if !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("the disk is not full: %w", err)
	}
	return nil
}

var brokenDisks = map[string]brokenDisk{
	"full": {
		fill,
		func(dir, _ string) error { return os.Remove(filepath.Join(dir, "filler")) },
	},
	"full but for the room of the old token": {
		func(dir, path string) error {
			if err := fill(dir, path); err != nil {
				return err
			}
			info, err := os.Stat(filepath.Join(dir, "filler"))
			if err != nil {
				return err
			}
			return os.Truncate(filepath.Join(dir, "filler"), info.Size()-4096) // one page is free
		},
		func(dir, _ string) error { return os.Remove(filepath.Join(dir, "filler")) },
	},
	"read-only": {
		func(dir, _ string) error { return syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "") },
		func(dir, _ string) error { return syscall.Mount("", dir, "", syscall.MS_REMOUNT, "") },
	},
	"a file that is mounted alone": {
		func(_, path string) error { return syscall.Mount(path, path, "", syscall.MS_BIND, "") },
		func(_, path string) error { return syscall.Unmount(path, 0) },
	},
	"a temporary file that is in the way": {
		func(dir, _ string) error { return os.MkdirAll(filepath.Join(dir, ".token.json.tmp", "x"), 0o700) },
		func(dir, _ string) error { return os.RemoveAll(filepath.Join(dir, ".token.json.tmp")) },
	},
}

// TestADiskThatCannotBeWrittenCostsNoToken runs each child with a disk of its own.
func TestADiskThatCannotBeWrittenCostsNoToken(t *testing.T) {
	for name := range brokenDisks {
		t.Run(name, func(t *testing.T) {
			cmd := command(t, child{BreakDisk: t.TempDir(), How: name})
			var out bytes.Buffer
			cmd.Stderr = &out
			cmd.SysProcAttr = &syscall.SysProcAttr{
				Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
				UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
				GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
			}
			if err := cmd.Start(); err != nil {
				t.Skipf("NOT TESTED: this system gives no disk to a process: %v", err)
			}
			switch err := cmd.Wait(); {
			case strings.Contains(out.String(), "cannot mount"):
				t.Skip("NOT TESTED: this system gives no disk to a process")
			case err != nil:
				t.Errorf("%v: %s", err, out.String())
			}
		})
	}
}

// breakDisk is the child.
func breakDisk(dir, how string) int {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		fmt.Fprintln(os.Stderr, "cannot mount:", err)
		return 1
	}
	if err := tryBrokenDisk(dir, brokenDisks[how]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func tryBrokenDisk(dir string, disk brokenDisk) error {
	ctx := context.Background()
	oauth := oauthserver.New(oauthserver.Options{Rotation: oauthserver.StrictFamily})
	server := httptest.NewServer(oauth)
	defer server.Close()
	path := filepath.Join(dir, "token.json")
	config := auth.Config{ClientID: "client", ClientSecret: auth.NewSecret("secret"), BaseURL: server.URL}
	r := auth.RefreshTokenFile(path, config, fromServer(oauth.Login()))
	if _, err := r.Refresh(ctx); err != nil {
		return fmt.Errorf("before: %w", err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := disk.spoil(dir, path); err != nil {
		return fmt.Errorf("cannot mount: %w", err)
	}
	_, err = r.Refresh(ctx)
	if failed, ok := errors.AsType[*auth.SaveError](err); !ok || failed.Op != "prepare" && failed.Op != "lock" {
		return fmt.Errorf("on the broken disk: %w", err)
	}
	if got := oauth.Counts().Refreshes; got != 1 {
		return fmt.Errorf("%d exchanges although nothing could be saved", got-1)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, before) {
		return fmt.Errorf("the file was changed: %w", err)
	}
	if err := disk.mend(dir, path); err != nil {
		return err
	}
	time.Sleep(time.Second)
	for _, next := range []*auth.Refresher{r, auth.RefreshTokenFile(path, config, auth.Token{})} {
		if _, err := next.Refresh(ctx); err != nil {
			return fmt.Errorf("afterwards: %w", err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) != 0 {
		return fmt.Errorf("left behind: %q, %w", left, err)
	}
	if got := oauth.Counts(); got.FamiliesRevoked != 0 || got.Refused != 0 {
		return fmt.Errorf("counts: %+v", got)
	}
	return nil
}
