package webhook_test

import (
	"os/exec"
	"strings"
	"testing"
)

// A receiver links only the root package of the module: no generated package and no tables.
func TestWhatThePackageImports(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{join .Imports "\n"}}`, ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	const module = "github.com/factorialhr-go/factorialhr"
	for path := range strings.FieldsSeq(string(out)) {
		switch {
		case path == module, path == module+"/internal/lenient", path == module+"/internal/coding",
			path == module+"/internal/origin":
		case strings.Contains(path, "."):
			t.Errorf("it imports %s", path)
		}
	}
}
