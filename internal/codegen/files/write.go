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
	if err := s.removePackages(root); err != nil {
		return written, 0, err
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

// removePackages removes the packages below gen/ that the set does not have, if a person wrote
// nothing in them but examples.
func (s *Set) removePackages(root string) error {
	entries, err := os.ReadDir(filepath.Join(root, "gen"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		dir := filepath.Join(root, "gen", e.Name())
		if !e.IsDir() || s.Files["gen/"+e.Name()+"/client.go"] != nil {
			continue
		}
		mine, err := written(dir)
		if err != nil {
			return err
		}
		if mine {
			continue
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		s.RemovedPackages = append(s.RemovedPackages, e.Name())
	}
	return nil
}

// written reports whether a folder holds a file that is neither generated nor an example.
func written(dir string) (bool, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		if e.IsDir() {
			return true, nil
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return false, err
		}
		example := strings.HasPrefix(e.Name(), "example") && strings.HasSuffix(e.Name(), "_test.go")
		if !example && !bytes.HasPrefix(text, []byte("// Code generated ")) {
			return true, nil
		}
	}
	return false, nil
}
