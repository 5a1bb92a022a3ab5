package repository_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A program that imports the root and one domain links only what it uses: no generator and no test
// library.
func TestAnImporterGetsNoMoreThanItUses(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go mod tidy")
	}
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "go.sum"} { // so that the test cache notices a change
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/importer\n\ngo 1.26\n\nreplace github.com/factorialhr-go/factorialhr => "+root+"\n")
	write("main.go", `package main

import (
	"context"
	"fmt"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/gen/employees"
)

func main() {
	client, err := factorialhr.New(auth.APIKey("key"))
	fmt.Println(err)
	for e, err := range employees.New(client).Employees.All(context.Background(), nil) {
		fmt.Println(e, err)
	}
}
`)
	tidy := exec.Command("go", "mod", "tidy")
	tidy.Dir = dir
	tidy.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := tidy.CombinedOutput(); err != nil {
		t.Fatalf("go mod tidy: %v\n%s", err, out)
	}
	var got strings.Builder
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString("-- " + name + " --\n" + strings.ReplaceAll(string(text), root, "ROOT"))
	}
	golden := filepath.Join("internal", "repository", "testdata", "importer.golden")
	if *updateGolden {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("what an importer gets has changed (-want +got):\n%s", diff)
	}
}
