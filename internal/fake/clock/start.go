package clock

import "time"

// StartAt makes a clock that runs show t now, and again after Reset as if it had run since.
func (c *Clock) StartAt(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanced = time.Until(t)
	c.start.advanced = c.advanced
}
