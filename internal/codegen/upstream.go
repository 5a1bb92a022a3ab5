package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// current reads the only spec in api/upstream, and checks that it is unchanged since its adoption.
func current(root string) (text []byte, version string, err error) {
	files, err := filepath.Glob(filepath.Join(root, "api", "upstream", "*.json"))
	if err != nil {
		return nil, "", err
	}
	if len(files) != 1 {
		return nil, "", fmt.Errorf("api/upstream must hold one spec, but holds %d", len(files))
	}
	text, err = os.ReadFile(files[0])
	if err != nil {
		return nil, "", err
	}
	base := filepath.Base(files[0])
	sums, err := os.ReadFile(filepath.Join(root, "api", "upstream", "SHA256SUMS"))
	if err != nil {
		return nil, "", err
	}
	if string(sums) != checksum(text, base) {
		return nil, "", fmt.Errorf("api/upstream/%s does not have the checksum in SHA256SUMS; put corrections into api/overlay.yaml", base)
	}
	return text, strings.TrimSuffix(base, ".json"), nil
}

// adopt makes text the spec of the module. It replaces the previous one.
func adopt(root, version string, text []byte) error {
	dir := filepath.Join(root, "api", "upstream")
	base := version + ".json"
	old, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, base), text, 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(checksum(text, base)), 0o644); err != nil {
		return err
	}
	for _, file := range old {
		if filepath.Base(file) != base {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	return nil
}

func checksum(text []byte, base string) string {
	return fmt.Sprintf("%x  %s\n", sha256.Sum256(text), base)
}

// versionOf reads the API version in a spec.
func versionOf(text []byte) (string, error) {
	root, err := ordered.Parse(text)
	if err != nil {
		return "", err
	}
	o, _ := root.(*ordered.Object)
	info, _ := o.Get("info")
	about, _ := info.(*ordered.Object)
	version, _ := about.Get("version")
	if s, ok := version.(string); ok {
		return s, nil
	}
	return "", errors.New("#/info/version: is missing")
}

// largest limits the size of a downloaded spec. The largest so far has 2 MB.
const largest = 64 << 20

// fetch downloads the spec of an API version from Factorial.
func fetch(ctx context.Context, version string) ([]byte, error) {
	if _, err := time.Parse(time.DateOnly, version); err != nil {
		return nil, fmt.Errorf("%q is not a version; versions are dates like 2027-01-01", version)
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	url := "https://api.factorialhr.com/oas/?version=" + version
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%w; use -spec to adopt a spec that you downloaded in another way", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", url, response.Status)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, largest+1))
	if err == nil && len(text) > largest {
		err = fmt.Errorf("GET %s: more than %d bytes", url, largest)
	}
	return text, err
}
