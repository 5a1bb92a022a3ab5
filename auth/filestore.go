package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// maxTokenFile bounds what is read. A token file has a few hundred bytes.
const maxTokenFile = 1 << 20

// lockPoll is how often a file lock is tried while another process holds it.
const lockPoll = 10 * time.Millisecond

// FileStore is a TokenStore of files in one directory, for the processes of one machine. A key is
// the name of a file; where names ignore case, as on macOS and Windows, so do keys.
//
// A file is replaced by renaming a complete one over it, so that a crash leaves the old or the
// new token and nothing between. It has the mode 0600, and one that others may read is refused,
// as is a symbolic link. Beside it lies a lock file, name.lock, which is never removed: removing
// it would let two processes hold the lock. The lock is flock(2) or LockFileEx, which the system
// releases when a process dies.
//
// On Windows the mode is not checked, because the access control lists of the directory decide.
// On a network file system the locks are only as good as its own; use auth/redisstore for many
// machines.
type FileStore struct {
	dir string
}

// NewFileStore returns a store of files in dir, which must exist.
func NewFileStore(dir string) *FileStore { return &FileStore{dir: dir} }

// Path returns the file of a key.
func (s *FileStore) Path(key string) string { return filepath.Join(s.dir, key) }

// Load implements TokenStore.
func (s *FileStore) Load(_ context.Context, key string) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	path := s.Path(key)
	if err := refuseSymlink(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|openNoFollow, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotStored
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &FormatError{Path: path, Problem: "not a regular file"}
	}
	if loose := info.Mode().Perm() & looseMode; loose != 0 {
		return nil, &FormatError{Path: path, Problem: fmt.Sprintf("its mode %04o lets others in: chmod 600 it", info.Mode().Perm())}
	}
	data, err := io.ReadAll(io.LimitReader(f, maxTokenFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxTokenFile {
		return nil, &FormatError{Path: path, Problem: "too large for a token"}
	}
	return data, nil
}

// Lock implements TokenStore.
func (s *FileStore) Lock(ctx context.Context, key string) (TokenLock, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	// Each Lock opens the file anew, so that it also keeps apart the goroutines of one process.
	lock := flock.New(s.Path(key)+".lock", flock.SetFlag(os.O_CREATE|os.O_RDWR|openNoFollow), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		return nil, err
	}
	return &fileLock{path: s.Path(key), dir: s.dir, lock: lock}, nil
}

type fileLock struct {
	path, dir string
	lock      *flock.Flock
}

// Save implements TokenLock. The name of the temporary file is always the same, because only the
// holder of the lock writes it: what a crash leaves behind is gone with the next save.
func (l *fileLock) Save(_ context.Context, data []byte) error {
	if err := refuseSymlink(l.path); err != nil {
		return err
	}
	temp := filepath.Join(l.dir, "."+filepath.Base(l.path)+".tmp")
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeSynced(temp, data); err != nil {
		_ = os.Remove(temp)
		return err
	}
	if err := os.Rename(temp, l.path); err != nil {
		_ = os.Remove(temp)
		return err
	}
	return syncDir(l.dir)
}

// Unlock implements TokenLock.
func (l *fileLock) Unlock(context.Context) error { return l.lock.Unlock() }

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func refuseSymlink(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return &FormatError{Path: path, Problem: "a symbolic link, which could lead anywhere"}
	}
	return nil
}

// checkKey accepts the plain names of files that are not lock or temporary files.
func checkKey(key string) error {
	folded := strings.ToLower(key) // as file systems do that ignore case
	if !filepath.IsLocal(key) || key == "." || strings.ContainsAny(key, `/\`) ||
		strings.HasSuffix(folded, ".lock") || strings.HasSuffix(folded, ".tmp") {
		return problem("auth: the key of a file store must be the plain name of a file that ends neither in .lock nor in .tmp")
	}
	return nil
}
