package redisstore

import (
	"testing"
	"time"
)

func TestABudgetIsNeverExceededInAnyMinute(t *testing.T) {
	for n := range 2000 {
		l := NewLimiter(nil, "acme", PostsPerMinute(n))
		if most := l.burst + int(time.Minute/l.interval); most > max(n, 2) {
			t.Errorf("PostsPerMinute(%d) permits %d", n, most)
		}
	}
	if l := NewLimiter(nil, "acme"); l.burst != 20 || l.interval != time.Second/3 {
		t.Errorf("the default is %d at once and one each %s", l.burst, l.interval)
	}
}
