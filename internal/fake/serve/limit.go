package serve

import (
	"net/http"
	"sync"
	"time"
)

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
	if age := now.Sub(l.since); age < 0 || age >= time.Minute { // below 0: the clock was set back
		l.since, l.count = now, 0
	}
	l.count++
	return l.count > l.most
}
