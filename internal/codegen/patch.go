package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// patches reads api/patches.yaml, which not every module has.
func patches(root string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, "api", "patches.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}
