package mockserver

import (
	"errors"
	"fmt"

	"github.com/gofrs/flock"
)

// lockState makes this server the only one that keeps its records in a file, until the returned
// function is called. The lock is a file beside it, which stays: to remove it would let two servers
// hold locks on two files of that name.
func lockState(path string) (unlock func(), err error) {
	real, err := target(path)
	if err != nil {
		return nil, err
	}
	lock := flock.New(real+".lock", flock.SetPermissions(0o600))
	switch locked, err := lock.TryLock(); {
	case err != nil:
		return nil, errors.Join(fmt.Errorf("lock the state: %w", err), lock.Close())
	case !locked:
		return nil, errors.Join(fmt.Errorf("%s belongs to another server that runs: end it, or choose another -state", path), lock.Close())
	}
	return func() { _ = lock.Close() }, nil
}
