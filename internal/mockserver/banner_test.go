package mockserver

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestTheBannerSaysWhatTheServerReallyHolds(t *testing.T) {
	dir := t.TempDir()
	written := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	saved := written("state.json", `{"employees/employees": [{"id":"1"},{"id":"2"},{"id":"3"}]}`)
	fixture := written("fixture.json", `{"employees/employees": [{"id":"1"}]}`)
	fresh := filepath.Join(dir, "fresh.json")
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name        string
		c           Config
		says, never []string
	}{
		{
			"a company that is made", Config{Size: 7},
			[]string{"with 7 employees, around 2026-03-01."}, []string{"state ", "control "},
		},
		{
			"a fixture", Config{Size: 7, Load: fixture},
			[]string{"with 1 employee, around 2026-03-01, and the records of " + fixture + "."}, []string{"state "},
		},
		{
			"a fixture without employees", Config{Size: 7, Load: written("teams.json", `{"teams/teams": [{"id":"1","name":"Kitchen"}]}`)},
			[]string{"with 7 employees, around 2026-03-01, and the records of "}, nil,
		},
		{
			"a state that exists", Config{Size: 7, State: saved},
			[]string{"with 3 employees and the records of " + saved + ". Its clock starts on 2026-03-01.", "state     " + saved + ": its records are used\n"},
			[]string{"around", "-load"},
		},
		{
			"a state that exists and a fixture", Config{Size: 7, State: saved, Load: fixture},
			[]string{"with 3 employees and the records of " + saved, "state     " + saved + ": its records are used, -load is not\n"}, nil,
		},
		{
			"a state that begins", Config{Size: 7, State: fresh},
			[]string{"with 7 employees, around", "state     " + fresh + "\n"}, []string{"are used"},
		},
		{
			"a control surface of its own", Config{Size: 7, Control: "127.0.0.1:0"},
			[]string{"  control   http://127.0.0.1:"}, nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.c.Key, test.c.At = "key", at
			got := greeting(t, test.c)
			for _, want := range test.says {
				if !strings.Contains(got, want) {
					t.Errorf("it does not say %q: %s", want, got)
				}
			}
			for _, wrong := range test.never {
				if strings.Contains(got, wrong) {
					t.Errorf("it says %q: %s", wrong, got)
				}
			}
		})
	}
}

// greeting returns the banner of a server.
func greeting(t *testing.T, c Config) string {
	t.Helper()
	saved, unlock, err := c.prepare()
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	opts, err := c.options()
	if err != nil {
		t.Fatal(err)
	}
	srv, err := factorialtest.Start(opts...)
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	source, err := c.fill(srv, saved)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := c.greet(srv, source, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
