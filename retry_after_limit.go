package factorialhr

import (
	"cmp"
	"net/http"
	"strings"
	"time"
)

// rateLimit is the state of one rate limit, as the server states it.
type rateLimit struct {
	left  float64 // requests left in this window, below 0 if the server does not state it
	reset time.Duration
}

// limitReset returns how long the exhausted limit takes to reset, 0 if the server does not state
// it. A limit with requests left did not cause the 429.
func limitReset(h http.Header, now time.Time) (d time.Duration) {
	for _, limit := range rateLimits(h, now) {
		if limit.left <= 0 {
			d = max(d, limit.reset)
		}
	}
	return d
}

// exhausted returns how long to wait after a response that was the last one of its window, 0 if it
// was not, or does not state it.
func exhausted(h http.Header, now time.Time) (d time.Duration) {
	if len(h["Ratelimit-Remaining"])+len(h["X-Ratelimit-Remaining"])+len(h["Ratelimit"]) == 0 {
		return 0
	}
	for _, limit := range rateLimits(h, serverTime(h, now)) {
		if limit.left == 0 {
			d = max(d, limit.reset)
		}
	}
	return d
}

// rateLimits parses RateLimit-Remaining and RateLimit-Reset, the same with the prefix X-, and
// RateLimit.
func rateLimits(h http.Header, now time.Time) []rateLimit {
	standard, _ := longestDelay(h["Ratelimit-Reset"], now)
	old, _ := longestDelay(h["X-Ratelimit-Reset"], now)
	first := rateLimit{left: -1, reset: cmp.Or(standard, old)}
	for _, name := range []string{"Ratelimit-Remaining", "X-Ratelimit-Remaining"} {
		for _, line := range h[name] {
			text, _, _ := strings.Cut(line, ";") // before the parameters
			n, ok := parseNumber(strings.TrimSpace(text))
			if ok && (first.left < 0 || n < first.left) {
				first.left = max(n, 0)
			}
		}
	}
	return append(structuredLimits(strings.Join(h["Ratelimit"], ",")), first)
}

// structuredLimits parses the header RateLimit in the notations of its drafts
// (draft-ietf-httpapi-ratelimit-headers): a list of limits such as "name";r=0;t=30, or a single
// limit as limit=9, remaining=0, reset=30.
func structuredLimits(text string) (all []rateLimit) {
	separator := ","
	if strings.Contains(text, "reset=") {
		separator = "\n"
		text = strings.ReplaceAll(text, ",", ";")
	}
	for item := range strings.SplitSeq(text, separator) {
		limit := rateLimit{left: -1}
		for parameter := range strings.SplitSeq(item, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
			n, ok := parseNumber(strings.TrimSpace(value))
			switch n = max(n, 0); {
			case !ok:
			case name == "r", name == "remaining":
				limit.left = n
			case name == "t", name == "reset":
				limit.reset = time.Duration(min(n, longest.Seconds()) * float64(time.Second))
			}
		}
		all = append(all, limit)
	}
	return all
}
