package main

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/factorialhr-go/factorialhr"
)

// runs is a directory with a file for each run that was ever received. The file says whether the
// run is done, so a repeated call does not start it again.
type runs struct {
	mu  sync.Mutex // between the look and the write of add
	dir string
}

type state struct {
	Run  factorialhr.ID `json:"run"`
	Done bool           `json:"done"`
}

func (r *runs) path(id factorialhr.ID) string {
	return filepath.Join(r.dir, "run-"+url.PathEscape(id.String())+".json")
}

// add stores a run unless it is known. It returns nil once the run is on disk.
func (r *runs) add(id factorialhr.ID) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := os.Stat(r.path(id)); err == nil {
		return nil
	}
	return r.write(state{Run: id})
}

// finish marks a run as done.
func (r *runs) finish(id factorialhr.ID) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.write(state{Run: id, Done: true})
}

func (r *runs) write(s state) error {
	content, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return replace(r.path(s.Run), content)
}

// open returns the runs that are not done. A file that cannot be read does not hide the others.
func (r *runs) open() ([]factorialhr.ID, error) {
	paths, err := filepath.Glob(filepath.Join(r.dir, "run-*.json"))
	if err != nil {
		return nil, err
	}
	var ids []factorialhr.ID
	var errs []error
	for _, path := range paths {
		var s state
		content, err := os.ReadFile(path)
		if err == nil {
			err = json.Unmarshal(content, &s)
		}
		if err != nil {
			errs = append(errs, err)
		} else if !s.Done {
			ids = append(ids, s.Run)
		}
	}
	return ids, errors.Join(errs...)
}

// replace writes a file atomically: after a crash it has its old content, its new content, or does
// not exist.
func replace(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, when the file is gone
	_, err = f.WriteString(strings.TrimSpace(string(content)) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
