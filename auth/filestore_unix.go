//go:build unix

package auth

import (
	"os"
	"syscall"
)

const (
	// openNoFollow refuses a symbolic link at the moment of opening.
	openNoFollow = syscall.O_NOFOLLOW
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
