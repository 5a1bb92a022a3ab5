package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

func TestMockAnswersWhatItSays(t *testing.T) {
	fixture := filepath.Join(t.TempDir(), "company.json")
	if err := os.WriteFile(fixture, []byte(`{"teams/teams": [{"name": "Night Watch"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	out, printed := io.Pipe()
	done := make(chan int, 1)
	go func() {
		code := run(ctx, []string{"mock", "-port", "0", "-size", "7", "-key", "of-a-test", "-load", fixture}, printed, io.Discard)
		printed.Close()
		done <- code
	}()
	lines := make(chan string, 100)
	go func() {
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			lines <- scanner.Text()
		}
		close(lines)
	}()
	var text strings.Builder
	for !strings.Contains(text.String(), "limit=2") {
		text.WriteString(<-lines + "\n")
	}
	base := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(text.String())
	for path, want := range map[string]string{
		"employees/employees": `"total":7`,
		"teams/teams?nmae=x":  `"Night Watch"`,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/api/"+factorialhr.DefaultAPIVersion+"/resources/"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Api-Key", "of-a-test")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if !strings.Contains(string(body), want) {
			t.Errorf("%s returns %s", path, body)
		}
	}
	stop()
	for line := range lines {
		text.WriteString(line + "\n")
	}
	if want := "GET /api/" + factorialhr.DefaultAPIVersion + "/resources/teams/teams 200 teams.Teams.List\n    the API ignores unknown query parameters: nmae: the parameters are after_id, before_id, ids[], limit, page\n"; !strings.Contains(text.String(), want) {
		t.Errorf("printed %s", text.String())
	}
	if code := <-done; code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

func TestCommandLinesThatMakeNoSense(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"no command", nil, 2, "factorialhr mock"},
		{"an unknown command", []string{"mook"}, 2, `unknown command "mook"`},
		{"an unknown flag", []string{"mock", "-prot", "1"}, 2, "-prot\nThe flags: factorialhr mock -h\n"},
		{"an argument", []string{"mock", "8080"}, 2, "flags only, not \"8080\"\nThe flags: factorialhr mock -h\n"},
		{"a value of another type", []string{"mock", "-port", "x"}, 2, "for flag -port: parse error\nThe flags: factorialhr mock -h\n"},
		{"help for an unknown command", []string{"help", "mook"}, 2, `unknown command "mook"`},
		{"an unknown fault", []string{"mock", "-port", "0", "-faults", "gremlins"}, 1, `unknown kind of fault "gremlins"`},
		{"a fixture that is not there", []string{"mock", "-port", "0", "-load", "nowhere.json"}, 1, "nowhere.json"},
		{"an address that is none", []string{"mock", "-port", "0", "-sync-runs", "here"}, 1, "-sync-runs requires an absolute URL"},
		{"a question", []string{"mock", "-h"}, 0, "server-error=0.05"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			if code := run(t.Context(), test.args, &out, &out); code != test.code || !strings.Contains(out.String(), test.says) {
				t.Errorf("got %d and %s", code, out.String())
			}
		})
	}
}

func TestHelpThatWasAskedForGoesToStandardOutput(t *testing.T) {
	for _, args := range [][]string{{"mock", "-h"}, {"mock", "-size", "7", "--help"}, {"help", "mock"}, {"help"}, {"-h"}} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), args, &out, &errs); code != 0 || errs.Len() > 0 {
			t.Errorf("%q: got %d and %s", args, code, &errs)
		}
		if got := strings.Contains(out.String(), "server-error=0.05"); got != (len(args) > 1) {
			t.Errorf("%q: it prints %s", args, &out)
		}
	}
}
