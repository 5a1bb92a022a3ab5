package main

import (
	"context"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	hr "github.com/factorialhr-go/factorialhr/gen/employees"
)

// sdk returns a contender that uses this module.
func sdk(name string, read func(ctx context.Context, s *hr.EmployeeService, r *result) error) contender {
	return contender{name: name, start: func(_ context.Context, url string) (reader, error) {
		client, err := factorialhr.New(auth.APIKey("key"), factorialhr.BaseURL(url))
		if err != nil {
			return nil, err
		}
		service := hr.New(client).Employees
		return &timed{
			work: func(ctx context.Context, r *result) error { return read(ctx, service, r) },
			end:  client.Close,
		}, nil
	}}
}

// sdkAll ranges over all employees.
func sdkAll(name string, opts ...factorialhr.RequestOption) contender {
	return sdk(name, func(ctx context.Context, s *hr.EmployeeService, r *result) error {
		for e, err := range s.All(ctx, nil, opts...) {
			if err != nil {
				return err
			}
			r.see(string(e.ID))
		}
		return nil
	})
}

// sdkGetAll reads all employees into a slice.
func sdkGetAll(name string, opts ...factorialhr.RequestOption) contender {
	return sdk(name, func(ctx context.Context, s *hr.EmployeeService, r *result) error {
		staff, err := s.GetAll(ctx, nil, opts...)
		for i := range staff {
			r.see(string(staff[i].ID))
		}
		return err
	})
}

// sdkPages reads page by page and does some work for every page.
func sdkPages(name string, work func(), opts ...factorialhr.RequestOption) contender {
	return sdk(name, func(ctx context.Context, s *hr.EmployeeService, r *result) error {
		for page, err := range s.Pages(ctx, nil, opts...) {
			if err != nil {
				return err
			}
			for i := range page.Data {
				r.see(string(page.Data[i].ID))
			}
			work()
		}
		return nil
	})
}
