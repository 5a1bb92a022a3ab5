package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/factorialhr-go/factorialhr/internal/mockserver"
)

// mock runs the fake API until ctx ends.
func mock(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f := new(mockFlags)
	set := f.set()
	set.SetOutput(stderr)
	set.Usage = func() { printMockUsage(set) }
	switch err := set.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case set.NArg() > 0:
		fmt.Fprintf(stderr, "factorialhr mock accepts flags only, not %q\n", set.Arg(0))
		return 2
	}
	run := func() error {
		defer tuneCollector().stop()
		return mockserver.Run(ctx, f.Config, stdout, stderr)
	}
	if f.healthcheck != "" {
		run = func() error { return mockserver.Healthy(ctx, f.healthcheck) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(stderr, "factorialhr mock:", err)
		return 1
	}
	return 0
}
