package files

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/codegen/glossary"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// An Input is everything that the files are generated from.
type Input struct {
	Specs   map[string][]byte // the published specs by their versions, as api/upstream holds them
	Default string            // the version that the client calls
	Betas   []string          // the newer versions that the generated code has too
	Overlay []byte            // api/overlay.yaml
	Patches []byte            // api/patches.yaml; nil if there is none

	Glossary *glossary.Glossary // api/glossary; nil: the files say nothing about meanings
}

// Single is the input of a module that holds one spec.
func Single(spec, overlay []byte, version string) Input {
	return Input{Specs: map[string][]byte{version: spec}, Default: version, Overlay: overlay}
}

// Versions lists the versions that the generated code has, oldest first: those up to the default,
// and the betas.
func (in Input) Versions() []string {
	var versions []string
	for _, version := range slices.Sorted(maps.Keys(in.Specs)) {
		if version <= in.Default || slices.Contains(in.Betas, version) {
			versions = append(versions, version)
		}
	}
	return versions
}

// document reads and corrects all specs, and merges those of the generated code. The other specs
// serve only to find the places in the overlay and in the glossary.
func (in Input) document() (merged *openapi.Document, held []*openapi.Document, err error) {
	if in.Specs[in.Default] == nil {
		return nil, nil, fmt.Errorf("api/upstream/%s.json: is missing, but it is the default", in.Default)
	}
	for _, version := range in.Betas {
		if in.Specs[version] == nil || version <= in.Default {
			return nil, nil, fmt.Errorf("api/upstream/versions.yaml: the beta %s must be held and newer than the default", version)
		}
	}
	patches, err := openapi.ParsePatches(in.Patches)
	if err != nil {
		return nil, nil, fmt.Errorf("api/patches.yaml: %w", err)
	}
	var united []*openapi.Document
	var errs []error
	versions := in.Versions()
	for _, version := range slices.Sorted(maps.Keys(in.Specs)) {
		text, err := patches.Apply(in.Specs[version], version)
		if err != nil {
			errs = append(errs, fmt.Errorf("api/patches.yaml: %w", err))
			continue
		}
		d, err := openapi.Parse(text, version)
		switch {
		case err != nil && len(in.Specs) > 1:
			errs = append(errs, fmt.Errorf("spec %s: %w", version, err))
			continue
		case err != nil:
			return nil, nil, fmt.Errorf("spec: %w", err)
		}
		held = append(held, d)
		if slices.Contains(versions, version) {
			united = append(united, d)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, nil, err
	}
	corrections, err := openapi.ParseOverlay(in.Overlay)
	if err != nil {
		return nil, nil, fmt.Errorf("overlay: %w", err)
	}
	if err := corrections.Apply(held...); err != nil {
		return nil, nil, err
	}
	d, err := openapi.Merge(united, in.Default)
	if err != nil {
		return nil, nil, fmt.Errorf("specs: %w", err)
	}
	return d, held, nil
}
