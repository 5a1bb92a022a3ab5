//go:build unix

package mockserver

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestALinkStaysAndItsTargetIsReplaced(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "there", "file.json"), filepath.Join(dir, "link.json")
	if err := os.Mkdir(filepath.Dir(target), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	write := func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }
	if err := canReplace(link); err == nil || !strings.Contains(err.Error(), "link.json is a link to a file that is missing") {
		t.Errorf("a link to nothing: got %v", err)
	}
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(canReplace(link), replace(link, 0o600, write)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is now %v, %v", info.Mode(), err)
	}
	if text, err := os.ReadFile(target); err != nil || string(text) != "new" {
		t.Errorf("the target has %q, %v", text, err)
	}
	if err := (Config{Key: "key", State: target, Dump: link}).runs(t); err == nil || !strings.Contains(err.Error(), "-state alone") {
		t.Errorf("one file under two names: got %v", err)
	}
}

// runs returns the error at the start.
func (c Config) runs(t *testing.T) error {
	t.Helper()
	return Run(t.Context(), c, io.Discard, io.Discard)
}

func TestOneServerKeepsAStateAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	first, err := lockState(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := (Config{Key: "key", State: path}).runs(t); err == nil || !strings.Contains(err.Error(), path+" belongs to another server that runs") {
		t.Errorf("the second server: got %v", err)
	}
	link := filepath.Join(filepath.Dir(path), "link.json")
	if err := errors.Join(os.WriteFile(path, []byte("{}"), 0o600), os.Symlink(path, link)); err != nil {
		t.Fatal(err)
	}
	if _, err := lockState(link); err == nil {
		t.Error("a link to the file of another server is accepted")
	}
	first()
	again, err := lockState(path)
	if err != nil {
		t.Fatalf("after the first one has ended: %v", err)
	}
	again()
}

func TestAFailureIsPrintedOnceUntilItChanges(t *testing.T) {
	var printed bytes.Buffer
	srv := &fakeRecords{text: "{}"}
	s := &state{path: filepath.Join(t.TempDir(), "state.json"), records: srv}
	for _, err := range []error{errors.New("disk"), errors.New("disk"), errors.New("full"), nil, errors.New("full")} {
		srv.err = err
		srv.writes++
		s.look(&printed)
	}
	want := "save the state: disk\nsave the state: full\nsave the state: full\n"
	if printed.String() != want {
		t.Errorf("printed %q, want %q", &printed, want)
	}
}

func TestTheDirectoryThatIsGoneIsReportedOnce(t *testing.T) {
	var printed bytes.Buffer
	path := filepath.Join(t.TempDir(), "gone", "state.json")
	s := &state{path: path, records: &fakeRecords{text: "{}"}}
	for range 3 {
		s.look(&printed)
	}
	if text := printed.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, path+":") {
		t.Errorf("printed %s", text)
	}
}
