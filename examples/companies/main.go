// Command companies exports the employees of each company that has installed an application, one
// CSV file per company. The logins are files that several processes may share. Each run refreshes
// the logins that are due and so keeps them alive.
//
//	export FACTORIAL_CLIENT_ID=… FACTORIAL_CLIENT_SECRET=…
//	go run ./examples/companies -logins logins -out export acme globex
//
// To create a login, call auth.SaveToken in the handler to which Factorial redirects a user who has
// given consent.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/paginate"
)

func main() {
	logins := flag.String("logins", "logins", "the directory of the logins, one file per company")
	out := flag.String("out", ".", "the directory of the export")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	e := exporter{
		config: auth.Config{
			ClientID:     os.Getenv("FACTORIAL_CLIENT_ID"),
			ClientSecret: auth.NewSecret(os.Getenv("FACTORIAL_CLIENT_SECRET")),
			BaseURL:      factorialhr.Production,
		},
		logins: auth.NewFileStore(*logins),
		dir:    *out,
		progress: func(company string, p paginate.Position) {
			fmt.Fprintf(os.Stderr, "%s: %d of %d\n", company, p.Records, p.Total)
		},
	}
	if err := e.run(ctx, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "companies:", err)
		os.Exit(1)
	}
}
