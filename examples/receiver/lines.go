package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/factorialhr-go/factorialhr/webhook"
)

// lines is a file with one JSON value per line. It holds personal data, so only its owner may read
// it.
type lines struct {
	mu   sync.Mutex
	path string
}

// add appends a value. It returns nil once the value is on disk.
func (l *lines) add(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}

// deliveries reads the file.
func (l *lines) deliveries() ([]webhook.Delivery, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []webhook.Delivery
	for decoder := json.NewDecoder(f); ; {
		var d webhook.Delivery
		switch err := decoder.Decode(&d); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, d)
	}
}

// remove deletes the file.
func (l *lines) remove() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return os.Remove(l.path)
}
