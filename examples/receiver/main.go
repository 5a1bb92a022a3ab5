// Command receiver receives webhooks like a service in production: it subscribes when it starts,
// writes events that must not be lost to a file before it responds, keeps failed deliveries, and
// loses nothing when it stops.
//
//	export FACTORIAL_API_KEY=… FACTORIAL_CHALLENGE=…   # a challenge has at least 16 characters: openssl rand -hex 32
//	go run ./examples/receiver -listen :8080 -public https://hooks.example.com/factorial
//
// With -plan it prints the changes to the subscriptions and exits.
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

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/webhook"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "receiver:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	listen := flag.String("listen", ":8080", "the address to listen on")
	public := flag.String("public", "", "the public URL of the service, including /factorial")
	dir := flag.String("dir", ".", "the directory of the inbox and the failed deliveries")
	plan := flag.Bool("plan", false, "print the changes to the subscriptions and exit")
	flag.Parse()

	client, err := factorialhr.FromEnv()
	if err != nil {
		return err
	}
	defer client.Close()
	r, err := newReceiver(os.Getenv("FACTORIAL_CHALLENGE"), *dir, slog.Default())
	if err != nil {
		return err
	}
	if *plan {
		changes, err := webhook.Sync(ctx, client, r.mux, *public, webhook.DryRun())
		fmt.Print(changes)
		return err
	}
	if err := r.redeliver(ctx); err != nil {
		return err
	}
	// Listen before subscribing: the first deliveries of the API wait until serve accepts them.
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		return err
	}
	changes, err := webhook.Sync(ctx, client, r.mux, *public)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	slog.Info("subscribed", "changes", changes.String())
	return r.serve(ctx, l)
}
