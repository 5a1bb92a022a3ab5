// Command factorialhr is a set of tools for the Factorial HR API.
//
//	factorialhr mock    runs a fake API for development and tests, in any language
//
// Run factorialhr <command> -h for the flags of a command.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const usage = `factorialhr is a set of tools for the Factorial HR API.

  factorialhr mock    run a fake API for development and tests, in any language

Run factorialhr <command> -h for the flags of a command.
`

// echo is the time in which a second signal is the first one again: programs such as timeout send a
// signal to a command and to its group.
const echo = 500 * time.Millisecond

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		time.Sleep(echo)
		stop() // the next signal ends the program at once
	})
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs a command until it is done or ctx ends, and returns the exit code: 0, 1 for a failure, 2
// for an invalid command line.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return 2
	}
	switch args[0] {
	case "mock":
		return mock(ctx, args[1:], stdout, stderr)
	case "help", "-h", "-help", "--help":
		return help(ctx, args[1:], stdout, stderr)
	default:
		return unknown(args[0], stderr)
	}
}

// help explains the program, or the command that it names.
func help(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	switch {
	case len(args) == 0:
		fmt.Fprint(stdout, usage)
		return 0
	case args[0] == "mock":
		return mock(ctx, []string{"-h"}, stdout, stderr)
	default:
		return unknown(args[0], stderr)
	}
}

func unknown(command string, stderr io.Writer) int {
	fmt.Fprintf(stderr, "%s\nfactorialhr: unknown command %q\n", usage, command)
	return 2
}
