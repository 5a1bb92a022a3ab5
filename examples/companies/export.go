package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// atOnce limits the companies that are read at the same time.
const atOnce = 4

// exporter exports companies.
type exporter struct {
	config   auth.Config
	logins   auth.TokenStore
	dir      string
	progress func(company string, p paginate.Position) // called concurrently for several companies
}

// run exports companies. A failed export does not stop the others.
func (e *exporter) run(ctx context.Context, companies []string) error {
	errs := make([]error, len(companies))
	places := make(chan struct{}, atOnce)
	var running sync.WaitGroup
	for i, company := range companies {
		running.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			if err := e.export(ctx, company); err != nil {
				errs[i] = fmt.Errorf("%s: %w", company, err)
			}
		})
	}
	running.Wait()
	return errors.Join(errs...)
}

// export reads a company with its own login. It writes nothing unless it has read everything.
func (e *exporter) export(ctx context.Context, company string) error {
	login := auth.RefreshToken(e.config, auth.Token{}, auth.StoreIn(e.logins, company))
	client, err := factorialhr.New(login, factorialhr.BaseURL(e.config.BaseURL))
	if err != nil {
		return err
	}
	defer client.Close()
	staff, err := employees.New(client).Employees.GetAll(ctx, nil, factorialhr.Parallel(4),
		factorialhr.Progress(func(p paginate.Position) { e.progress(company, p) }))
	if err != nil {
		return err // after auth.ErrRefreshTokenExpired or ErrRefreshTokenRejected, a user has to log in again
	}
	return write(filepath.Join(e.dir, company+".csv"), staff)
}

// write replaces a file atomically. The file holds personal data, so only its owner may read it.
func write(path string, staff []employees.Employee) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".export-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, when the file is gone
	w := csv.NewWriter(f)
	_ = w.Write([]string{"id", "name", "email", "active"}) // w keeps the error
	for _, employee := range staff {
		_ = w.Write([]string{employee.ID.String(), employee.FullName, employee.Email, state(employee.Active)})
	}
	w.Flush()
	if err := errors.Join(w.Error(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// state returns "" if the login may not see the value.
func state(active *bool) string {
	if active == nil {
		return ""
	}
	return strconv.FormatBool(*active)
}
