// Package files holds every file that is generated from a published spec.
//
// [Generate] makes a [Set] in memory, so that a mistake in the spec leaves no partial result on
// disk:
//
//	api/openapi.yaml             from package openapi
//	internal/apitable/api.json   from package openapi
//	gen/…                        from package golang
//	docs/reference, docs/llms.txt, api/formats.md, docs/coverage.md, docs/domains.md, apiversion.go
//	                             from the templates in this package
//
// [Set.AddREADME] adds the README with its figures, and [Set.Write] writes the files and removes
// outdated ones.
package files

import (
	"fmt"

	"github.com/factorialhr-go/factorialhr/internal/codegen/glossary"
	"github.com/factorialhr-go/factorialhr/internal/codegen/golang"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// A Set holds the generated files.
type Set struct {
	Version string
	Files   map[string][]byte // by their path below the module's root, with slashes
	Summary Summary

	Meaning     glossary.Row // of all domains; empty without a glossary
	Tautologies []string     // the comments whose words are all in the name
}

// A Summary counts the parts of the spec and the results.
type Summary struct {
	Operations, Components, Events int // read
	Packages, Types, GoLines       int // written
	LeftOut                        []LeftOut
	Missing                        []string // resources and actions without an entry in api/glossary
}

// LeftOut is a part of the spec that has no Go code.
type LeftOut struct{ What, Why string }

// Generate generates all files in memory, from the published spec, api/overlay.yaml and the
// glossary, which may be nil.
func Generate(upstream, overlay []byte, version string, meanings *glossary.Glossary) (*Set, error) {
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
	if meanings != nil {
		if err := meanings.Apply(d); err != nil {
			return nil, err
		}
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
	page := coverage(d, packages, set.Summary.LeftOut)
	if meanings != nil {
		words, err := tautologies(packages)
		if err != nil {
			return nil, err
		}
		page.Meaning, page.Comments, page.Tautologies = glossary.Measure(d), words.comments, words.found
		set.Summary.Missing = glossary.Missing(d)
		set.Meaning = page.Meaning[len(page.Meaning)-1]
		set.Tautologies = words.found
		if err := set.reference(d); err != nil {
			return nil, err
		}
	}
	return set, set.render(map[string]any{
		"api/formats.md":   formats(d),
		"apiversion.go":    d.Version,
		"docs/coverage.md": page,
		"docs/domains.md":  domainRows(d),
	})
}
