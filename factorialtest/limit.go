package factorialtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"
)

// DocumentedPOSTLimit is the number of POSTs a minute that the real API accepts.
const DocumentedPOSTLimit = 200

// LimitPOST responds with 429 to more than n POSTs in a minute of the server's clock, as the real
// API does beyond [DocumentedPOSTLimit]. The default is no limit. The response has no Retry-After
// header, because none has been observed.
func LimitPOST(n int) Option {
	return func(c *config) error {
		if n < 1 {
			return errors.New("LimitPOST requires at least 1")
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

// exceeded counts a request and reports whether it exceeds the limit.
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
