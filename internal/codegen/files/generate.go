// Package files holds every file that is generated from a published spec.
//
// [Generate] makes a [Set] in memory, so that a mistake in the spec leaves no partial result on
// disk:
//
//	api/openapi.yaml             from package openapi
//	internal/apitable/api.json   from package openapi
//	gen/…                        from package golang
//	api/formats.md, docs/coverage.md, docs/domains.md, docs/versions.md, apiversion.go
//	                             from the templates in this package; the versions from package upgrade
//
// [Set.AddREADME] adds the README with its figures, and [Set.Write] writes the files and removes
// outdated ones.
package files

import (
	"fmt"

	"github.com/factorialhr-go/factorialhr/internal/codegen/golang"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// A Set holds the generated files.
type Set struct {
	Version string
	Files   map[string][]byte // by their path below the module's root, with slashes
	Summary Summary
}

// A Summary counts the parts of the spec and the results.
type Summary struct {
	Operations, Components, Events int // read
	Packages, Types, GoLines       int // written
	LeftOut                        []LeftOut
}

// LeftOut is a part of the spec that has no Go code.
type LeftOut struct{ What, Why string }

// Generate generates all files in memory, from the published spec and api/overlay.yaml.
func Generate(upstream, overlay []byte, version string) (*Set, error) {
	d, err := openapi.Parse(upstream, version)
	if err != nil {
		return nil, fmt.Errorf("spec: %w", err)
	}
	corrections, err := openapi.ParseOverlay(overlay)
	if err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	if err := corrections.Apply(d); err != nil {
		return nil, err
	}
	if err := openapi.Normalise(d); err != nil {
		return nil, fmt.Errorf("spec: %w", err)
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
	page, err := versions(map[string][]byte{version: upstream}, version, nil, overlay)
	if err != nil {
		return nil, err
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
		"docs/versions.md": page,
	})
}
