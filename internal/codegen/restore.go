package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// generatedPlaces are the folders and the files that the generator writes, below the root.
var generatedPlaces = []string{"api", "gen", "docs", filepath.Join("internal", "apitable"), "README.md"}

// restoring calls write. If that fails, it restores the files as they were before.
func restoring(root string, write func() error) error {
	before, err := contentsOf(root)
	if err != nil {
		return err
	}
	failed := write()
	if failed == nil {
		return nil
	}
	if err := before.restore(root); err != nil {
		return fmt.Errorf("%w; restoring the files failed too: %w; run git checkout -- . && git clean -n to see what is left", failed, err)
	}
	return fmt.Errorf("%w; the files are as they were before", failed)
}

// A tree holds files by their paths.
type tree map[string][]byte

// contentsOf reads the files that the generator may write.
func contentsOf(root string) (tree, error) {
	files := tree{}
	add := func(file string) error {
		text, err := os.ReadFile(file)
		if err == nil {
			files[file] = text
		}
		return err
	}
	top, err := filepath.Glob(filepath.Join(root, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, file := range top {
		if err := add(file); err != nil {
			return nil, err
		}
	}
	for _, place := range generatedPlaces {
		err := filepath.WalkDir(filepath.Join(root, place), func(file string, e fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil
			case err != nil || !e.Type().IsRegular():
				return err
			}
			return add(file)
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// restore gives the files the content of the tree and removes new ones.
func (t tree) restore(root string) error {
	now, err := contentsOf(root)
	if err != nil {
		return err
	}
	var errs []error
	for file := range now {
		if _, ok := t[file]; !ok {
			errs = append(errs, os.Remove(file))
		}
	}
	for file, text := range t {
		if current, ok := now[file]; ok && bytes.Equal(current, text) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, os.WriteFile(file, text, 0o644))
	}
	return errors.Join(errs...)
}
