// Package chaos_test lets 64 goroutines work on an API that fails every tenth request, in every way that factorialtest
// knows, and then compares what the callers were told with what the server did.
//
//	go test -race ./internal/chaos                         4,000 operations
//	FACTORIALHR_SOAK=1 go test -race -v ./internal/chaos   20,000
package chaos_test

import (
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const (
	goroutines = 64
	// seed decides which operations there are and, together with the order in which requests arrive, which of them fail.
	seed = 6
	// staff is how many employees there are. Nobody changes them, so every full read must find them all.
	staff = 95
)

// faults hit one request in ten, and one list in six.
func faults() []factorialtest.Fault {
	return []factorialtest.Fault{
		{Kind: factorialtest.Latency, Rate: 0.05, Delay: 30 * time.Millisecond},
		{Kind: factorialtest.ResetBefore, Rate: 0.01},
		{Kind: factorialtest.ResetAfter, Rate: 0.015},
		{Kind: factorialtest.Truncate, Rate: 0.015},
		{Kind: factorialtest.ServerError, Rate: 0.005, Status: 500},
		{Kind: factorialtest.ServerError, Rate: 0.005, Status: 500, Acts: true},
		{Kind: factorialtest.ServerError, Rate: 0.01, Status: 502, Acts: true},
		{Kind: factorialtest.ServerError, Rate: 0.01, Status: 503},
		{Kind: factorialtest.ServerError, Rate: 0.01, Status: 504, Acts: true},
		{Kind: factorialtest.RateLimit, Rate: 0.005},
		{Kind: factorialtest.RateLimit, Rate: 0.005, RetryAfter: "2"},
		{Kind: factorialtest.Malformed, Rate: 0.01},
		{Kind: factorialtest.EmptyPage, Rate: 0.01},
		{Kind: factorialtest.ShortPage, Rate: 0.01},
		{Kind: factorialtest.NullLimit, Rate: 0.01},
		{Kind: factorialtest.MovingTotal, Rate: 0.01},
		{Kind: factorialtest.IgnorePage, Rate: 0.01},
		{Kind: factorialtest.MissingCursor, Rate: 0.005},
		{Kind: factorialtest.RepeatCursor, Rate: 0.005},
	}
}

func TestNothingIsLostAndNothingHappensTwice(t *testing.T) {
	operations := 4_000
	if os.Getenv("FACTORIALHR_SOAK") != "" {
		operations = 20_000
	}
	// In a bubble and in memory: waiting, of which there is much, takes no time.
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, operations)
		var next atomic.Int64
		var running sync.WaitGroup
		for range goroutines {
			running.Go(func() {
				for n := int(next.Add(1)) - 1; n < operations; n = int(next.Add(1)) - 1 {
					w.operations[n].run(t.Context(), w)
				}
			})
		}
		running.Wait()
		synctest.Wait() // the server may still be busy with what a caller gave up
		judge(t, w.operations, w.api.Requests())
	})
}
