package factorialhr

import (
	"cmp"
	"net/http"
	"strings"
	"time"
)

// rateLimit is what a server says of one of its rate limits.
type rateLimit struct {
	left  float64 // requests in this span, below 0 if the server does not say
	reset time.Duration
}

// limitReset returns when the limit that refused a request begins anew, 0 if the server does not say. A limit with
// requests left is not the one.
func limitReset(h http.Header, now time.Time) (d time.Duration) {
	for _, limit := range rateLimits(h, now) {
		if limit.left <= 0 {
			d = max(d, limit.reset)
		}
	}
	return d
}

// exhausted returns how long to wait after a response that says that it was the last one of its span, 0 if it does not.
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

// rateLimits reads RateLimit-Remaining and RateLimit-Reset, the same with X- in front, and RateLimit.
func rateLimits(h http.Header, now time.Time) []rateLimit {
	standard, _ := longestDelay(h["Ratelimit-Reset"], now)
	old, _ := longestDelay(h["X-Ratelimit-Reset"], now)
	first := rateLimit{left: -1, reset: cmp.Or(standard, old)}
	for _, name := range []string{"Ratelimit-Remaining", "X-Ratelimit-Remaining"} {
		for _, line := range h[name] {
			text, _, _ := strings.Cut(line, ";") // of parameters
			n, ok := parseNumber(strings.TrimSpace(text))
			if ok && (first.left < 0 || n < first.left) {
				first.left = max(n, 0)
			}
		}
	}
	return append(structuredLimits(strings.Join(h["Ratelimit"], ",")), first)
}

// structuredLimits reads the header RateLimit in the notations of its drafts (draft-ietf-httpapi-ratelimit-headers): a
// limit is "name";r=0;t=30, separated by commas from the next, or there is one as limit=9, remaining=0, reset=30.
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
