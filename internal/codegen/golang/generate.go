package golang

import (
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// Generate writes the packages for api/openapi.yaml. The keys of the result are paths below gen/,
// with slashes. It is not safe for concurrent use: oapi-codegen keeps its state in globals.
func Generate(openapi []byte) (map[string][]byte, error) {
	root, err := ordered.ParseYAML(openapi)
	if err != nil {
		return nil, err
	}
	docs, err := split(root.(*ordered.Object))
	if err != nil {
		return nil, err
	}
	w, err := newWriter()
	if err != nil {
		return nil, err
	}
	for _, domain := range slices.Sorted(maps.Keys(docs)) {
		if err := generatePackage(w, domain, docs[domain]); err != nil {
			return nil, fmt.Errorf("domain %s: %w", domain, err)
		}
	}
	return w.files, nil
}

// generatePackage writes the package of one domain.
func generatePackage(w *writer, domain string, doc *openapi3.T) error {
	found, err := resolve(name.Package(domain), doc)
	if err != nil {
		return err
	}
	v := &view{domain: domain, doc: doc}
	services := v.services(found.operations)
	types, err := v.types(found.types)
	if err != nil {
		return err
	}
	if err := v.describe(types, services); err != nil {
		return err
	}
	pkg := name.Package(domain)
	w.write(pkg, "client.go", "client.go.tmpl", v.client(services))
	w.write(pkg, "operations.go", "operations.go.tmpl", operationsFile{pkg, services})
	if events := v.events(found.webhooks, services); len(events) > 0 {
		w.write(pkg, "events.go", "events.go.tmpl", eventsFile{pkg, events})
	}
	if helpers := v.helpers(found.types, doc.Components.Schemas); len(helpers) > 0 {
		w.write(pkg, "units.go", "units.go.tmpl", unitsFile{pkg, helpers})
	}
	byFile := map[string][]*typeView{}
	for _, t := range types {
		byFile[t.File] = append(byFile[t.File], t)
	}
	for _, s := range services {
		w.write(pkg, s.File, "resource.go.tmpl", resourceFile{typesFile{pkg, byFile[s.File]}, s})
		delete(byFile, s.File)
	}
	for file, types := range byFile {
		w.write(pkg, file, "types.go.tmpl", typesFile{pkg, types})
	}
	return w.err
}
