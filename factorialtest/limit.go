package factorialtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"
)

// DocumentedPOSTLimit is how many POSTs a minute the real API takes.
const DocumentedPOSTLimit = 200

// LimitPOST answers 429 to more than n POSTs in a minute of the server's clock, as the real API does from
// [DocumentedPOSTLimit] on. Without it there is no limit. The answer has no Retry-After: none has been seen.
func LimitPOST(n int) Option {
	return func(c *config) error {
		if n < 1 {
			return errors.New("LimitPOST wants at least 1")
		}
		c.limit.most = n
		return nil
	}
}

// postLimit counts the POSTs of a minute.
type postLimit struct {
	most int // 0: no limit

	mu    sync.Mutex
	since time.Time
	count int
}

// exceeded counts a request and tells whether it is one too many.
func (l *postLimit) exceeded(method string, now time.Time) bool {
	if l.most == 0 || method != http.MethodPost {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.since) >= time.Minute {
		l.since, l.count = now, 0
	}
	l.count++
	return l.count > l.most
}

func tooMany() *refusal {
	return &refusal{http.StatusTooManyRequests, json.RawMessage(`{"message":"Too many requests"}`)}
}
