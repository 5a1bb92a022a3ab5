package mockserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// replace writes a file through a temporary one in the same directory, so that a reader, and the
// next start after a crash, sees the old content or the new one, never a part. Only the owner can
// read the file, because records contain the challenges of subscriptions.
func replace(path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	if path, err = target(path); err != nil {
		return err
	}
	f, err := temporary(path)
	if err != nil {
		return stable(err, path)
	}
	defer func() {
		if err != nil {
			err = stable(err, path)
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Chmod(mode); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// stable puts the path into an error of the temporary file, whose name is another one each time.
func stable(err error, path string) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return &fs.PathError{Op: at.Op, Path: path, Err: at.Err}
	}
	if at, ok := errors.AsType[*os.LinkError](err); ok {
		return &fs.PathError{Op: at.Op, Path: path, Err: at.Err}
	}
	return err
}

// target returns the file that a path means: a symbolic link stays, and its target is replaced.
func target(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return real, err
	}
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return "", fmt.Errorf("%s is a link to a file that is missing: create the file or remove the link", path)
	}
	return path, nil
}

func temporary(path string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
}

// canReplace proves that replace can write a file, so that a day of work does not end with an
// error.
func canReplace(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", path)
	}
	real, err := target(path)
	if err != nil {
		return err
	}
	f, err := temporary(real)
	if err != nil {
		return fmt.Errorf("the directory of %s must be writable (in a container, mount the directory, not the file): %w", path, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// readState reads a file of records. It returns nil if there is none.
func readState(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if json.Unmarshal(text, new(map[string][]map[string]any)) != nil || bytes.TrimSpace(text)[0] != '{' {
		return nil, fmt.Errorf("%s is damaged: it does not map resources to lists of records; repair it or move it away, the server does not overwrite it", path)
	}
	return text, nil
}

// load replaces the records of a server by those in a file.
func load(srv loader, path string, text []byte) error {
	if err := srv.Load(bytes.NewReader(text)); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

type loader interface{ Load(io.Reader) error }
