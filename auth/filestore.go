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
// new token and nothing between. It has the mode 0600 and keeps its owner, also when root replaces it;
// a process that cannot give the next version to the owner is refused. A file that others may read is
// refused, as is all that is not a regular file: a symbolic link, a directory, a named pipe. Beside it
// lies a lock file, name.lock, which is never removed: removing it would let two processes hold the
// lock. The lock is flock(2) or LockFileEx, which the system releases when a process dies.
//
// On Windows the mode and the owner are not checked, because the access control lists of the directory
// decide. On a network file system the locks are only as good as its own; use auth/redisstore for many
// machines. A Load or Save there can take as long as the file system likes; the functions and methods
// of this package that use a store wait no longer than they say.
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
	return readTokenFile(s.Path(key))
}

func readTokenFile(path string) ([]byte, error) {
	if err := refuseIrregular(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|openNoFollow|openNoWait, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotStored
	}
	if err != nil {
		return nil, explainOwner(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &FormatError{Path: path, Problem: notRegular(info.Mode())}
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
	path := s.Path(key) + ".lock"
	if err := refuseIrregular(path); err != nil {
		return nil, err
	}
	createLockFile(path, s.Path(key))
	// Each Lock opens the file anew, so that it also keeps apart the goroutines of one process.
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|openNoFollow|openNoWait), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		return nil, explainOwner(path, err)
	}
	return &fileLock{path: s.Path(key), dir: s.dir, lock: lock}, nil
}

// createLockFile creates a lock file for the owner of the token file, so that root does not lock that
// account out. Whether it can be opened, the lock tells.
func createLockFile(path, tokenFile string) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR|openNoFollow, 0o600)
	if err != nil {
		return
	}
	if info, err := os.Lstat(tokenFile); err == nil {
		_ = keepOwner(f, info)
	}
	_ = f.Close()
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
