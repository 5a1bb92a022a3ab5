// Command bench compares ways to read 10,000 employees in 100 pages, side by side in one run: this
// module, a handwritten client with net/http and encoding/json, the client that oapi-codegen
// generates with its own templates, and, if python3 is available, the Python clients factorialhr
// and factorial-api-client.
//
//	cd bench && go run .                                  print a Markdown page
//	cd bench && go run . -o ../docs/performance.md        write it
//
// The server is another process of this program on a loopback address. Only the first installation
// of the Python clients uses the network. It creates a virtual environment in the user's cache
// directory.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

const (
	atOnce       = 8                     // requests in parallel
	most         = 32                    // the default limit of a client
	latency      = 20 * time.Millisecond // of the server
	work         = 20 * time.Millisecond // of the loop, per page
	withPrefetch = "`Pages` with `Prefetch(1)`"
	sequential   = "`Pages`"
)

// The names of the contenders.
const (
	parallelSDK    = "this SDK, `GetAll` with `Parallel(8)`"
	widestSDK      = "this SDK, `GetAll` with `Parallel(32)`"
	parallelByHand = "net/http and encoding/json by hand, 8 workers"
	iteratorSDK    = "this SDK, `All`"
	loopByHand     = "net/http and encoding/json by hand, one loop"
	stockClient    = "oapi-codegen's `ClientWithResponses`, one loop"
	getAllPython   = "factorialhr 7.0.0, `get_all` (dicts)"
	typedPython    = "factorialhr 7.0.0, `EmployeesEndpoint.all` (models)"
	paginatePython = "factorial-api-client 3.0.0, `paginate`"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == serverArgument {
		exit(serve(os.Args[2:]))
	}
	rounds := flag.Int("rounds", 7, "the number of rounds; the best time of each contender counts")
	output := flag.String("o", "", "write to this file instead of printing")
	withoutPython := flag.Bool("go", false, "skip the Python clients")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	page, err := compare(ctx, *rounds, !*withoutPython)
	if err != nil {
		exit(err)
	}
	if *output == "" {
		fmt.Print(page)
		return
	}
	exit(os.WriteFile(*output, []byte(page), 0o644))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// goContenders returns the contenders that run in this process.
func goContenders() []contender {
	return []contender{
		sdkGetAll(parallelSDK, factorialhr.Parallel(atOnce)),
		handwritten(parallelByHand, (*byHand).parallel),
		sdkGetAll(widestSDK, factorialhr.Parallel(most)),
		sdkAll(iteratorSDK),
		handwritten(loopByHand, (*byHand).sequential),
		generated(stockClient),
	}
}

// compare runs all comparisons and returns the page.
func compare(ctx context.Context, rounds int, withPython bool) (string, error) {
	contenders := goContenders()
	var r report
	if withPython {
		interpreter, err := preparePython(ctx)
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench: skipping the Python clients:", err)
		} else {
			r.Python = pythonVersion(ctx, interpreter)
			contenders = append(contenders,
				python(getAllPython, interpreter, factorialhrScript, "dicts"),
				python(typedPython, interpreter, factorialhrScript, "typed"),
				python(paginatePython, interpreter, factorialAPIClientScript))
		}
	}
	s, err := startServer(ctx, latency, 0)
	if err != nil {
		return "", err
	}
	defer s.close()
	sleep := func() { time.Sleep(work) }
	r.Slow = &match{url: s.url[latency], contenders: contenders}
	r.Fast = &match{url: s.url[0], contenders: contenders}
	r.Ahead = &match{url: s.url[latency], contenders: []contender{
		sdkPages(sequential, sleep),
		sdkPages(withPrefetch, sleep, factorialhr.Prefetch(1)),
	}}
	for _, m := range []*match{r.Slow, r.Fast, r.Ahead} {
		if err := m.run(ctx, rounds); err != nil {
			return "", err
		}
	}
	fmt.Fprintln(os.Stderr)
	r.ByHand, r.SDK = measureRequests(s.url[0], rounds)
	return r.page()
}

// measureRequests returns the best of several measurements of one request, by hand and with this
// module.
func measureRequests(url string, rounds int) (byHand, sdk testing.BenchmarkResult) {
	better := func(a, b testing.BenchmarkResult) testing.BenchmarkResult {
		if a.N == 0 || b.NsPerOp() < a.NsPerOp() {
			return b
		}
		return a
	}
	for range min(rounds, 5) {
		byHand = better(byHand, testing.Benchmark(requestByHand(url)))
		sdk = better(sdk, testing.Benchmark(requestBySDK(url)))
	}
	return byHand, sdk
}
