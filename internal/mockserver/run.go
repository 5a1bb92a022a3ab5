package mockserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Run runs the server until ctx ends, and writes the files of the configuration. It prints on
// stdout where the server is, and the requests, and on stderr what goes wrong without ending it.
func Run(ctx context.Context, c Config, stdout, stderr io.Writer) error {
	if err := c.check(); err != nil {
		return err
	}
	saved, unlock, err := c.prepare()
	if err != nil {
		return err
	}
	defer unlock()
	opts, err := c.options()
	if err != nil {
		return err
	}
	end := func() {}
	if !c.Quiet {
		p := newPrinter(stdout)
		end = p.end
		defer p.close()
		opts = append(opts, factorialtest.Observe(p.print), factorialtest.ObserveDeliveries(DeliveryPrinter(p)))
	}
	srv, err := factorialtest.Start(opts...)
	if err != nil {
		return c.explain(err)
	}
	defer srv.Close()
	source, err := c.fill(srv, saved)
	if err != nil {
		return err
	}
	srv.Keep() // a reset returns to these records
	if err := c.greet(srv, source, stdout); err != nil {
		return err
	}
	s := &state{path: c.State, records: srv}
	s.keep(ctx, stderr)
	end()
	_ = srv.Close() // waits for requests in progress, so that what they changed is saved
	err = s.finish()
	if c.Dump != "" {
		if failed := replace(c.Dump, 0o600, srv.Dump); failed != nil {
			err = errors.Join(err, fmt.Errorf("write the dump: %w", failed))
		}
	}
	return err
}

// prepare checks the files before anything else happens, and returns the records of the last run.
// The state belongs to this server until unlock is called.
func (c Config) prepare() (saved []byte, unlock func(), err error) {
	for _, path := range []string{c.State, c.Dump, c.TLS.Out} {
		if path != "" {
			if err := canReplace(path); err != nil {
				return nil, nil, err
			}
		}
	}
	if c.State == "" {
		return nil, func() {}, nil
	}
	if same(c.State, c.Dump) {
		return nil, nil, errSameFile()
	}
	if unlock, err = lockState(c.State); err != nil {
		return nil, nil, err
	}
	if saved, err = readState(c.State); err != nil {
		unlock()
		return nil, nil, fmt.Errorf("read the state: %w", err)
	}
	return saved, unlock, nil
}

// same reports whether two paths are names of one file.
func same(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// fill loads the records of the last run, or else the fixture. It returns the file that they come
// from; empty if the server has made all of them.
func (c Config) fill(srv *factorialtest.Server, saved []byte) (source string, err error) {
	switch {
	case saved != nil:
		return c.State, load(srv, c.State, saved)
	case c.Load == "":
		return "", nil
	}
	text, err := os.ReadFile(c.Load)
	if err != nil {
		return "", err
	}
	return c.Load, load(srv, c.Load, text)
}
