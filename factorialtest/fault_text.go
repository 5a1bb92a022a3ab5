package factorialtest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseFaults reads faults from a text, as a command line has them: kinds with commas between them, each with a share of
// the requests and with the operations that it concerns, if not all.
//
//	server-error=0.05,rate-limit=0.1@*.Create,latency=200ms
//
// The share of latency is always 1; what follows it is the delay.
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
				continue // a share of nothing, where the zero value would mean everything
			}
		}
		if err != nil {
			return nil, fmt.Errorf("factorialtest: the fault %q: %w", part, err)
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
