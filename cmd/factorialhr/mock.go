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
	set.SetOutput(io.Discard) // a message above pages of help scrolls away
	set.Usage = func() {}
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		set.SetOutput(stdout)
		printMockUsage(set)
		return 0
	}
	if err == nil && set.NArg() > 0 {
		err = fmt.Errorf("it accepts flags only, not %q", set.Arg(0))
	}
	if err != nil {
		fmt.Fprintf(stderr, "factorialhr mock: %v\nThe flags: factorialhr mock -h\n", err)
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
