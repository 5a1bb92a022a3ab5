package fault

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Parse parses faults as written on a command line: kinds separated by commas, each with =share
// and @pattern if wanted.
func Parse(text string) ([]Fault, error) {
	var all []Fault
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		rest, operation, _ := strings.Cut(part, "@")
		kind, value, valued := strings.Cut(rest, "=")
		f := Fault{Kind: Kind(kind), Operation: operation}
		var err error
		switch {
		case f.Kind == Latency:
			f.Delay, err = time.ParseDuration(value)
		case valued:
			f.Rate, err = strconv.ParseFloat(value, 64)
			if err == nil && f.Rate == 0 {
				continue // Rate 0 would mean all requests
			}
		}
		if err != nil {
			return nil, fmt.Errorf("fault %q: %w", part, err)
		}
		if f.Kind == RateLimit {
			f.RetryAfter = "1"
		}
		all = append(all, f)
	}
	if err := new(Plan).Add(all); err != nil {
		return nil, err
	}
	return all, nil
}
