package files_test

import (
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/pb33f/libopenapi"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
)

// Two independent parsers read api/openapi.yaml. The tests compare their counts with the published
// spec.

func TestKinOpenAPIReadsTheSpec(t *testing.T) {
	doc := kin(t, read(t, filepath.Join(root, "api", "openapi.yaml")))
	want := upstream(t)
	operations, events := 0, 0
	for _, item := range doc.Paths.Map() {
		operations += len(item.Operations())
	}
	for _, item := range doc.Webhooks {
		events += len(item.Operations())
	}
	if operations != len(want.operations) || events != len(want.events) {
		t.Errorf("it has %d operations and %d events, the published one has %d and %d",
			operations, events, len(want.operations), len(want.events))
	}
}

func TestLibOpenAPIReadsTheSpec(t *testing.T) {
	text := read(t, filepath.Join(root, "api", "openapi.yaml"))
	doc, err := libopenapi.NewDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	if v := doc.GetVersion(); v != "3.1.0" {
		t.Errorf("it is OpenAPI %s, want 3.1.0", v)
	}
	model, err := doc.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range model.Index.GetReferenceIndexErrors() {
		t.Error(err)
	}
	for _, circle := range model.Index.GetCircularReferences() {
		t.Errorf("a circle of references: %s", circle.GenerateJourneyPath())
	}
	want := upstream(t)
	operations, ids := 0, map[string]bool{}
	for _, item := range model.Model.Paths.PathItems.FromOldest() {
		for _, op := range item.GetOperations().FromOldest() {
			operations++
			ids[op.OperationId] = true
		}
	}
	if operations != len(want.operations) || model.Model.Webhooks.Len() != len(want.events) {
		t.Errorf("it has %d operations and %d events, the published one has %d and %d",
			operations, model.Model.Webhooks.Len(), len(want.operations), len(want.events))
	}
	if len(ids) != operations {
		t.Errorf("%d operations have %d ids", operations, len(ids))
	}
}

// kin reads and validates a spec.
func kin(t *testing.T, text []byte) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return doc
}

// root is the relative path of the module's root.
var root = filepath.Join("..", "..", "..")

// published returns the specs in api/upstream and the overlay.
func published(t *testing.T) files.Input {
	t.Helper()
	in, err := files.Held(root)
	if err != nil {
		t.Fatal(err)
	}
	return in
}
