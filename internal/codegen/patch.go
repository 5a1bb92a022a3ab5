package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// patch applies api/patches.yaml to a published spec. It returns the spec unchanged if there is no
// patch for its version.
func patch(root string, text []byte, version string) ([]byte, error) {
	file := filepath.Join(root, "api", "patches.yaml")
	list, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return text, nil
	}
	if err != nil {
		return nil, err
	}
	patches, err := openapi.ParsePatches(list)
	if err == nil {
		text, err = patches.Apply(text, version)
	}
	if err != nil {
		return nil, fmt.Errorf("api/patches.yaml: %w", err)
	}
	return text, nil
}
