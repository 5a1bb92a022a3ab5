package factorialhr

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/time/rate"
)

// Limiter decides when a request may start. The limiter of a client paces POSTs, since the API
// documents a limit of 200 POSTs a minute and none for other methods. Several processes can share a
// limiter: see [RateLimiter], and NewLimiter of the module auth/redisstore.
//
// A Limiter must be safe for concurrent use.
type Limiter interface {
	// Wait returns nil when the client may send a request with this HTTP method. The client calls
	// it before every attempt of a call. An error, such as that of ctx when it ends first, makes
	// the call fail with it, and nothing is sent.
	Wait(ctx context.Context, method string) error
	// Pause reports that the server wants no requests for d: it responded with 429, or that the
	// limit is used up. d is the time that the server asked for, which can be hours. The client
	// keeps to it without the limiter: it waits up to a minute, and refuses calls during longer
	// pauses (see [Client.Paused]). A shared limiter can pass the pause on to the other processes;
	// during a long one, Wait should return an error, such as ErrRateLimited, rather than wait.
	Pause(d time.Duration)
}

const (
	// postRate and postBurst keep below 200 POSTs in any minute: 20 at once, then 3 a second.
	postRate  = 3
	postBurst = 20
)

// pacer is the default limiter of a client.
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
		// The limiter does not wait if the deadline comes first.
		return fmt.Errorf("the rate-limit wait would exceed the deadline: %w", context.DeadlineExceeded)
	}
	return err
}

func (p *pacer) Pause(time.Duration) {}
