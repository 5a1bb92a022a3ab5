package factorialhr

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longest bounds the wait that a header can state, before anything is computed with it.
const longest = 365 * 24 * time.Hour

// retryAfter returns how long the server asks the client to wait after an error, 0 if it does not
// ask: Retry-After in seconds or as a date (RFC 9110 section 10.2.3). For a 429 without it, the
// reset of the rate limit counts.
func retryAfter(resp *http.Response, now time.Time) time.Duration {
	now = serverTime(resp.Header, now)
	if d, ok := longestDelay(resp.Header["Retry-After"], now); ok || resp.StatusCode != http.StatusTooManyRequests {
		return d
	}
	return limitReset(resp.Header, now)
}

// serverTime returns the time by the server's clock, which its dates refer to. Without a Date, it
// is the time of this machine.
func serverTime(h http.Header, now time.Time) time.Time {
	if date, ok := parseTime(h.Get("Date")); ok {
		return date
	}
	return now
}

// longestDelay returns the longest wait among the lines of a header, and whether any line is
// readable. A proxy may have joined several lines with commas, and a date contains a comma, too.
func longestDelay(lines []string, now time.Time) (wait time.Duration, ok bool) {
	take := func(text string) bool {
		d, readable := parseDelay(text, now)
		wait, ok = max(wait, d), ok || readable
		return readable
	}
	for _, line := range lines {
		if take(line) {
			continue
		}
		before := ""
		for part := range strings.SplitSeq(line, ",") {
			take(part)
			take(before + "," + part)
			before = part
		}
	}
	return wait, ok
}

// parseDelay parses seconds, a point in time, or a duration with units such as 1m30s, and reports
// whether text is one of them. A time in the past is 0.
func parseDelay(text string, now time.Time) (d time.Duration, ok bool) {
	text = strings.Trim(text, " \t\"")
	if n, ok := parseNumber(text); ok {
		return delayOf(n, now), true
	}
	if at, ok := parseTime(text); ok {
		return between(now, at), true
	}
	d, err := time.ParseDuration(text)
	return min(max(d, 0), longest), err == nil
}

// delayOf returns the wait that a number stands for: seconds, or, if they exceed a year, a point in
// time in seconds, milliseconds, microseconds or nanoseconds since 1970.
func delayOf(n float64, now time.Time) time.Duration {
	if n < longest.Seconds() {
		return time.Duration(max(n, 0) * float64(time.Second))
	}
	const farFuture = 1e11 // in seconds: after the year 5000
	for range 3 {
		if n >= farFuture {
			n /= 1000
		}
	}
	if n >= farFuture {
		return longest
	}
	whole := math.Floor(n)
	return between(now, time.Unix(int64(whole), int64((n-whole)*1e9)))
}

func between(now, at time.Time) time.Duration { return min(max(at.Sub(now), 0), longest) }

// parseNumber parses a decimal number. A number that is too large for a float64 is infinite.
func parseNumber(text string) (float64, bool) {
	n, err := strconv.ParseFloat(text, 64)
	ok := (err == nil || errors.Is(err, strconv.ErrRange)) && !math.IsNaN(n) && !strings.ContainsAny(text, "xX_")
	return n, ok
}

// parseTime parses the three notations of an HTTP date, and others that servers use: ISO 8601, the
// notation of Ruby, small letters, a day of one digit, no weekday.
func parseTime(text string) (time.Time, bool) {
	if at, err := http.ParseTime(text); err == nil {
		return at, true
	}
	text = strings.ToUpper(text)
	for _, layout := range []string{
		time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 GMT", "Mon, 2 Jan 2006 15:04:05 UTC", "2 Jan 2006 15:04:05 GMT",
		time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05 -0700",
	} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
