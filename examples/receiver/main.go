// Command receiver receives webhooks as a service in production does: it subscribes when it starts, writes what must not
// be lost to a file before the API gets its answer, keeps what failed, and stops without losing anything.
//
//	export FACTORIAL_API_KEY=… FACTORIAL_CHALLENGE=…   # a challenge has at least 16 characters: openssl rand -hex 32
//	go run ./examples/receiver -listen :8080 -public https://hooks.example.com/factorial
//
// With -plan it prints what it would change about the subscriptions, and ends.
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
	public := flag.String("public", "", "the URL at which the API reaches it, up to and with /factorial")
	dir := flag.String("dir", ".", "the directory of the inbox and of what failed")
	plan := flag.Bool("plan", false, "print what would be changed about the subscriptions, and end")
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
	// Listening comes before subscribing: what the API delivers at once waits until serve takes it.
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
