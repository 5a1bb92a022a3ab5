// Package files holds every file that is generated from a published spec.
//
// [Generate] makes a [Set] in memory, so that a mistake in the spec leaves no partial result on
// disk:
//
//	api/openapi.yaml             from package openapi
//	internal/apitable/api.json   from package openapi
//	gen/…                        from package golang
//	internal/domains/all.go      from the names of the domains
//	docs/reference, docs/llms.txt, api/formats.md, docs/coverage.md, docs/domains.md,
//	docs/versions.md, apiversion.go, error_codes.go
//	                             from the templates in this package; the versions from package upgrade
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
	Version  string
	Versions []string          // in the generated code, oldest first
	Files    map[string][]byte // by their path below the module's root, with slashes
	Summary  Summary

	RemovedPackages []string     // below gen/; Write fills it
	Meaning         glossary.Row // of all domains; empty without a glossary
	Tautologies     []string     // the comments whose words are all in the name
}

// A Summary counts the parts of the spec and the results.
type Summary struct {
	Operations, Components, Events int // read
	Packages, Types, GoLines       int // written
	LeftOut                        []LeftOut
	Ignored                        []string // the keywords that have no effect, and how often: "maximum 12"

	Ranges      []openapi.Count // what came and went, by version
	Differences []string        // between the versions, which the newest one settled
	Missing     []string        // resources and actions without an entry in api/glossary
}

// LeftOut is a part of the spec that has no Go code.
type LeftOut struct{ What, Why string }

// Generate generates all files in memory.
func Generate(in Input) (*Set, error) {
	d, held, err := in.document()
	if err != nil {
		return nil, err
	}
	if err := openapi.Normalise(d); err != nil {
		return nil, fmt.Errorf("spec: %w", err)
	}
	if in.Glossary != nil {
		if err := in.Glossary.Apply(d, held...); err != nil {
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
	served, err := versions(in.Specs, in.Default, in.Betas, in.Overlay)
	if err != nil {
		return nil, err
	}
	set := &Set{Version: d.Version, Versions: d.Versions, Summary: summarise(d, packages), Files: map[string][]byte{
		"api/openapi.yaml":           document,
		"internal/apitable/api.json": tables,
	}}
	if set.Files["internal/domains/all.go"], err = registry(d.Domains()); err != nil {
		return nil, err
	}
	for path, text := range packages {
		set.Files["gen/"+path] = text
	}
	page := coverage(d, packages, set.Summary.LeftOut)
	if in.Glossary != nil {
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
	pages := map[string]any{
		"api/formats.md":   formats(d),
		"apiversion.go":    d,
		"docs/coverage.md": page,
		"docs/domains.md":  domainRows(d),
		"docs/versions.md": served,
	}
	addErrorCodes(pages, d)
	return set, set.render(pages)
}
