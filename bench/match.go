package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"time"
)

// match is a comparison of contenders on one server.
type match struct {
	url        string
	contenders []contender
	all        map[string][]time.Duration
}

// run lets all contenders read one after the other, several times, and keeps the best time of each.
// A disturbance of the machine then affects all of them, and one quiet round is enough.
func (m *match) run(ctx context.Context, rounds int) error {
	m.all = map[string][]time.Duration{}
	var readers []reader
	defer func() {
		for _, r := range readers {
			_ = r.close()
		}
	}()
	for _, c := range m.contenders {
		r, err := c.start(ctx, m.url)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		readers = append(readers, r)
	}
	for round := range rounds + 1 {
		for i := range readers {
			i = (i + round) % len(readers) // each contender runs after different ones
			runtime.GC()                   // no contender pays for another's garbage
			result, err := readers[i].read(ctx)
			if err == nil {
				err = result.check()
			}
			name := m.contenders[i].name
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if round > 0 { // the first round warms up
				m.all[name] = append(m.all[name], result.duration)
			}
		}
		fmt.Fprint(os.Stderr, ".")
	}
	return nil
}

// time returns the best time of a contender, 0 if it did not take part.
func (m *match) time(name string) time.Duration {
	if len(m.all[name]) == 0 {
		return 0
	}
	return slices.Min(m.all[name])
}

// median returns the median time of a contender, 0 if it did not take part.
func (m *match) median(name string) time.Duration {
	times := slices.Sorted(slices.Values(m.all[name]))
	if len(times) == 0 {
		return 0
	}
	return times[len(times)/2]
}

// ratio returns the time of a in units of b, NaN if one of them did not take part.
func (m *match) ratio(a, b string) float64 {
	if m.time(a) == 0 || m.time(b) == 0 {
		return math.NaN()
	}
	return m.time(a).Seconds() / m.time(b).Seconds()
}
