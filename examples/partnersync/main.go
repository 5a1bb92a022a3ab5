// Command partnersync is a marketplace integration that copies approved expenses into a partner's
// books. Factorial calls it when a user presses "synchronise". It stores the call, responds at
// once, and works afterwards: it books the expenses and reports the outcome of each one in bulk.
//
//	export FACTORIAL_TOKEN=… FACTORIAL_CHALLENGE=…   # a challenge has at least 16 characters
//	go run ./examples/partnersync -integration 6f3c1b0a-… -company 55 -dir state -listen :8080
//
// Configure https://your.host/factorial/integrations/sync_run as the URL of the integration, with
// the challenge in the header x-factorial-wh-challenge.
//
// The directory of -dir holds runs/ (a file for each run) and books/ (a file for each expense; it
// stands for the partner's system, see book in books.go). Both hold business data: only the owner
// may read them. Keep the directory: it is the reason that a repeated call, a crash or a restart
// books nothing twice. Run one process for each directory.
//
// Exit codes: 0 after SIGINT or SIGTERM, 1 if the service cannot run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "partnersync:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	listen := flag.String("listen", ":8080", "the address to listen on")
	dir := flag.String("dir", "state", "the directory of the runs and the books")
	integration := flag.String("integration", "", "the UUID of the integration")
	company := flag.String("company", "", "the id of the company")
	flag.Parse()
	if *integration == "" || *company == "" {
		return errors.New("-integration and -company are required")
	}
	client, err := factorialhr.FromEnv()
	if err != nil {
		return err
	}
	defer client.Close()
	s, err := newService(client, os.Getenv("FACTORIAL_CHALLENGE"), *dir, *integration, factorialhr.ID(*company), slog.Default())
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	return s.serve(ctx, l, time.Minute)
}
