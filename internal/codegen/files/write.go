package files

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Write writes the files below root, each by a rename, and removes files in gen/ that an earlier
// run left. It does not touch files that have not changed. It returns the numbers of files that it
// wrote and removed.
func (s *Set) Write(root string) (written, removed int, err error) {
	for path, text := range s.Files {
		target := filepath.Join(root, filepath.FromSlash(path))
		if old, err := os.ReadFile(target); err == nil && bytes.Equal(old, text) {
			continue
		}
		if err := replace(target, text); err != nil {
			return written, 0, fmt.Errorf("write %s: %w", path, err)
		}
		written++
	}
	removed, err = s.removeStale(root)
	return written, removed, err
}

// replace writes a file so that readers see either the old or the new content.
func replace(target string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(target), ".generated-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), target)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// removeStale removes generated Go files below gen/ that are not in the set.
func (s *Set) removeStale(root string) (int, error) {
	removed, err := s.removeErrorCodes(root)
	if err != nil {
		return removed, err
	}
	gen := filepath.Join(root, "gen")
	err = filepath.WalkDir(gen, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(file, ".go") {
			return err
		}
		relative, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		if _, ok := s.Files[filepath.ToSlash(relative)]; ok {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil || !bytes.HasPrefix(text, []byte("// Code generated ")) {
			return err
		}
		removed++
		if err := os.Remove(file); err != nil {
			return err
		}
		// Remove fails for a folder that is not empty, which then stays.
		_ = os.Remove(filepath.Dir(file))
		return nil
	})
	return removed, err
}
