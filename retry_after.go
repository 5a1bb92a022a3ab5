package factorialhr

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longest bounds what a header can claim, before anything is computed with it.
const longest = 365 * 24 * time.Hour

// retryAfter is how long a server that refused a request asks to wait, 0 if it does not say: Retry-After in seconds or
// as a date (RFC 9110 section 10.2.3), or else the reset of its rate limit.
func retryAfter(h http.Header, now time.Time) time.Duration {
	return cmp.Or(parseDelay(h.Get("Retry-After"), now), rateLimitReset(h, now))
}

// exhausted is how long to wait after an answer that says that it was the last one of its span, 0 if it does not.
func exhausted(h http.Header, now time.Time) time.Duration {
	for _, name := range []string{"Ratelimit-Remaining", "X-Ratelimit-Remaining"} {
		if strings.TrimSpace(h.Get(name)) == "0" {
			return rateLimitReset(h, now)
		}
	}
	return 0
}

func rateLimitReset(h http.Header, now time.Time) time.Duration {
	return cmp.Or(parseDelay(h.Get("Ratelimit-Reset"), now), parseDelay(h.Get("X-Ratelimit-Reset"), now))
}

// parseDelay reads seconds, seconds since 1970 or an HTTP date. What is none of these, or in the past, is 0.
func parseDelay(text string, now time.Time) time.Duration {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	var at time.Time
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		switch {
		case !(seconds > 0): // negative, or not a number
			return 0
		case seconds < longest.Seconds():
			return time.Duration(seconds * float64(time.Second))
		case seconds > 1e11: // later than the year 5000
			return longest
		}
		at = time.Unix(int64(seconds), 0) // so many seconds are a point in time
	} else if at, err = http.ParseTime(text); err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), longest)
}
