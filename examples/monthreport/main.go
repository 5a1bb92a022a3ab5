// Command monthreport prints the hours of one month as CSV: a line for each employee, with the
// plan, the time worked, and the pool that each minute goes to. It only reads.
//
//	export FACTORIAL_API_KEY=…
//	go run ./examples/monthreport -month 2026-10 > hours.csv
//	go run ./examples/monthreport -month 2026-10 -employees 12,57
//	go run ./examples/monthreport -pools      what the pools mean
//
// All times are minutes. An empty cell means that the value is unknown, and the column notes says
// why; it never means 0. The lines have no names, only ids. The command prints nothing unless it
// has read everything.
//
// Exit codes: 0 the report is complete, 1 a call failed and nothing was printed, 2 a wrong flag.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	connect := func() (*factorialhr.Client, error) { return factorialhr.FromEnv(factorialhr.ReadOnly()) }
	os.Exit(run(ctx, connect, os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit code.
func run(ctx context.Context, connect func() (*factorialhr.Client, error), args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("monthreport", flag.ContinueOnError)
	flags.SetOutput(stderr)
	month := flags.String("month", "", "the month, such as 2026-10")
	only := flags.String("employees", "", "the ids of some employees, separated by commas (default all)")
	pools := flags.Bool("pools", false, "print what the pools mean and exit")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if *pools {
		printPools(stdout)
		return 0
	}
	first, err := time.Parse("2006-01", *month)
	if err != nil || flags.NArg() > 0 {
		fmt.Fprintln(stderr, "monthreport: -month needs a year and a month, such as 2026-10")
		return 2
	}
	ids, err := parseIDs(*only)
	if err != nil {
		fmt.Fprintln(stderr, "monthreport:", err)
		return 2
	}
	if err := print(ctx, connect, first, ids, stdout); err != nil {
		fmt.Fprintln(stderr, "monthreport:", err)
		return 1
	}
	return 0
}

// print reads the whole report before it writes the first byte.
func print(ctx context.Context, connect func() (*factorialhr.Client, error), first time.Time, ids []factorialhr.ID, w io.Writer) error {
	client, err := connect()
	if err != nil {
		return err
	}
	defer client.Close()
	r := report{client: client, first: first, lines: make(map[factorialhr.ID]*line)}
	if err := r.read(ctx, ids); err != nil {
		return err
	}
	var text bytes.Buffer
	if err := r.writeCSV(&text); err != nil {
		return err
	}
	_, err = w.Write(text.Bytes())
	return err
}

// parseIDs reads ids separated by commas.
func parseIDs(text string) ([]factorialhr.ID, error) {
	if text == "" {
		return nil, nil
	}
	var ids []factorialhr.ID
	for id := range strings.SplitSeq(text, ",") {
		if id = strings.TrimSpace(id); id == "" {
			return nil, errors.New("-employees has an empty id")
		}
		ids = append(ids, factorialhr.ID(id))
	}
	return ids, nil
}
