package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestTheGeneratedFilesAreUpToDate(t *testing.T) {
	files, err := generate(filepath.Join("..", "..", "..", "gen"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is out of date: run go generate ./webhook", name)
		}
	}
}

func TestOddInputIsAnError(t *testing.T) {
	tests := map[string]string{
		"no events":                   "",
		"a file that is not Go":       "packag",
		"a constant that is no text":  "package x\nconst EventA = 1\n",
		"a constant without a value":  "package x\nconst (\nEventA = \"a\"\nEventB\n)\n",
		"two constants with one type": "package x\nconst EventA, EventB = \"a\", \"b\"\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			gen := t.TempDir()
			if text != "" {
				dir := filepath.Join(gen, "x")
				if err := os.Mkdir(dir, 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, "events.go"), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := generate(gen); err == nil {
				t.Error("no error")
			}
		})
	}
}
