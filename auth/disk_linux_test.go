package auth_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// diskVariable tells a process that onOwnDisk started where to mount its disk.
const diskVariable = "FACTORIALHR_AUTH_TEST_DISK"

// onOwnDisk runs a test in another process, on a small disk that only that process sees.
func onOwnDisk(t *testing.T, size string, test func(t *testing.T, dir string)) {
	t.Helper()
	if dir := os.Getenv(diskVariable); dir != "" {
		mount(t, "tmpfs", dir, "tmpfs", 0, "size="+size)
		test(t, dir)
		return
	}
	name := "^" + strings.ReplaceAll(regexp.QuoteMeta(t.Name()), "/", "$/^") + "$"
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.run="+name)
	cmd.Env = append(os.Environ(), diskVariable+"="+t.TempDir(), raceExitsAtOnce)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Skipf("NOT TESTED: this system does not allow a process to mount a disk: %v", err)
	}
	err := cmd.Wait()
	switch {
	case strings.Contains(out.String(), "NOT TESTED"):
		t.Skip("NOT TESTED: this system does not allow a process to mount a disk")
	case err != nil || !strings.Contains(out.String(), "--- PASS: "+t.Name()):
		t.Errorf("%v: %s", err, out.String())
	}
}

func mount(t *testing.T, source, target, kind string, flags uintptr, data string) {
	t.Helper()
	if err := syscall.Mount(source, target, kind, flags, data); err != nil {
		t.Skipf("NOT TESTED: this process cannot mount a disk: %v", err)
	}
}

// brokenDisk prevents a token file from being replaced, until it is mended.
type brokenDisk struct {
	spoil, mend func(t *testing.T, dir, path string)
}

// fill writes until the disk is full.
func fill(t *testing.T, dir string) (filler string) {
	t.Helper()
	filler = filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	return filler
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var brokenDisks = map[string]brokenDisk{
	"full": {
		func(t *testing.T, dir, _ string) { fill(t, dir) },
		func(t *testing.T, dir, _ string) { must(t, os.Remove(filepath.Join(dir, "filler"))) },
	},
	"full but for the room of the old token": {
		func(t *testing.T, dir, _ string) {
			filler := fill(t, dir)
			info, err := os.Stat(filler)
			must(t, err)
			must(t, os.Truncate(filler, info.Size()-4096)) // one page is free
		},
		func(t *testing.T, dir, _ string) { must(t, os.Remove(filepath.Join(dir, "filler"))) },
	},
	"read-only": {
		func(t *testing.T, dir, _ string) { mount(t, "", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "") },
		func(t *testing.T, dir, _ string) { mount(t, "", dir, "", syscall.MS_REMOUNT, "") },
	},
	"a file that is mounted alone": {
		func(t *testing.T, _, path string) { mount(t, path, path, "", syscall.MS_BIND, "") },
		func(t *testing.T, _, path string) { must(t, syscall.Unmount(path, 0)) },
	},
	"a temporary file that is in the way": {
		func(t *testing.T, dir, _ string) {
			must(t, os.MkdirAll(filepath.Join(dir, ".token.json.tmp", "x"), 0o700))
		},
		func(t *testing.T, dir, _ string) { must(t, os.RemoveAll(filepath.Join(dir, ".token.json.tmp"))) },
	},
}

func TestADiskThatCannotBeWrittenCostsNoToken(t *testing.T) {
	for name, disk := range brokenDisks {
		t.Run(name, func(t *testing.T) {
			onOwnDisk(t, "64k", func(t *testing.T, dir string) {
				synctest.Test(t, func(t *testing.T) { tryBrokenDisk(t, dir, disk) })
			})
		})
	}
}

func tryBrokenDisk(t *testing.T, dir string, disk brokenDisk) {
	f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
	path := filepath.Join(dir, "token.json")
	r := auth.RefreshTokenFile(path, f.config(), f.login())
	_, err := r.Refresh(t.Context())
	must(t, err)
	before, err := os.ReadFile(path)
	must(t, err)

	disk.spoil(t, dir, path)
	_, err = r.Refresh(t.Context())
	if failed, ok := errors.AsType[*auth.SaveError](err); !ok || failed.Op != "prepare" && failed.Op != "lock" {
		t.Errorf("on the broken disk: %v", err)
	}
	f.wantCounts(1, 0) // no exchange on the broken disk
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, before) {
		t.Errorf("the file was changed: %v", err)
	}

	disk.mend(t, dir, path)
	for _, next := range []*auth.Refresher{r, auth.RefreshTokenFile(path, f.config(), auth.Token{})} {
		if _, err := next.Refresh(t.Context()); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
	if got := f.oauth.Counts(); got.FamiliesRevoked != 0 || got.Refused != 0 {
		t.Errorf("counts: %+v", got)
	}
}

func TestAFileStoreOnAFullDisk(t *testing.T) {
	onOwnDisk(t, "16k", func(t *testing.T, dir string) {
		ctx, store := t.Context(), auth.NewFileStore(dir)
		lock, err := store.Lock(ctx, "token.json")
		must(t, err)
		must(t, lock.Save(ctx, []byte("old")))
		filler := fill(t, dir)
		if err := lock.Save(ctx, []byte("new")); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("save on a full disk: %v", err)
		}
		if data, err := store.Load(ctx, "token.json"); err != nil || string(data) != "old" {
			t.Errorf("after the failed save: %q, %v", data, err)
		}
		must(t, os.Remove(filler))
		must(t, lock.Save(ctx, []byte("new")))
		if data, err := store.Load(ctx, "token.json"); err != nil || string(data) != "new" {
			t.Errorf("after the save: %q, %v", data, err)
		}
		must(t, lock.Unlock(ctx))
	})
}
