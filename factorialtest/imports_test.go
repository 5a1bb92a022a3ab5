package factorialtest_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A program that starts the fake links only the standard library and what the SDK itself needs.
func TestNothingElseIsLinked(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	allowed := []string{
		"github.com/factorialhr-go/factorialhr", "golang.org/x/oauth2", "golang.org/x/time", "github.com/gofrs/flock",
		"golang.org/x/sys",
	}
	for path := range strings.FieldsSeq(string(out)) {
		if !slices.ContainsFunc(allowed, func(a string) bool { return path == a || strings.HasPrefix(path, a+"/") }) {
			t.Errorf("%s is linked", path)
		}
		if strings.Contains(path, "factorialhr/gen/") {
			t.Errorf("%s is linked: the fake works from the tables", path)
		}
	}
	out, err = exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(strings.Fields(string(out)), "testing") {
		t.Error("package testing is linked")
	}
}
