package auth

import "time"

// Clock sets the wall clock of a Refresher. With it, tests of several processes need not wait an
// hour for each expiry. Tests of one process use a synctest bubble instead.
func Clock(now func() time.Time) Option {
	return func(r *Refresher) { r.clock.now = now }
}
