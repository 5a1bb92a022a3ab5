package files_test

import (
	"path/filepath"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// api/glossary/_minimum.yaml holds the shares of the parts with a meaning, which may only rise.
func TestTheCoverageOfMeaningDoesNotFall(t *testing.T) {
	root, err := ordered.ParseYAML(read(t, filepath.Join(root, "api", "glossary", "_minimum.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	out := everything(t)
	minimum := root.(*ordered.Object)
	for _, name := range minimum.Keys() {
		v, _ := minimum.Get(name)
		number, ok := v.(interface{ Int64() (int64, error) })
		if !ok {
			t.Fatalf("%s is %v, want a number", name, v)
		}
		want, err := number.Int64()
		if err != nil {
			t.Fatal(err)
		}
		if name == "tautologies" {
			if n := len(out.Tautologies); int64(n) > want {
				t.Errorf("%d comments repeat a name, at most %d may: %q", n, want, out.Tautologies)
			}
			continue
		}
		share, ok := out.Meaning.Share(name)
		if !ok {
			t.Errorf("there is no share %q", name)
		}
		if int64(share.Percent()) < want {
			t.Errorf("%s: %s have a meaning, want at least %d %%; write the missing texts in api/glossary", name, share, want)
		}
		t.Logf("%s: %s", name, share)
	}
	for _, what := range out.Summary.Missing {
		t.Errorf("%s has no text in api/glossary", what)
	}
}
