package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

var beta = regexp.MustCompile(`(?m)^ +beta: true\n`)

// withoutBetas unmarks the betas in api/upstream/versions.yaml below dir. The generator then makes
// the code of the version that it adopts, and of no newer one.
func withoutBetas(dir string) error {
	file := filepath.Join(dir, "api", "upstream", "versions.yaml")
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(file, beta.ReplaceAll(text, nil), 0o644)
}
