package files

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/glossary"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// versionsComment explains api/upstream/versions.yaml.
const versionsComment = `The versions of the API whose published specs this folder holds, oldest first.

default   the version that the client calls unless the option APIVersion names another
beta      true: the generated code has the version too, although it is newer than the default

The generated code is the union of the versions up to the default and the betas. Any other spec
serves only to find the places in api/overlay.yaml. "make spec" changes this file.`

// Held reads the input of the module: the specs in api/upstream, versions.yaml beside them, and
// api/overlay.yaml. It checks that the specs are unchanged since their adoption. A folder without
// specs gives an input without specs.
func Held(root string) (Input, error) {
	in := Input{Specs: map[string][]byte{}}
	var err error
	if in.Glossary, err = glossary.Read(filepath.Join(root, "api")); err != nil {
		return in, err
	}
	if in.Overlay, err = os.ReadFile(filepath.Join(root, "api", "overlay.yaml")); err != nil {
		return in, err
	}
	in.Patches, err = os.ReadFile(filepath.Join(root, "api", "patches.yaml"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // most modules need no patch
		return in, err
	}
	dir := filepath.Join(root, "api", "upstream")
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return in, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "versions.yaml"))
	if errors.Is(err, fs.ErrNotExist) && len(paths) == 0 {
		return in, nil
	}
	if err != nil {
		return in, err
	}
	for _, path := range paths {
		spec, err := os.ReadFile(path)
		if err != nil {
			return in, err
		}
		in.Specs[strings.TrimSuffix(filepath.Base(path), ".json")] = spec
	}
	listed, err := readVersions(text, &in)
	if err != nil {
		return in, fmt.Errorf("api/upstream/versions.yaml: %w", err)
	}
	if have := slices.Sorted(maps.Keys(in.Specs)); !slices.Equal(listed, have) {
		return in, fmt.Errorf("api/upstream/versions.yaml: lists %s, but the folder holds %s", strings.Join(listed, ", "), strings.Join(have, ", "))
	}
	sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		return in, err
	}
	for _, version := range listed {
		if !strings.Contains("\n"+string(sums), "\n"+Checksum(in.Specs[version], version+".json")) {
			return in, fmt.Errorf("api/upstream/%s.json does not have the checksum in SHA256SUMS; put corrections into api/overlay.yaml", version)
		}
	}
	return in, nil
}

// readVersions reads versions.yaml. It returns the versions in their order.
func readVersions(text []byte, in *Input) ([]string, error) {
	root, err := ordered.ParseYAML(text)
	if err != nil {
		return nil, err
	}
	o, ok := root.(*ordered.Object)
	if !ok {
		return nil, errors.New("must be an object")
	}
	v, _ := o.Get("default")
	in.Default, _ = v.(string)
	var listed []string
	v, _ = o.Get("versions")
	list, _ := v.([]any)
	for i, v := range list {
		o, ok := v.(*ordered.Object)
		if !ok {
			return nil, fmt.Errorf("#/versions/%d: must be an object", i)
		}
		v, _ := o.Get("version")
		version, ok := v.(string)
		if !ok || version == "" {
			return nil, fmt.Errorf("#/versions/%d/version: is missing", i)
		}
		listed = append(listed, version)
		if beta, _ := o.Get("beta"); beta == true {
			in.Betas = append(in.Betas, version)
		}
	}
	if !slices.Contains(listed, in.Default) {
		return nil, fmt.Errorf("#/default: %q is not one of the versions", in.Default)
	}
	return listed, nil
}

// Adopt adds a spec to the input: as a beta, or as the default. With another default the betas of
// the previous one leave the generated code.
func (in *Input) Adopt(version string, text []byte, beta bool) error {
	switch {
	case beta && version <= in.Default:
		return fmt.Errorf("%s is no beta: it is not newer than %s, the default", version, in.Default)
	case beta && !slices.Contains(in.Betas, version):
		in.Betas = append(in.Betas, version)
		slices.Sort(in.Betas)
	case !beta && version != in.Default:
		in.Default, in.Betas = version, nil
	}
	in.Specs[version] = text
	return nil
}

// Save writes an adopted spec to api/upstream below root, with SHA256SUMS and versions.yaml.
func (in Input) Save(root, version string) error {
	var sums strings.Builder
	list := []any{}
	for _, v := range slices.Sorted(maps.Keys(in.Specs)) {
		sums.WriteString(Checksum(in.Specs[v], v+".json"))
		o := ordered.NewObject("version", v)
		if slices.Contains(in.Betas, v) {
			o.Set("beta", true)
		}
		list = append(list, o)
	}
	versions, err := ordered.YAML(ordered.NewObject("default", in.Default, "versions", list), versionsComment)
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{
		version + ".json": in.Specs[version],
		"SHA256SUMS":      []byte(sums.String()),
		"versions.yaml":   versions,
	} {
		if err := os.WriteFile(filepath.Join(root, "api", "upstream", name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Checksum returns the line of a spec in SHA256SUMS. base is the name of its file.
func Checksum(text []byte, base string) string {
	return fmt.Sprintf("%x  %s\n", sha256.Sum256(text), base)
}
