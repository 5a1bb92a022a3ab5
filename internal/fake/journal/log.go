package journal

import (
	"slices"
	"sync"
)

// The limits of the log. Package factorialtest documents the first three.
const (
	// MaxBody is the number of bytes of one body that the log keeps.
	MaxBody   = 64 << 10
	maxBodies = 8 << 20  // the bytes of all bodies
	maxLength = 1 << 16  // the requests
	maxSize   = 64 << 20 // the bytes of the requests without their bodies
)

// Log is the log of requests. It is safe for concurrent use.
type Log struct {
	mu      sync.Mutex
	numbers int
	entries []entry // the first gone are empty
	gone    int
	bare    int // the entries without their bodies, from the first
	bodies  int // the bytes of the bodies
	size    int // the bytes of the rest
}

// entry is a request with the bytes that the log holds for it, without its body.
type entry struct {
	*Request
	size int
}

// Begin numbers a request that has arrived. The caller fills it in and passes it to End.
func (j *Log) Begin(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.numbers++
	r.Number = j.numbers
}

// End adds a request to the log just before its response is written, so that a client that has the
// response finds the request there. The log may later set the Body of r to nil.
func (j *Log) End(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e := entry{r, r.size()}
	j.entries = append(j.entries, e)
	j.bodies += len(e.Body)
	j.size += e.size
	for len(j.entries)-j.gone > maxLength || j.size > maxSize && len(j.entries)-j.gone > 1 {
		j.forgetFirst()
	}
	for j.bodies > maxBodies {
		j.forgetBody()
	}
	if j.gone > maxLength { // half of the slice
		j.entries = append(j.entries[:0], j.entries[j.gone:]...)
		clear(j.entries[len(j.entries):cap(j.entries)])
		j.bare -= j.gone
		j.gone = 0
	}
}

func (j *Log) forgetFirst() {
	first := j.entries[j.gone]
	j.bodies -= len(first.Body)
	j.size -= first.size
	j.entries[j.gone] = entry{}
	j.gone++
	j.bare = max(j.bare, j.gone)
}

// forgetBody forgets the oldest body.
func (j *Log) forgetBody() {
	r := j.entries[j.bare]
	j.bodies -= len(r.Body)
	r.Body = nil
	j.bare++
}

// All returns the logged requests in the order of their responses.
func (j *Log) All() []Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	kept := j.entries[j.gone:]
	all := make([]Request, len(kept))
	for i, e := range kept {
		all[i] = *e.Request
	}
	return all
}

// Forget empties the log.
func (j *Log) Forget() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.forget()
}

func (j *Log) forget() {
	j.entries = nil
	j.gone, j.bare, j.bodies, j.size = 0, 0, 0, 0
}

// Sizes of the parts of a request, about what the garbage collector counts.
const (
	requestSize = 400 // without its texts and lists
	valueSize   = 64  // a name with a value in a query
	changeSize  = 64
)

// size returns about how many bytes the log holds for r, without its body.
func (r *Request) size() int {
	n := requestSize + len(r.Path) + len(r.Hint) + changeSize*len(r.Changes)
	for name, values := range r.Query {
		n += len(name) + valueSize
		for _, v := range values {
			n += len(v) + valueSize
		}
	}
	for _, name := range slices.Concat(r.Unknown, r.Unhandled) {
		n += len(name)
	}
	return n
}
