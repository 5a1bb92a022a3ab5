package mockserver

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestAFileIsReplacedAsAWholeOrNotAtAll(t *testing.T) {
	errBroken := errors.New("broken")
	for _, test := range []struct {
		name  string
		write func(io.Writer) error
		want  string
		err   error
	}{
		{"complete", func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }, "new", nil},
		{"nothing", func(io.Writer) error { return nil }, "", nil},
		{"broken off", func(w io.Writer) error { _, _ = io.WriteString(w, "n"); return errBroken }, "old", errBroken},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "file")
			if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := replace(path, 0o600, test.write); !errors.Is(err, test.err) {
				t.Errorf("got %v", err)
			}
			if text, err := os.ReadFile(path); err != nil || string(text) != test.want {
				t.Errorf("the file has %q, %v", text, err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
				t.Errorf("the directory holds %v, %v", left, err)
			}
		})
	}
}

func TestTheStateIsSavedWhenRecordsHaveChanged(t *testing.T) {
	srv := &fakeRecords{text: "{}"}
	path := filepath.Join(t.TempDir(), "state.json")
	s := &state{path: path, records: srv}
	for _, step := range []struct {
		name  string
		do    func()
		dumps int
	}{
		{"the first time", func() {}, 1},
		{"nothing happened", func() {}, 1},
		{"a change", func() { srv.writes++ }, 2},
		{"nothing after it", func() {}, 2},
		{"a failure", func() { srv.writes++; srv.err = errors.New("disk") }, 3},
		{"the next try", func() { srv.err = nil }, 4},
	} {
		step.do()
		if err := s.save(); (err != nil) != (srv.err != nil) || srv.dumps != step.dumps {
			t.Errorf("%s: got %v after %d dumps", step.name, err, srv.dumps)
		}
	}
	if err := s.finish(); err != nil || srv.dumps != 5 {
		t.Errorf("at the end: got %v after %d dumps", err, srv.dumps)
	}
	if err := (&state{records: srv}).save(); err != nil || srv.dumps != 5 {
		t.Errorf("without a file: got %v after %d dumps", err, srv.dumps)
	}
}

type fakeRecords struct {
	writes uint64
	text   string
	err    error
	dumps  int
}

func (f *fakeRecords) Writes() uint64 { return f.writes }

func (f *fakeRecords) Dump(w io.Writer) error {
	f.dumps++
	_, _ = io.WriteString(w, f.text)
	return f.err
}
