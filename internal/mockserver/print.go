package mockserver

import (
	"cmp"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// printLimit is the number of bytes that wait for a slow terminal. A request that finds more of
// them waits too, so that the memory stays bounded.
const printLimit = 1 << 20

// patience is the time in which the terminal must take what is left at the end.
const patience = time.Second

// printer prints one line for each request, and the hint if there is one. Requests only append to a
// buffer; one goroutine writes it, so that requests do not wait for each other's system calls.
type printer struct {
	w    io.Writer
	done chan struct{} // closed when everything is written

	mu      sync.Mutex
	changed sync.Cond
	waiting []byte
	ending  bool // nothing waits for the terminal any more
	closed  bool
}

// newPrinter returns a printer that prints until close.
func newPrinter(w io.Writer) *printer {
	p := &printer{w: w, done: make(chan struct{})}
	p.changed.L = &p.mu
	go p.run()
	return p
}

func (p *printer) print(r factorialtest.Request) {
	_, _ = p.Write(appendRequest(make([]byte, 0, 256), r))
}

// Write implements [io.Writer] for lines that are complete. It never fails.
func (p *printer) Write(lines []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.waiting) > printLimit && !p.ending {
		p.changed.Wait()
	}
	p.waiting = append(p.waiting, lines...)
	p.changed.Broadcast()
	return len(lines), nil
}

// end lets every request go on, so that the server can close although the terminal is stuck. From
// then on, only the requests in progress add lines.
func (p *printer) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ending = true
	p.changed.Broadcast()
}

// close writes what is left and ends the printer. A terminal that is stuck for patience loses the
// rest, and the last write of the printer ends with the program.
func (p *printer) close() {
	p.mu.Lock()
	p.ending, p.closed = true, true
	p.changed.Broadcast()
	p.mu.Unlock()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-p.done:
	case <-timer.C:
	}
}

func (p *printer) run() {
	defer close(p.done)
	var writing []byte
	for {
		p.mu.Lock()
		for len(p.waiting) == 0 && !p.closed {
			p.changed.Wait()
		}
		if len(p.waiting) == 0 {
			p.mu.Unlock()
			return
		}
		writing, p.waiting = p.waiting, writing[:0]
		p.changed.Broadcast()
		p.mu.Unlock()
		_, _ = p.w.Write(writing) // a terminal that is gone does not stop the server
	}
}

func appendRequest(b []byte, r factorialtest.Request) []byte {
	b = fmt.Appendf(b, "%s %s %d %s", r.Method, r.Path, r.Status, cmp.Or(r.Operation, "no such operation"))
	if r.Fault != "" {
		b = fmt.Appendf(b, " fault=%s", r.Fault)
	}
	if r.Hint != "" {
		b = fmt.Appendf(b, "\n    %s", r.Hint)
	}
	return append(b, '\n')
}
