package factorialhr

import (
	"fmt"
	"sync"
	"time"
)

// maxPause is how long the client keeps to a pause without a check. Then one request checks whether
// the server still demands it.
const maxPause = 15 * time.Minute

// errPaused is the cause of a call that the client refuses during a pause.
var errPaused = fmt.Errorf("%w: the server demanded a long pause, so the client did not send the request", ErrRateLimited)

// pauses are the pauses of both kinds of calls, since a server limits requests by their method:
// reads are GETs, writes all others.
type pauses struct {
	reads, writes pause
}

func (p *pauses) of(method string) *pause {
	if isRead(method) {
		return &p.reads
	}
	return &p.writes
}

// pause refuses calls after a 429 that demands a longer wait than a call can last. The zero pause
// is over. It is safe for concurrent use.
type pause struct {
	mu  sync.Mutex
	now *refusal // nil: calls pass
}

// refusal is one pause.
type refusal struct {
	began   time.Time
	whole   time.Duration // what the server demanded
	probing bool          // after maxPause, one request checks whether the pause goes on
}

// begin starts a pause of d. It replaces the pause that probe checks, and never shortens another
// one.
func (p *pause) begin(d time.Duration, probe *refusal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil || p.now == probe {
		p.now = &refusal{began: time.Now(), whole: d}
	} else {
		p.now.whole = max(p.now.whole, elapsed(p.now.began)+d)
	}
}

// left returns how long the pause still lasts.
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

// refuses returns how long the pause still lasts, or 0 if a request may pass.
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

// enter is refuses for a request that is sent at once if it may pass. If it passes during a pause,
// it gets a probe, for release and for begin or end.
func (p *pause) enter() (probe *refusal, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d = p.refusesNow(); d == 0 && p.now != nil {
		p.now.probing, probe = true, p.now
	}
	return probe, d
}

// release lets another request check whether the pause goes on.
func (p *pause) release(probe *refusal) {
	if probe == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	probe.probing = false
}

// end ends the pause that probe checked.
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

// elapsed returns the time since then. The monotonic clock stops while the machine sleeps, and an
// administrator may set the other one: the larger difference counts, so that no pause lasts too
// long.
func elapsed(then time.Time) time.Duration {
	now := time.Now()
	return max(now.Sub(then), now.Round(0).Sub(then.Round(0)))
}

// Paused returns how long the client will refuse calls, 0 if it refuses none. After a 429 that asks
// for a wait of more than a minute, the client refuses calls with [ErrRateLimited] and sends
// nothing: all GETs (reads) if the request was a GET, otherwise all calls with another method
// (writes). The pause lasts as long as the server asked for. After 15 minutes, the client still
// lets one call through, and ends the pause if the server accepts it; [Client.Resume] ends it at
// once. Shorter waits are no pause in this sense: calls wait for them. Paused is safe for
// concurrent use.
func (c *Client) Paused() (reads, writes time.Duration) {
	if !c.made() {
		return 0, 0
	}
	return c.gate.pauses.reads.left(), c.gate.pauses.writes.left()
}

// Resume ends the pauses that [Client.Paused] returns, for a program that knows more than the
// client, for instance that the limit was raised. The client sends the next calls; a 429 begins
// another pause. Resume is safe for concurrent use.
func (c *Client) Resume() {
	if c.made() {
		c.gate.pauses.reads.resume()
		c.gate.pauses.writes.resume()
	}
}
