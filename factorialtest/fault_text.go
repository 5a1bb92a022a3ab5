package factorialtest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseFaults parses faults as written on a command line: kinds separated by commas. A kind takes
// =share, the share of requests that fail, and @pattern, which selects operations. Both are
// optional.
//
//	server-error=0.05,rate-limit=0.1@*.Create,latency=200ms
//
// The value of latency is a delay in place of a share.
func ParseFaults(text string) ([]Fault, error) {
	var all []Fault
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		rest, operation, _ := strings.Cut(part, "@")
		kind, value, valued := strings.Cut(rest, "=")
		f := Fault{Kind: FaultKind(kind), Operation: operation}
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
			return nil, fmt.Errorf("factorialtest: fault %q: %w", part, err)
		}
		if f.Kind == RateLimit {
			f.RetryAfter = "1"
		}
		all = append(all, f)
	}
	if err := new(faults).add(all); err != nil {
		return nil, fmt.Errorf("factorialtest: %w", err)
	}
	return all, nil
}
