package auth

import (
	"net/http"
	"sync"
	"time"
)

// overdue counts the exchanges of young tokens after a 401 whose Date is past their end. Such a 401
// is about the token's age, whatever the clocks of this machine show. But one server of many may
// have a wrong clock and refuse every token, so their number is limited.
type overdue struct {
	mu    sync.Mutex
	from  time.Duration // when the count began, on the running clock
	count int
	last  *state // the one that was counted last
}

// isOverdue reports whether the Date of a 401 is past the end of the token.
func isOverdue(t Token, refusal *http.Response) bool {
	date, err := http.ParseTime(refusal.Header.Get("Date"))
	return err == nil && t.canRefresh() && past(t.AccessTokenExpiration(), date)
}

// mostOverdue is the number of such exchanges in a minute.
const mostOverdue = 10

// allow reports whether s may be exchanged, and counts it once, however many requests got the 401.
func (o *overdue) allow(s *state, now time.Duration) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.last != s {
		if o.count == 0 || now-o.from >= time.Minute {
			o.from, o.count = now, 0
		}
		o.last = s
		o.count++
	}
	return o.count <= mostOverdue
}
