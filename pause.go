package factorialhr

import (
	"fmt"
	"sync"
	"time"
)

// maxPause is how long the client takes a server at its word. Then one request asks whether the server still means it.
const maxPause = 15 * time.Minute

// errPaused is the cause of a call that the client refuses during a pause.
var errPaused = fmt.Errorf("%w: the server asked for a longer pause, and the client did not send this", ErrRateLimited)

// pauses are those of the two kinds of calls. A server counts its requests by their method: reads are GETs, writes all
// others.
type pauses struct {
	reads, writes pause
}

func (p *pauses) of(method string) *pause {
	if isRead(method) {
		return &p.reads
	}
	return &p.writes
}

// pause keeps calls from a server that answered 429 and wants no more of them for longer than a call waits. The zero pause
// is over. It is safe for concurrent use.
type pause struct {
	mu  sync.Mutex
	now *refusal // nil: calls pass
}

// refusal is one pause.
type refusal struct {
	began   time.Time
	whole   time.Duration // what the server asked for
	probing bool          // one request is on its way to ask, after maxPause
}

// begin starts a pause of d, also in place of the one that probe asked about. It never shortens another.
func (p *pause) begin(d time.Duration, probe *refusal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil || p.now == probe {
		p.now = &refusal{began: time.Now(), whole: d}
	} else {
		p.now.whole = max(p.now.whole, elapsed(p.now.began)+d)
	}
}

// left returns how long the pause goes on.
func (p *pause) left() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.remaining()
}

func (p *pause) remaining() time.Duration {
	if p.now == nil {
		return 0
	}
	d := p.now.whole - elapsed(p.now.began)
	if d <= 0 {
		p.now = nil
	}
	return max(d, 0)
}

// refuses returns how long the pause goes on, but 0 if a request may pass.
func (p *pause) refuses() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refusesNow()
}

func (p *pause) refusesNow() time.Duration {
	d := p.remaining()
	if d > 0 && !p.now.probing && elapsed(p.now.began) >= maxPause {
		return 0
	}
	return d
}

// enter is refuses for a request that is sent at once if it may pass. One that passes during a pause gets a probe, for
// release and for what it learns.
func (p *pause) enter() (probe *refusal, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d = p.refusesNow(); d == 0 && p.now != nil {
		p.now.probing, probe = true, p.now
	}
	return probe, d
}

// release lets another request ask if the pause goes on.
func (p *pause) release(probe *refusal) {
	if probe == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	probe.probing = false
}

// end ends the pause that probe asked about.
func (p *pause) end(probe *refusal) {
	if probe == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == probe {
		p.now = nil
	}
}

// resume ends every pause.
func (p *pause) resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = nil
}

// elapsed returns the time since then. A machine that sleeps stops one of its clocks, and an administrator may set the
// other: the one that went further counts, so that a pause does not outlast its time.
func elapsed(then time.Time) time.Duration {
	now := time.Now()
	return max(now.Sub(then), now.Round(0).Sub(then.Round(0)))
}

// Paused returns how long the client goes on to refuse calls, 0 if it does not. It refuses them with [ErrRateLimited] and
// without sending anything after the server answered 429 and asked for a wait of more than a minute: all GETs (reads) if
// that was the answer to a GET, else all calls with another method (writes). The server's wait counts. After 15 minutes
// the client lets one call through even so, and goes on as usual if the server takes it; [Client.Resume] does at once.
// Shorter waits are no pause in this sense: calls wait for their end. It is safe for concurrent use.
func (c *Client) Paused() (reads, writes time.Duration) {
	if !c.made() {
		return 0, 0
	}
	return c.gate.pauses.reads.left(), c.gate.pauses.writes.left()
}

// Resume ends the pauses that [Client.Paused] returns, for a program that knows more than the client: the limit was raised,
// for instance. The next calls are sent; one that the server answers with 429 begins another pause. It is safe for
// concurrent use.
func (c *Client) Resume() {
	if c.made() {
		c.gate.pauses.reads.resume()
		c.gate.pauses.writes.resume()
	}
}
