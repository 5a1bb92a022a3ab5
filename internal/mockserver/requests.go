package mockserver

import (
	"cmp"
	"fmt"
	"io"
	"sync"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// requestPrinter prints one line for each request, and the hint if there is one.
func requestPrinter(w io.Writer) func(factorialtest.Request) {
	var mu sync.Mutex
	return func(r factorialtest.Request) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(w, "%s %s %d %s", r.Method, r.Path, r.Status, cmp.Or(r.Operation, "no such operation"))
		if r.Fault != "" {
			fmt.Fprintf(w, " fault=%s", r.Fault)
		}
		if r.Hint != "" {
			fmt.Fprintf(w, "\n    %s", r.Hint)
		}
		fmt.Fprintln(w)
	}
}
