package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const mockUsage = `Usage: factorialhr mock [flags]

Runs a fake Factorial API on this machine until interrupted. It knows every
operation, keeps created records in memory, and starts with a small made-up
company. The path may contain any API version.

Flags:
`

const mockFaults = `
Faults are kinds separated by commas. A kind takes =share, the share of requests
that fail, and @pattern, which selects operations. Both are optional:

  -faults server-error=0.05
  -faults rate-limit=0.1@*.Create,latency=200ms
  -faults reset-after=0.02@timeoff.*

`

// mockFlags are the flags of the command.
type mockFlags struct {
	port, size      int
	seed, faultSeed uint64
	key, faults     string
	load, syncRuns  string
	limit           int
	quiet, loose    bool
}

func (f *mockFlags) set() *flag.FlagSet {
	set := flag.NewFlagSet("mock", flag.ContinueOnError)
	set.IntVar(&f.port, "port", 8080, "listen on this `port` of 127.0.0.1; 0 selects a free one")
	set.IntVar(&f.size, "size", 50, "`number` of employees; the other records follow from it")
	set.Uint64Var(&f.seed, "seed", 1, "`number` that seeds the company; another one makes another company")
	set.StringVar(&f.key, "key", factorialtest.DefaultAPIKey, "the API `key` that the server accepts")
	set.StringVar(&f.faults, "faults", "", "make requests fail; `kinds` as below")
	set.Uint64Var(&f.faultSeed, "fault-seed", 1, "`number` that seeds the faults; another one makes other requests fail")
	set.StringVar(&f.load, "load", "", "load records from a `file`: {\"employees/employees\": [{…}]}")
	set.StringVar(&f.syncRuns, "sync-runs", "", "call an integration at this `URL` when a sync run is created; webhooks to loopback addresses need no flag")
	set.IntVar(&f.limit, "post-limit", 0, fmt.Sprintf("respond with 429 to more than this `number` of POSTs a minute; 0 means no limit, the real API accepts %d", factorialtest.DocumentedPOSTLimit))
	set.BoolVar(&f.loose, "loose", false, "accept bodies that refer to missing records")
	set.BoolVar(&f.quiet, "quiet", false, "do not print the requests")
	return set
}

// mock runs the fake API until ctx ends.
func mock(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var f mockFlags
	set := f.set()
	set.SetOutput(stderr)
	set.Usage = func() {
		fmt.Fprint(set.Output(), mockUsage)
		set.PrintDefaults()
		fmt.Fprint(set.Output(), mockFaults+"Kinds: "+faultKinds()+".\n")
	}
	switch err := set.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case set.NArg() > 0:
		fmt.Fprintf(stderr, "factorialhr mock accepts flags only, not %q\n", set.Arg(0))
		return 2
	}
	defer tuneCollector().stop()
	var observe func(factorialtest.Request)
	if !f.quiet {
		p := newPrinter(stdout)
		defer p.close()
		observe = p.print
	}
	srv, err := startMock(f, observe)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	defer srv.Close()
	fmt.Fprintf(stdout, "A fake Factorial with %d employees. Interrupt to stop.\n\n", f.size)
	fmt.Fprintf(stdout, "  base URL  %s\n  x-api-key %s\n  OAuth     client id %q, client secret %q\n\n", srv.URL, f.key, "client", "secret")
	fmt.Fprintf(stdout, "  curl -H 'x-api-key: %s' '%s/api/%s/resources/employees/employees?limit=2'\n\n", f.key, srv.URL, srv.APIVersion())
	<-ctx.Done()
	return 0
}

func startMock(f mockFlags, observe func(factorialtest.Request)) (*factorialtest.Server, error) {
	faults, err := factorialtest.ParseFaults(f.faults)
	if err != nil {
		return nil, err
	}
	opts := []factorialtest.Option{
		factorialtest.Loopback(net.JoinHostPort("127.0.0.1", strconv.Itoa(f.port))),
		factorialtest.Seed(f.size), factorialtest.RandomSeed(f.seed),
		factorialtest.WithCredential(factorialtest.Credential{Key: f.key}),
		factorialtest.FaultSeed(f.faultSeed), factorialtest.Faults(faults...),
	}
	if f.syncRuns != "" {
		opts = append(opts, factorialtest.SyncRunsTo(f.syncRuns, nil))
	}
	if f.loose {
		opts = append(opts, factorialtest.LooseReferences())
	}
	if f.limit != 0 {
		opts = append(opts, factorialtest.LimitPOST(f.limit))
	}
	if observe != nil {
		opts = append(opts, factorialtest.Observe(observe))
	}
	srv, err := factorialtest.Start(opts...)
	if err != nil || f.load == "" {
		return srv, err
	}
	file, err := os.Open(f.load)
	if err == nil {
		err = srv.Load(file)
		_ = file.Close()
	}
	if err != nil {
		_ = srv.Close()
		return nil, err
	}
	return srv, nil
}

func faultKinds() string {
	var kinds []string
	for _, kind := range factorialtest.FaultKinds() {
		kinds = append(kinds, string(kind))
	}
	return strings.Join(kinds, ", ")
}
