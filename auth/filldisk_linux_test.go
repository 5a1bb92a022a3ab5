package auth_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/factorialhr-go/factorialhr/auth"
)

// TestAFileStoreOnAFullDisk runs a child with a disk of its own, of a few pages.
func TestAFileStoreOnAFullDisk(t *testing.T) {
	cmd := command(t, child{FillDisk: t.TempDir()})
	var out bytes.Buffer
	cmd.Stderr = &out
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	if err := cmd.Start(); err != nil {
		t.Skipf("this system gives no disk to a process: %v", err)
	}
	switch err := cmd.Wait(); {
	case strings.Contains(out.String(), "cannot mount"):
		t.Skip("this system gives no disk to a process")
	case err != nil:
		t.Errorf("%v: %s", err, out.String())
	}
}

// fillDisk is the child.
func fillDisk(dir string) int {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16k"); err != nil {
		fmt.Fprintln(os.Stderr, "cannot mount:", err)
		return 1
	}
	if err := tryFullDisk(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func tryFullDisk(dir string) error {
	ctx := context.Background()
	store := auth.NewFileStore(dir)
	lock, err := store.Lock(ctx, "token.json")
	if err != nil {
		return err
	}
	if err := lock.Save(ctx, []byte("old")); err != nil {
		return err
	}
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("the disk is not full: %w", err)
	}
	if err := lock.Save(ctx, []byte("new")); !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("save on a full disk: %w", err)
	}
	if data, err := store.Load(ctx, "token.json"); err != nil || string(data) != "old" {
		return fmt.Errorf("after the failed save: %q, %w", data, err)
	}
	if err := os.Remove(filler); err != nil {
		return err
	}
	if err := lock.Save(ctx, []byte("new")); err != nil {
		return err
	}
	if data, err := store.Load(ctx, "token.json"); err != nil || string(data) != "new" {
		return fmt.Errorf("after the save: %q, %w", data, err)
	}
	return lock.Unlock(ctx)
}
