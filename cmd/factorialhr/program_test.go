//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// runMain makes the binary of the tests run the command itself, in a process of its own that gets
// real signals.
const runMain = "FACTORIALHR_TEST_RUNS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		main()
	}
	os.Exit(m.Run())
}

// program is a running command.
type program struct {
	t      *testing.T
	cmd    *exec.Cmd
	url    string // the base URL that it prints
	client *http.Client
	out    output
	errors bytes.Buffer
}

// output is what the command has printed so far.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// command returns the command, which ends with the test at the latest.
func command(t *testing.T, args ...string) *program {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	p := &program{t: t, cmd: exec.CommandContext(ctx, os.Args[0], append([]string{"mock"}, args...)...), client: http.DefaultClient}
	p.cmd.Env = append(os.Environ(), runMain+"=1")
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.errors
	return p
}

// start starts the command with a free port and waits until it serves.
func start(t *testing.T, args ...string) *program {
	t.Helper()
	p := command(t, append([]string{"-port", "0"}, args...)...)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	baseURL := regexp.MustCompile(`base URL +(\S+)\n[\s\S]*limit=2`)
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if found := baseURL.FindStringSubmatch(p.out.String()); found != nil {
			p.url = found[1]
			return p
		}
	}
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	t.Fatalf("it does not serve: %s%s", &p.out, &p.errors)
	return nil
}

// end sends a signal and returns the exit code.
func (p *program) end(signal os.Signal) int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		p.t.Fatal(err)
	}
	return p.wait()
}

// wait returns the exit code.
func (p *program) wait() int {
	p.t.Helper()
	err := p.cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return 0
}

// fails runs the command without a server, and returns the exit code and what it printed.
func fails(t *testing.T, args ...string) (int, string) {
	t.Helper()
	p := command(t, args...)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	code := p.wait()
	return code, p.out.String() + p.errors.String()
}

// call sends a request for a resource and returns the status and the body.
func (p *program) call(method, path, body string) (int, string) {
	p.t.Helper()
	return p.request(method, "/api/"+factorialhr.DefaultAPIVersion+"/resources/"+path, body)
}

func (p *program) request(method, path, body string) (int, string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", "factorialtest")
	r.Header.Set("Content-Type", "application/json")
	resp, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// create creates a team and returns its id.
func (p *program) create(name string) string {
	p.t.Helper()
	status, body := p.call(http.MethodPost, "teams/teams", `{"name":"`+name+`"}`)
	if status != http.StatusOK && status != http.StatusCreated {
		p.t.Fatalf("it creates no team: %d %s", status, body)
	}
	return regexp.MustCompile(`"id":"([^"]+)"`).FindStringSubmatch(body)[1]
}

// signals are how a program ends.
func signals() map[string]os.Signal {
	return map[string]os.Signal{"SIGINT": os.Interrupt, "SIGTERM": syscall.SIGTERM}
}
