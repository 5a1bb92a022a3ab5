package mockserver

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// slowWriter blocks each write until it may go on.
type slowWriter struct {
	next   chan struct{}
	writes int
	text   strings.Builder
}

func (w *slowWriter) Write(b []byte) (int, error) {
	<-w.next
	w.writes++
	return w.text.Write(b)
}

func TestRequestsDoNotWaitForTheTerminal(t *testing.T) {
	w := &slowWriter{next: make(chan struct{})}
	p := newPrinter(w)
	var all sync.WaitGroup
	const requests = 1000
	for i := range requests {
		all.Go(func() {
			p.print(factorialtest.Request{Method: "GET", Path: fmt.Sprint("/", i), Status: 200, Operation: "a.B.Get"})
		})
	}
	all.Wait() // although nothing is written yet
	close(w.next)
	p.close()
	lines := strings.Split(strings.TrimSuffix(w.text.String(), "\n"), "\n")
	slices.Sort(lines)
	if lines = slices.Compact(lines); len(lines) != requests {
		t.Errorf("%d lines, want %d", len(lines), requests)
	}
	if w.writes > 3 {
		t.Errorf("%d writes for %d requests that waited together", w.writes, requests)
	}
}

func TestAPrinterKeepsABoundedTextForASlowTerminal(t *testing.T) {
	w := &slowWriter{next: make(chan struct{})}
	p := newPrinter(w)
	long := factorialtest.Request{Method: "GET", Path: "/" + strings.Repeat("x", 100_000)}
	printed := make(chan int)
	go func() {
		defer close(printed)
		for range 100 {
			p.print(long)
			p.mu.Lock()
			size := len(p.waiting)
			p.mu.Unlock()
			printed <- size
		}
	}()
	most := 0
	go func() { // the terminal reads on only now and then
		for {
			select {
			case w.next <- struct{}{}:
			case <-t.Context().Done():
				return
			}
		}
	}()
	for size := range printed {
		most = max(most, size)
	}
	p.close()
	if most > printLimit+200_000 {
		t.Errorf("%d bytes waited, the limit is %d", most, printLimit)
	}
	if got := strings.Count(w.text.String(), "\n"); got != 100 {
		t.Errorf("%d lines, want 100", got)
	}
}

func TestATerminalThatIsStuckDoesNotKeepTheProgram(t *testing.T) {
	w := &slowWriter{next: make(chan struct{})}
	p := newPrinter(w)
	p.print(factorialtest.Request{Method: "GET", Path: "/", Status: 200})
	closed := make(chan struct{})
	go func() { p.close(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(10 * time.Second):
		t.Error("it waits for the terminal")
	}
	close(w.next)
	<-p.done
}
