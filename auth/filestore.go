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

// maxTokenFile bounds the size of a token file, which has a few hundred bytes.
const maxTokenFile = 1 << 20

// lockPoll is the time between two attempts to take a lock that another process holds.
const lockPoll = 10 * time.Millisecond

// FileStore is a TokenStore of files in one directory, for the processes of one machine. A key is
// the name of a file. On systems whose file names ignore case, such as macOS and Windows, keys
// ignore case too.
//
// Save writes a new file and renames it over the old one, so a crash leaves the old token or the
// new one. The file has the mode 0600. It keeps its owner, even if root replaces it; a process that
// cannot give the new file to that owner gets an error. A file that other accounts may read is
// refused, and so is everything that is not a regular file, such as a symbolic link, a directory or
// a named pipe.
//
// The lock is flock(2) or LockFileEx on a second file, name.lock. The system releases the lock when
// the process dies. The lock file is never removed, because then two processes could hold the lock.
//
// On Windows, the mode and the owner are not checked: the access control lists of the directory
// decide. On a network file system, the locks are only as good as those of the file system; for
// many machines, use auth/redisstore. Load and Save may hang there, but the functions of this
// package that use a store do not wait longer than they document.
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
		return nil, &FormatError{Path: path, Problem: fmt.Sprintf("its mode %04o gives access to other accounts: chmod 600 it", info.Mode().Perm())}
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
	// Each Lock opens the file again, so the lock also excludes goroutines of the same process.
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR|openNoFollow|openNoWait), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, lockPoll); err != nil {
		return nil, explainOwner(path, err)
	}
	return &fileLock{path: s.Path(key), dir: s.dir, lock: lock}, nil
}

// createLockFile creates a lock file that belongs to the owner of the token file. Otherwise a lock
// file of root would lock that account out. Its errors do not matter, because taking the lock fails
// then.
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

// checkKey refuses a key that is not a plain file name, or is the name of a lock file or a
// temporary file.
func checkKey(key string) error {
	folded := strings.ToLower(key) // some file systems ignore case
	if !filepath.IsLocal(key) || key == "." || strings.ContainsAny(key, `/\`) ||
		strings.HasSuffix(folded, ".lock") || strings.HasSuffix(folded, ".tmp") {
		return problem("auth: the key of a FileStore must be a plain file name that does not end in .lock or .tmp")
	}
	return nil
}
