// Package journal is the log of the requests. It imports fault and record for the types of an
// entry. The server and package factorialtest import it.
package journal

import (
	"net/url"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
)

// Request is a request that the server received, with its result. Package factorialtest documents
// the fields.
type Request struct {
	Number    int
	Time      time.Time
	Operation string
	Method    string
	Path      string
	Query     url.Values
	Body      []byte

	Status             int
	Fault              fault.Kind
	Changes            []record.Change
	Unknown, Unhandled []string
	Hint               string
}

const (
	length = 1 << 16
	// MaxBody is the number of bytes of a body that the log keeps.
	MaxBody = 64 << 10
)

// Log is the log of requests. It is safe for concurrent use.
type Log struct {
	mu      sync.Mutex
	numbers int
	entries []*Request
}

// Begin numbers a request that has arrived. The caller fills it in and passes it to End.
func (j *Log) Begin(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.numbers++
	r.Number = j.numbers
}

// End adds a request to the log just before its response is written, so that a client that has the
// response finds the request there.
func (j *Log) End(r *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) == 2*length {
		j.entries = append(j.entries[:0], j.entries[length:]...)
	}
	j.entries = append(j.entries, r)
}

// All returns the logged requests in the order of their responses.
func (j *Log) All() []Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := make([]Request, len(j.entries))
	for i, r := range j.entries {
		all[i] = *r
	}
	return all
}

// Forget empties the log.
func (j *Log) Forget() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
}
