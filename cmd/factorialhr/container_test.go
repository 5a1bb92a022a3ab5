package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The files for containers name flags that the command has, and the same health check.
func TestTheFilesForContainersFitTheCommand(t *testing.T) {
	dockerfile, err := os.ReadFile(filepath.Join("..", "..", "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string][]string{}
	for _, found := range regexp.MustCompile(`(?m)^(?:  )?(CMD|ENTRYPOINT) (\[.*\])$`).FindAllSubmatch(dockerfile, -1) {
		var words []string
		if err := json.Unmarshal(found[2], &words); err != nil {
			t.Fatal(err)
		}
		name := string(found[1])
		if len(words) > 1 && words[0] == "/factorialhr" {
			name = "HEALTHCHECK"
		}
		lists[name] = words
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var compose struct {
		Services map[string]struct {
			Command     []string
			Healthcheck struct{ Test []string }
		}
	}
	if err := yaml.Unmarshal(text, &compose); err != nil {
		t.Fatal(err)
	}
	fake := compose.Services["fake"]
	if want := append([]string{"CMD"}, lists["HEALTHCHECK"]...); !slices.Equal(fake.Healthcheck.Test, want) {
		t.Errorf("the health check of compose.yaml is %q, that of the Dockerfile %q", fake.Healthcheck.Test, want)
	}
	if !slices.Equal(lists["ENTRYPOINT"], []string{"/factorialhr"}) {
		t.Errorf("the entry point is %q", lists["ENTRYPOINT"])
	}
	for name, words := range map[string][]string{
		"CMD": lists["CMD"], "HEALTHCHECK": lists["HEALTHCHECK"][1:], "compose.yaml": fake.Command,
	} {
		if len(words) < 3 || words[0] != "mock" {
			t.Errorf("%s: the command is %q", name, words)
			continue
		}
		f := new(mockFlags)
		set := f.set()
		if err := set.Parse(words[1:]); err != nil || set.NArg() > 0 {
			t.Errorf("%s: %v, and the arguments %q", name, err, set.Args())
		}
		if f.healthcheck == "" && f.Host != "0.0.0.0" {
			t.Errorf("%s: no other container reaches the server on %s", name, f.Host)
		}
	}
}
