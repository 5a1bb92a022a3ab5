//go:build unix

package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

const (
	// openNoFollow refuses a symbolic link at the moment of opening.
	openNoFollow = syscall.O_NOFOLLOW
	// openNoWait does not wait for the other end of a named pipe.
	openNoWait = syscall.O_NONBLOCK
	// looseMode are the permissions that a token file must not have.
	looseMode = 0o077
)

// syncDir makes a rename in dir survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// keepOwner gives a new file to the owner of the file that it is to replace. Without that, one refresh
// by root takes the file away from the account of the service.
func keepOwner(f *os.File, old fs.FileInfo) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	is, ok1 := info.Sys().(*syscall.Stat_t)
	was, ok2 := old.Sys().(*syscall.Stat_t)
	switch {
	case !ok1 || !ok2 || is.Uid == was.Uid && is.Gid == was.Gid:
		return nil
	case is.Uid == was.Uid:
		_ = f.Chown(-1, int(was.Gid)) // the mode gives the group nothing
		return nil
	}
	if err := f.Chown(int(was.Uid), int(was.Gid)); err != nil {
		text := fmt.Sprintf("auth: %s belongs to another account (uid %d), and this process (uid %d) cannot keep it so: permission denied",
			old.Name(), was.Uid, os.Geteuid())
		return explained{problem(text), err}
	}
	return nil
}

// explainOwner says whose file it is that this process may not open.
func explainOwner(path string, err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	info, statErr := os.Lstat(path)
	if statErr != nil {
		return err
	}
	is, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(is.Uid) == os.Geteuid() {
		return err
	}
	text := fmt.Sprintf("auth: %s belongs to another account (uid %d), and this process runs as uid %d: permission denied",
		path, is.Uid, os.Geteuid())
	return explained{problem(text), fs.ErrPermission}
}
