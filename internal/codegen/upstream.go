package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

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
