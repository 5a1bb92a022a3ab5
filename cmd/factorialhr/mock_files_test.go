//go:build unix

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestASignalWritesTheRecords(t *testing.T) {
	for _, flag := range []string{"-dump", "-state"} {
		for name, signal := range signals() {
			t.Run(flag+" "+name, func(t *testing.T) {
				dir := t.TempDir()
				file := filepath.Join(dir, "company.json")
				p := start(t, flag, file, "-size", "3")
				p.create("Night Watch")
				if code := p.end(signal); code != 0 {
					t.Errorf("it ended with %d: %s", code, &p.errors)
				}
				text, err := os.ReadFile(file)
				if err != nil || !strings.Contains(string(text), "Night Watch") {
					t.Errorf("the file has %d bytes without the new team: %v", len(text), err)
				}
				if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("the mode is %v, %v", info.Mode(), err)
				}
				if err := os.Remove(file + ".lock"); (err == nil) != (flag == "-state") {
					t.Errorf("the lock of the state: %v", err)
				}
				if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
					t.Errorf("the directory holds %v, %v", left, err)
				}
			})
		}
	}
}

// Programs such as timeout send a signal to the command and to its group: it arrives twice.
func TestASignalThatArrivesTwiceStillWritesTheRecords(t *testing.T) {
	dir := t.TempDir()
	p := start(t, "-state", filepath.Join(dir, "state.json"), "-size", "500")
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	time.Sleep(10 * time.Millisecond)
	if code := p.end(syscall.SIGINT); code != 0 {
		t.Errorf("it ended with %d: %s", code, &p.errors)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("the directory holds %v, %v", left, err)
	}
}

func TestAServerGoesOnWithItsState(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "state.json")
	fixture := filepath.Join(dir, "fixture.json")
	if err := os.WriteFile(fixture, []byte(`{"teams/teams": [{"id": "7", "name": "Gardeners"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "-state", file, "-load", fixture)
	created := p.create("Night Watch")
	removed := p.create("Day Watch")
	if status, body := p.call(http.MethodDelete, "teams/teams/"+removed, ""); status != http.StatusOK {
		t.Fatalf("got %d %s", status, body)
	}
	_, before := p.call(http.MethodGet, "employees/employees", "")
	p.end(syscall.SIGTERM)

	p = start(t, "-state", file, "-load", fixture)
	for id, status := range map[string]int{"7": http.StatusOK, created: http.StatusOK, removed: http.StatusNotFound} {
		if got, body := p.call(http.MethodGet, "teams/teams/"+id, ""); got != status {
			t.Errorf("team %s: got %d %s", id, got, body)
		}
	}
	if _, after := p.call(http.MethodGet, "employees/employees", ""); after != before {
		t.Errorf("the employees differ:\n%s\n%s", before, after)
	}
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("it ended with %d: %s", code, &p.errors)
	}
}

func TestAResetReturnsToTheFileOfTheStart(t *testing.T) {
	for _, flag := range []string{"-load", "-state"} {
		t.Run(flag, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "company.json")
			if err := os.WriteFile(file, []byte(`{"teams/teams": [{"id": "7", "name": "Gardeners"}]}`), 0o600); err != nil {
				t.Fatal(err)
			}
			p := start(t, flag, file)
			created := p.create("Night Watch")
			if status, body := p.request(http.MethodPost, "/_fake/reset", ""); status >= 300 {
				t.Fatalf("got %d %s", status, body)
			}
			for id, status := range map[string]int{"7": http.StatusOK, created: http.StatusNotFound} {
				if got, body := p.call(http.MethodGet, "teams/teams/"+id, ""); got != status {
					t.Errorf("team %s: got %d %s", id, got, body)
				}
			}
			p.end(syscall.SIGTERM)
		})
	}
}

func TestADamagedStateIsRefusedAndNeverOverwritten(t *testing.T) {
	for name, text := range map[string]string{
		"an empty file":              "",
		"the beginning of a file":    `{"teams/teams": [{"id": "7", "na`,
		"two documents":              `{} {}`,
		"another kind of JSON":       `["teams/teams"]`,
		"null":                       `null`,
		"a resource that is not":     `{"teams/taems": []}`,
		"a property that is not":     `{"teams/teams": [{"id": "7", "nmae": "x"}]}`,
		"a property of another type": `{"teams/teams": [{"id": "7", "name": ["x"]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "state.json")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			code, printed := fails(t, "-port", "0", "-state", file)
			if code != 1 || !strings.Contains(printed, file) {
				t.Errorf("it ended with %d and %s", code, printed)
			}
			if after, err := os.ReadFile(file); err != nil || string(after) != text {
				t.Errorf("the file has now %.100q, %v", after, err)
			}
		})
	}
}

func TestAFileThatCannotBeWrittenIsAnErrorAtTheStart(t *testing.T) {
	dir := t.TempDir()
	for _, flag := range []string{"-state", "-dump", "-tls-out"} {
		for name, path := range map[string]string{
			"no such directory": filepath.Join(dir, "none", "file.json"),
			"a directory":       dir,
		} {
			t.Run(flag+" "+name, func(t *testing.T) {
				code, printed := fails(t, "-port", "0", "-tls", flag, path)
				if code != 1 || !strings.Contains(printed, path) {
					t.Errorf("it ended with %d and %s", code, printed)
				}
			})
		}
	}
}

func TestADumpThatFailsIsAnErrorExit(t *testing.T) {
	for _, flag := range []string{"-dump", "-state"} {
		t.Run(flag, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "gone")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			p := start(t, flag, filepath.Join(dir, "company.json"))
			p.create("Night Watch")
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			if code := p.end(syscall.SIGTERM); code != 1 || !strings.Contains(p.errors.String(), "company.json") {
				t.Errorf("it ended with %d: %s", code, &p.errors)
			}
		})
	}
}
