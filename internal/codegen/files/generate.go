// Package files turns a published description into all files that are
// generated from it.
package files

import (
	"fmt"

	"github.com/factorialhr-go/factorialhr/internal/codegen/golang"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// A Set is what is generated.
type Set struct {
	Version string
	Files   map[string][]byte // by their path below the module's root, with slashes
	Summary Summary
}

// Summary counts what was read, written and left out.
type Summary struct {
	Operations, Components, Events int // read
	Packages, Types, GoLines       int // written
	LeftOut                        []LeftOut
}

// LeftOut is something of the description that no Go code stands for.
type LeftOut struct{ What, Why string }

// Generate generates everything in memory. Nothing is written: a description with a
// mistake leaves no half of a result.
func Generate(upstream, overlay []byte, version string) (*Set, error) {
	d, err := openapi.Parse(upstream, version)
	if err != nil {
		return nil, fmt.Errorf("description: %w", err)
	}
	corrections, err := openapi.ParseOverlay(overlay)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	if err := corrections.Apply(d); err != nil {
		return nil, err
	}
	if err := openapi.Normalise(d); err != nil {
		return nil, fmt.Errorf("description: %w", err)
	}
	document, err := openapi.YAML(d)
	if err != nil {
		return nil, err
	}
	tables, err := openapi.Tables(d)
	if err != nil {
		return nil, err
	}
	packages, err := golang.Generate(document)
	if err != nil {
		return nil, fmt.Errorf("api/openapi.yaml: %w", err)
	}
	set := &Set{Version: d.Version, Summary: summarise(d, packages), Files: map[string][]byte{
		"api/openapi.yaml":           document,
		"internal/apitable/api.json": tables,
	}}
	for path, text := range packages {
		set.Files["gen/"+path] = text
	}
	return set, set.render(map[string]any{
		"api/formats.md":   formats(d),
		"apiversion.go":    d.Version,
		"docs/coverage.md": coverage(d, packages, set.Summary.LeftOut),
		"docs/domains.md":  domainRows(d),
	})
}
