package factorialtest_test

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Every line of curl in the section about the control surface works as it stands, one after the
// other.
func TestTheCurlLinesOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Control over HTTP\n")
	section, _, _ = strings.Cut(section, "\n## ")
	srv := factorialtest.New(t, factorialtest.Loopback(""), factorialtest.Seed(50), factorialtest.Control())
	files := map[string]string{}
	lines := 0
	for line := range strings.Lines(section) {
		command, _, _ := strings.Cut(line, " # ")
		words := shellWords(strings.ReplaceAll(command, "$fake", srv.ControlURL))
		if len(words) == 0 || words[0] != "curl" {
			continue
		}
		lines++
		t.Run(strings.TrimSpace(command), func(t *testing.T) { curl(t, srv, words[1:], files) })
	}
	if lines < 30 {
		t.Errorf("found only %d lines", lines)
	}
}

// curl does what the command curl does with these arguments, and expects success, or the fault that
// the request asks for.
func curl(t *testing.T, srv *factorialtest.Server, args []string, files map[string]string) {
	t.Helper()
	method, url, body, output := "GET", "", "", ""
	header := http.Header{}
	for i := 0; i < len(args); i++ {
		next := func() string { i++; return args[i] }
		switch args[i] {
		case "-X":
			method = next()
		case "-d":
			body = next()
		case "--data-binary":
			body = files[strings.TrimPrefix(next(), "@")]
		case "-H":
			name, value, _ := strings.Cut(next(), ": ")
			header.Set(name, value)
		case ">":
			output = next()
		case "-N":
		default:
			url = strings.Replace(args[i], "http://127.0.0.1:8080", srv.URL, 1)
		}
	}
	if body != "" {
		header.Set("Content-Type", "application/x-www-form-urlencoded")
		if method == "GET" {
			method = "POST"
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	if strings.HasSuffix(url, "/log") {
		resp, err := srv.HTTPClient().Do(r)
		if err != nil || resp.StatusCode != 200 {
			t.Errorf("%v %v", resp, err)
		}
		return
	}
	status, content := outcome(srv.HTTPClient(), r)
	if fault := header.Get("X-Fake-Fault"); fault != "" {
		if status != 502 && status != 0 {
			t.Errorf("the fault has no effect: %d %s", status, content)
		}
	} else if status < 200 || status > 299 {
		t.Errorf("the response is %d %s", status, content)
	}
	if output != "" {
		files[output] = content
	}
}

// shellWords splits a line like a shell without variables.
func shellWords(line string) (words []string) {
	var word strings.Builder
	quote, in := rune(0), false
	for _, c := range line + " " {
		switch {
		case c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '\'' || c == '"':
			quote, in = c, true
		case c == ' ' || c == '\n':
			if in || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			in = false
		default:
			word.WriteRune(c)
		}
	}
	return words
}
