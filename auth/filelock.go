package auth

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// fileLock implements TokenLock and SavePreparer.
type fileLock struct {
	path, dir string
	lock      *flock.Flock
	room      *os.File // what PrepareSave reserved; nil if nothing is
}

// PrepareSave implements SavePreparer. It puts the file in the place of itself, because a file can
// refuse that although its directory can be written: one that is mounted alone does. Then it writes
// and syncs a temporary file of the size, which Save uses.
func (l *fileLock) PrepareSave(_ context.Context, size int) error {
	l.release()
	if err := l.replaceByItself(); err != nil {
		return err
	}
	noise := make([]byte, size) // some file systems give no room to zeros
	_, _ = rand.Read(noise)     // which never fails
	f, err := l.create()
	if err != nil {
		return err
	}
	l.room = f
	if err := write(f, noise); err != nil {
		l.release()
		return err
	}
	return nil
}

// replaceByItself renames a copy of the file over the file.
func (l *fileLock) replaceByItself() error {
	data, err := readTokenFile(l.path)
	if errors.Is(err, ErrNotStored) {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := os.Lstat(l.path)
	if err != nil {
		return err
	}
	f, err := l.create()
	if err != nil {
		return err
	}
	return l.replace(f, data, func() error {
		// A program that knows no lock must not lose what it has just written.
		now, err := os.Lstat(l.path)
		if err == nil && (!os.SameFile(before, now) || !now.ModTime().Equal(before.ModTime())) {
			err = ErrLockLost
		}
		return err
	})
}

// Save implements TokenLock.
func (l *fileLock) Save(_ context.Context, data []byte) error {
	f := l.room
	if l.room = nil; f == nil {
		var err error
		if f, err = l.create(); err != nil {
			return err
		}
	}
	return l.replace(f, data, func() error { return refuseIrregular(l.path) })
}

// create creates the temporary file for the owner of the file that it is to replace. Its name is
// always the same, because only the holder of the lock writes it: what a crash leaves behind is gone
// with the next save.
func (l *fileLock) create() (*os.File, error) {
	if err := refuseIrregular(l.path); err != nil {
		return nil, err
	}
	if err := os.Remove(l.temp()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := os.OpenFile(l.temp(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if info, statErr := os.Lstat(l.path); statErr == nil {
		err = keepOwner(f, info)
	} else if !errors.Is(statErr, fs.ErrNotExist) {
		err = statErr
	}
	if err != nil {
		l.remove(f)
		return nil, err
	}
	return f, nil
}

// replace fills the temporary file and renames it over the file, if check allows that.
func (l *fileLock) replace(f *os.File, data []byte, check func() error) error {
	err := errors.Join(write(f, data), f.Close())
	if err == nil {
		err = check()
	}
	if err == nil {
		err = os.Rename(l.temp(), l.path)
	}
	if err != nil {
		_ = os.Remove(l.temp())
		return err
	}
	return syncDir(l.dir)
}

// Unlock implements TokenLock.
func (l *fileLock) Unlock(context.Context) error {
	l.release()
	return l.lock.Unlock()
}

// release gives up what PrepareSave reserved.
func (l *fileLock) release() {
	if l.room != nil {
		l.remove(l.room)
		l.room = nil
	}
}

func (l *fileLock) remove(f *os.File) {
	_ = f.Close()
	_ = os.Remove(l.temp())
}

func (l *fileLock) temp() string {
	return filepath.Join(l.dir, "."+filepath.Base(l.path)+".tmp")
}

// write makes data the content of a file, in the room that the file has, and returns when a crash
// cannot undo it.
func write(f *os.File, data []byte) error {
	if _, err := f.WriteAt(data, 0); err != nil {
		return err
	}
	if err := f.Truncate(int64(len(data))); err != nil {
		return err
	}
	return f.Sync()
}
