// Package files holds every file that is generated from a published spec.
//
// [Generate] makes a [Set] in memory, so that a mistake in the spec leaves no partial result on
// disk:
//
//	api/openapi.yaml             from package openapi
//	internal/apitable/api.json   from package openapi
//	gen/…                        from package golang
//	internal/domains/all.go      from the names of the domains
//	api/formats.md, docs/coverage.md, docs/domains.md, apiversion.go, error_codes.go
//	                             from the templates in this package
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

	RemovedPackages []string // below gen/; Write fills it
}

// A Summary counts the parts of the spec and the results.
type Summary struct {
	Operations, Components, Events int // read
	Packages, Types, GoLines       int // written
	LeftOut                        []LeftOut
	Ignored                        []string // the keywords that have no effect, and how often: "maximum 12"

	Ranges      []openapi.Count // what came and went, by version
	Differences []string        // between the versions, which the newest one settled
}

// LeftOut is a part of the spec that has no Go code.
type LeftOut struct{ What, Why string }

// Generate generates all files in memory.
func Generate(in Input) (*Set, error) {
	d, err := in.document()
	if err != nil {
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
	set := &Set{Version: d.Version, Summary: summarise(d, packages), Files: map[string][]byte{
		"api/openapi.yaml":           document,
		"internal/apitable/api.json": tables,
	}}
	if set.Files["internal/domains/all.go"], err = registry(d.Domains()); err != nil {
		return nil, err
	}
	for path, text := range packages {
		set.Files["gen/"+path] = text
	}
	pages := map[string]any{
		"api/formats.md":   formats(d),
		"apiversion.go":    d,
		"docs/coverage.md": coverage(d, packages, set.Summary.LeftOut),
		"docs/domains.md":  domainRows(d),
	}
	addErrorCodes(pages, d)
	return set, set.render(pages)
}
