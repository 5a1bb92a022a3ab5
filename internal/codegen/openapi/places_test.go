package openapi_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered/orderedtest"
)

// The package accepts any value at any place of a spec, or refuses it with its place.
func TestAnythingAnywhereIsReadOrRefusedWithAPlace(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "testdata", "small.json"))
	if err != nil {
		t.Fatal(err)
	}
	root, err := ordered.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	strange := []any{
		nil, true, "", json.Number("1"), []any{nil}, &ordered.Object{}, ordered.NewObject("", nil),
	}
	n := 0
	orderedtest.EveryPlace(root, "#", func(place string, set func(any)) {
		for _, v := range strange {
			n++
			set(v)
			try(t, place, root)
		}
	})
	t.Logf("%d wrong specs", n)
}

func try(t *testing.T, place string, root any) {
	t.Helper()
	text, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: panic: %v\n%s", place, r, text)
		}
	}()
	d, err := openapi.Parse(text, "2026-10-01")
	if err == nil {
		err = openapi.Normalise(d)
	}
	if err != nil {
		if !strings.Contains(err.Error(), "#") {
			t.Errorf("%s: the error names no place: %v", place, err)
		}
		return
	}
	if _, err := openapi.YAML(d); err != nil {
		t.Errorf("%s: %v", place, err)
	}
	if _, err := openapi.Tables(d); err != nil {
		t.Errorf("%s: %v", place, err)
	}
}
