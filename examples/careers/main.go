// Command careers prints the published job postings of a company as a JSON Feed (version 1.1), for
// a careers page. It only reads.
//
//	export FACTORIAL_API_KEY=…
//	go run ./examples/careers -title "Jobs at Acme" -home https://acme.example/jobs > feed.json
//	go run ./examples/careers -currency EUR      with salaries, where the company shows them
//
// The feed has the postings with the status published, and of each posting only the fields that
// feed.go lists. A salary appears only if hide_salary is false: null and absent count as hidden,
// since the response holds the amounts all the same. The API does not name the currency, so there
// is no salary without -currency. The advertisement itself is copied as it is; it may name a
// salary.
//
// The command prints nothing unless it has read everything. It reports on stderr what it left out,
// by id.
//
// Exit codes: 0 the feed is complete, 1 a call failed and nothing was printed, 2 a wrong flag.
package main

import (
	"context"
	"encoding/json"
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
	connect := func() (*factorialhr.Client, error) { return factorialhr.FromEnv(factorialhr.ReadOnly()) }
	os.Exit(run(ctx, connect, os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit code.
func run(ctx context.Context, connect func() (*factorialhr.Client, error), args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("careers", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.title, "title", "Jobs", "the title of the feed")
	flags.StringVar(&o.home, "home", "", "the URL of the careers page")
	flags.StringVar(&o.currency, "currency", "", "the currency of the salaries, such as EUR (default: no salaries)")
	flags.BoolVar(&o.html, "html", false, "declare the advertisements as HTML; the page must sanitise them")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() > 0 || o.currency != "" && len(o.currency) != 3 {
		fmt.Fprintln(stderr, "careers: -currency needs three letters, and there are no arguments")
		return 2
	}
	o.leftOut = func(id factorialhr.ID, reason string) {
		fmt.Fprintf(stderr, "careers: posting %s is left out: %s\n", id, reason)
	}
	if err := print(ctx, connect, o, stdout); err != nil {
		fmt.Fprintln(stderr, "careers:", err)
		return 1
	}
	return 0
}

// print reads the whole feed before it writes the first byte.
func print(ctx context.Context, connect func() (*factorialhr.Client, error), o options, w io.Writer) error {
	client, err := connect()
	if err != nil {
		return err
	}
	defer client.Close()
	f, err := read(ctx, client, o)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(f, "", "  ") // escapes <, > and &
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}
