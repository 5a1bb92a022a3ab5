// Package chaos_test runs 64 goroutines against an API that fails every tenth request, in every way
// that factorialtest supports. It then compares the results of the calls with the requests that the
// server handled.
//
//	go test -race ./internal/chaos                         # 4,000 operations
//	FACTORIALHR_SOAK=1 go test -race -v ./internal/chaos   # 20,000 operations
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
	// seed determines the operations and, together with the order of the requests, the faults.
	seed = 6
	// staff is the number of employees. No operation changes them, so a full read must find all.
	staff = 95
)

// faults affect one request in ten, and one list in six.
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
	// A bubble with an in-memory network: waiting takes no time.
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
		synctest.Wait() // the server may still handle requests that callers abandoned
		judge(t, w.operations, w.api.Requests())
	})
}
