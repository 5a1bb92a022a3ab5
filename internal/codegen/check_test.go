package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// uncompilable makes an upload with a property whose field has the name of the method that writes
// it.
func uncompilable(t *testing.T) string {
	t.Helper()
	return upload(t, `"write_form": {"type": "string"}, `)
}

// upload makes an upload of the creation of a leave, and adds properties.
func upload(t *testing.T, properties string) string {
	t.Helper()
	return apply(t, small(t), edit{
		`"application/json": {` + "\n" + `              "schema": {` + "\n" + `                "type": "object",` + "\n" + `                "properties": {"half_day"`,
		`"multipart/form-data": {` + "\n" + `              "schema": {` + "\n" + `                "type": "object",` + "\n" + `                "properties": {` + properties + `"half_day"`,
	})
}

func TestCodeThatDoesNotCompileIsRefusedAndChangesNothing(t *testing.T) {
	want := []string{"would not compile", "no file has changed", "gen/timeoff/leaves.go:", "WriteForm"}
	t.Run("of the module's own spec", func(t *testing.T) {
		root := generated(t)
		describe(t, root, uncompilable(t))
		refused(t, root, nil, want)
	})
	t.Run("of a spec to adopt", func(t *testing.T) {
		root := generated(t)
		describe(t, root, upload(t, "")) // the body has one media type in all versions
		file := filepath.Join(t.TempDir(), "next.json")
		write(t, file, strings.ReplaceAll(uncompilable(t), version, "2027-01-01"))
		refused(t, root, []string{"-spec", file}, want)
	})
}

func TestAPatchMakesASpecReadableWithoutChangingTheAdoptedFile(t *testing.T) {
	root := generated(t)
	next := strings.ReplaceAll(apply(t, small(t), property(`"who": {"oneOf": [{"type": "string"}, {"type": "integer"}]}`)), version, "2027-01-01")
	file := filepath.Join(t.TempDir(), "next.json")
	write(t, file, next)
	refused(t, root, []string{"-spec", file}, []string{"#/components/schemas/timeoff_leave/properties/who/oneOf", "api/patches.yaml"})

	write(t, filepath.Join(root, "api", "patches.yaml"), `patches:
- at: "#/components/schemas/timeoff_leave/properties/who"
  why: one of two types
  since: 2027-01-01
  merge: {oneOf: null, type: string}
`)
	if err := run(t.Context(), []string{"-root", root, "-spec", file}, io.Discard); err != nil {
		t.Fatal(err)
	}
	tree := snapshot(t, root)
	if tree["api/upstream/2027-01-01.json"] != next {
		t.Error("the adopted file differs from the published one")
	}
	if !strings.Contains(tree["gen/timeoff/leaves.go"], "Who ") {
		t.Error("the record lacks the patched property")
	}

	write(t, filepath.Join(root, "api", "patches.yaml"), `patches: [{at: "#/info", why: nothing, merge: {title: Factorial API}}]`)
	refused(t, root, nil, []string{
		"api/patches.yaml: #/patches/0: changes nothing at #/info in 2026-10-01",
		"api/patches.yaml: #/patches/0: changes nothing at #/info in 2027-01-01",
	})
}

func TestAFailedWriteRestoresTheFiles(t *testing.T) {
	root := generated(t)
	write(t, filepath.Join(root, "mine.txt"), "untouched")
	before := snapshot(t, root)
	full := errors.New("no space left on device")
	err := restoring(root, func() error {
		write(t, filepath.Join(root, "gen", "timeoff", "leaves.go"), "package broken")
		write(t, filepath.Join(root, "gen", "new", "new.go"), "package fresh")
		write(t, filepath.Join(root, "api", "upstream", "2027-01-01.json"), "{}")
		write(t, filepath.Join(root, "error_codes.go"), "package factorialhr")
		for _, file := range []string{"api/openapi.yaml", "apiversion.go", "docs/coverage.md"} {
			if err := os.Remove(filepath.Join(root, filepath.FromSlash(file))); err != nil {
				t.Fatal(err)
			}
		}
		return full
	})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "as they were before") {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff(before, snapshot(t, root)); diff != "" {
		t.Errorf("files changed (-before +after):\n%s", diff)
	}
}

func TestErrorCodesBecomeConstantsAndGoWithTheSpecThatHasThem(t *testing.T) {
	root := generated(t)
	next := strings.Replace(strings.ReplaceAll(small(t), version, "2027-01-01"), strings.ReplaceAll(responseOfGet, version, "2027-01-01"),
		strings.TrimSuffix(responseOfGet, "}")+`, "422": {"content": {"application/json": {"schema": {"type": "object", "properties": {"code": {"type": "string", "enum": ["validation_failed"]}}}}}}}`, 1)
	file := filepath.Join(t.TempDir(), "next.json")
	write(t, file, next)
	if err := run(t.Context(), []string{"-root", root, "-spec", file}, io.Discard); err != nil {
		t.Fatal(err)
	}
	if text := snapshot(t, root)["error_codes.go"]; !strings.Contains(text, `CodeValidationFailed = "validation_failed"`) {
		t.Errorf("error_codes.go: %s", text)
	}
	write(t, file, strings.ReplaceAll(small(t), version, "2027-04-01"))
	if err := run(t.Context(), []string{"-root", root, "-spec", file}, io.Discard); err != nil {
		t.Fatal(err)
	}
	if _, ok := snapshot(t, root)["error_codes.go"]; ok {
		t.Error("error_codes.go is still there")
	}
}
