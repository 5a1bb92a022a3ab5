package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
)

func TestABadSpecIsNotAdopted(t *testing.T) {
	root := generated(t)
	file := filepath.Join(t.TempDir(), "next.json")
	tests := []struct {
		name string
		text string
		want string
	}{
		{"a truncated one", small(t)[:1000], "next.json: #/"},
		{"one without a version", `{"openapi": "3.1.0"}`, "next.json: #/info/version: is missing"},
		{"a list", `[]`, "next.json: #/info/version: is missing"},
		{"one that is not supported", apply(t, small(t), property(`"who": {"oneOf": []}`)), "#/components/schemas/timeoff_leave/properties/who/oneOf"},
		{"one whose names clash", apply(t, small(t), property(`"halfDay": {"type": "string"}`)), "duplicate name Leave.HalfDay"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			write(t, file, test.text)
			refused(t, root, []string{"-spec", file}, []string{test.want})
		})
	}
	t.Run("a file and a version at once", func(t *testing.T) {
		refused(t, root, []string{"-spec", file, "-fetch", "2027-01-01"}, []string{"exclude each other"})
	})
	t.Run("a version that is no date", func(t *testing.T) {
		refused(t, root, []string{"-fetch", "latest"}, []string{`"latest" is not a version`})
	})
	t.Run("a file that is not there", func(t *testing.T) {
		refused(t, root, []string{"-spec", file + "x"}, []string{"next.jsonx", "no such file"})
	})
}

func TestAnAdoptedSpecJoinsThePreviousOnes(t *testing.T) {
	root := generated(t)
	next := strings.ReplaceAll(small(t), version, "2027-01-01")
	next = strings.ReplaceAll(next, "timeoff/leaves", "timeoff/absences")
	next = strings.ReplaceAll(next, "Timeoff > Leave\"", "Timeoff > Absence\"")
	file := filepath.Join(t.TempDir(), "next.json")
	write(t, file, next)
	var told strings.Builder
	if err := run(t.Context(), []string{"-root", root, "-spec", file}, &told); err != nil {
		t.Fatal(err)
	}
	if want := "read     2027-01-01: "; !strings.Contains(told.String(), want) {
		t.Errorf("the summary lacks %q:\n%s", want, &told)
	}
	tree := snapshot(t, root)
	for file, want := range map[string]string{
		"api/upstream/2026-10-01.json": small(t),
		"api/upstream/SHA256SUMS": files.Checksum([]byte(small(t)), "2026-10-01.json") +
			files.Checksum([]byte(next), "2027-01-01.json"),
	} {
		if tree[file] != want {
			t.Errorf("%s is now %s", file, tree[file])
		}
	}
	if !strings.Contains(tree["gen/timeoff/leaves.go"], "\n//\n// Deprecated: gone since 2027-01-01.\ntype LeaveService struct") {
		t.Errorf("the service of what is gone is not deprecated:\n%s", tree["gen/timeoff/leaves.go"])
	}
	if tree["api/upstream/2027-01-01.json"] != next {
		t.Error("api/upstream/2027-01-01.json differs from the adopted spec")
	}
	if !strings.Contains(tree["gen/timeoff/absences.go"], "type AbsenceService struct") {
		t.Error("gen/timeoff/absences.go does not have the new service")
	}
	if err := run(t.Context(), []string{"-root", root}, io.Discard); err != nil {
		t.Errorf("generating again: %v", err)
	}
	if diff := cmp.Diff(tree, snapshot(t, root)); diff != "" {
		t.Errorf("generating again changes (-before +after):\n%s", diff)
	}
}

func TestWhatTheVersionsDisagreeAboutIsToldWhenASpecIsAdopted(t *testing.T) {
	root := generated(t)
	describe(t, root, apply(t, small(t), property(`"who": {}`)))
	file := filepath.Join(t.TempDir(), "next.json")
	next := apply(t, small(t), property(`"who": {"type": "string"}`))
	write(t, file, strings.ReplaceAll(next, version, "2027-01-01"))
	const line = "differs  timeoff_leave.who: was any and is string\n"
	for _, test := range []struct {
		args []string
		want bool
	}{{[]string{"-spec", file}, true}, {nil, false}} {
		var told strings.Builder
		if err := run(t.Context(), append([]string{"-root", root}, test.args...), &told); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(told.String(), line) != test.want {
			t.Errorf("%v: told %t, want %t:\n%s", test.args, !test.want, test.want, &told)
		}
	}
}
