// Command projecttime books time on projects from a CSV file, for example an export of an issue
// tracker. It compares the file with Factorial day by day and books only the difference, so a
// second run changes nothing. Without -apply it prints the plan and writes nothing.
//
//	export FACTORIAL_API_KEY=…
//	go run ./examples/projecttime < hours.csv           the plan
//	go run ./examples/projecttime -apply < hours.csv    the plan, and the changes
//
// The file has the columns date, employee_id, project_id and minutes:
//
//	date,employee_id,project_id,minutes
//	2026-10-05,12,3,240
//
// Minutes are the total of an employee on a project and day; 0 means that nothing shall be booked.
// Days, employees and projects that the file does not name stay as they are. An employee who has no
// seat in the project (a project worker) gets one first. The plan leaves to a person what a program
// should not decide: a closed project, an employee whose seat was taken away, more time in shifts
// than in the file, and days with several records or with phases and tasks.
//
// If a call fails, run the command again: it reads first. Run one at a time.
//
// Exit codes: 0 Factorial agrees with the file (without -apply: the plan can do that), 1 a call
// failed, 2 the flags or the file are wrong, 3 some lines are left to a person.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/factorialhr-go/factorialhr"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	connect := func() (*factorialhr.Client, error) { return factorialhr.FromEnv() }
	os.Exit(run(ctx, connect, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run returns the exit code.
func run(ctx context.Context, connect func() (*factorialhr.Client, error), args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("projecttime", flag.ContinueOnError)
	flags.SetOutput(stderr)
	apply := flags.Bool("apply", false, "book the difference (default: only print the plan)")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil || flags.NArg() > 0 {
		return 2
	}
	wanted, err := readInput(stdin)
	if err != nil {
		fmt.Fprintln(stderr, "projecttime:", err)
		return 2
	}
	left, err := reconcile(ctx, connect, wanted, *apply, stdout, stderr)
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "projecttime:", err)
		return 1
	case left > 0:
		fmt.Fprintf(stderr, "projecttime: %d lines are left to a person\n", left)
		return 3
	}
	return 0
}

// reconcile returns the number of lines that it left to a person.
func reconcile(ctx context.Context, connect func() (*factorialhr.Client, error), wanted []line, apply bool, stdout, stderr io.Writer) (int, error) {
	client, err := connect()
	if err != nil {
		return 0, err
	}
	defer client.Close()
	steps, err := plan(ctx, client, wanted)
	if err != nil {
		return 0, err
	}
	left := 0
	for _, s := range steps {
		if s.action == leave {
			left++
		}
		if _, err := fmt.Fprintln(stdout, s); err != nil {
			return left, err
		}
	}
	if !apply {
		return left, nil
	}
	done, err := do(ctx, client, steps)
	fmt.Fprintf(stderr, "projecttime: %d changes are made\n", done)
	return left, err
}
