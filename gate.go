package factorialhr

import (
	"context"
	"sync"
	"time"
)

// gate holds back the requests of a client: it bounds how many are in flight, closes for a while
// when the server demands it, and keeps the pauses that are too long to wait for. It is safe for
// concurrent use.
type gate struct {
	places chan struct{}
	pauses pauses

	mu   sync.Mutex
	open time.Time // closed until then
}

func newGate(places int) *gate { return &gate{places: make(chan struct{}, places)} }

// enter waits for a place and for the end of a pause. Pair every enter that succeeds with leave.
func (g *gate) enter(ctx context.Context) error {
	select {
	case g.places <- struct{}{}:
	case <-ctx.Done():
		return contextCause(ctx)
	}
	// Only with a place: otherwise, all requests that wait for a place would ignore a pause that
	// began meanwhile.
	for {
		g.mu.Lock()
		pause := time.Until(g.open)
		g.mu.Unlock()
		if pause <= 0 {
			return nil
		}
		if err := sleep(ctx, pause); err != nil {
			g.leave()
			return err
		}
	}
}

func (g *gate) leave() { <-g.places }

// close keeps the gate closed for d from now on. It never shortens a pause.
func (g *gate) close(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(d); until.After(g.open) {
		g.open = until
	}
}
