package repository_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A generated package imports the client. If a signature of the client leads to package reflect,
// each of the 38 packages compiles the methods of reflect.Type and reflect.Value: a fifth more time
// for all of them.
func TestAGeneratedPackageCompilesNothingOfReflect(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go build")
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", "paginate", "internal/call", "internal/friend", "internal/paging"} {
		files, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files { // a cached result is stale when one of them changes
			if _, err := os.Stat(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	archive := filepath.Join(t.TempDir(), "teams.a")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", archive, "./gen/teams").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), "go", "tool", "nm", archive).Output()
	if err != nil {
		t.Fatal(err)
	}
	symbols, found := strings.Split(string(out), "\n"), 0
	for _, symbol := range symbols {
		if strings.Contains(symbol, "reflect.") {
			found++
		}
	}
	if found > 0 || len(symbols) < 500 {
		t.Errorf("%d of %d symbols are of package reflect", found, len(symbols))
	}
}
