package factorialhr

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// Limiter decides when a request may start. A client has one that paces POSTs, since the API documents a limit of 200
// a minute for them and none for other methods. A program that runs as several processes can give one that they share
// with [RateLimiter].
//
// It is safe for concurrent use.
type Limiter interface {
	// Wait returns nil when a request with this HTTP method may be sent, every attempt of a call counted. It returns an
	// error when ctx ends before; the call then fails with that error, and nothing was sent.
	Wait(ctx context.Context, method string) error
	// Pause tells that the server wants no requests for d: it answered 429, or that its limit is used up. d is what the
	// server asked for, which can be hours. The client itself keeps to that without help: it waits up to a minute, and
	// refuses calls for longer pauses (see [Client.Paused]). A limiter that is shared can tell the others; for a long
	// pause, Wait should return an error, ErrRateLimited for instance, rather than wait.
	Pause(d time.Duration)
}

const (
	// postRate and postBurst keep below 200 POSTs a minute, however they are spread: 20 and then 3 a second.
	postRate  = 3
	postBurst = 20
)

// pacer is the limiter of a client that was not given one.
type pacer struct {
	posts *rate.Limiter
}

func newPacer() *pacer { return &pacer{posts: rate.NewLimiter(postRate, postBurst)} }

func (p *pacer) Wait(ctx context.Context, method string) error {
	if method != http.MethodPost {
		return nil
	}
	err := p.posts.Wait(ctx)
	if err != nil && ctx.Err() == nil {
		// The limiter sees that the deadline comes first and does not wait for it.
		return fmt.Errorf("the turn would come too late: %w", context.DeadlineExceeded)
	}
	return err
}

func (p *pacer) Pause(time.Duration) {}
