package factorialhr

import (
	"fmt"
	"math"
	"math/big"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, time.October, 1, 12, 0, 0, 0, time.UTC)

// unreadable is the wait of a text that cannot be parsed.
const unreadable = -1

func TestParseDelay(t *testing.T) {
	tests := map[string]struct {
		text string
		want time.Duration
	}{
		"seconds":                              {"120", 2 * time.Minute},
		"a fraction":                           {"1.5", 1500 * time.Millisecond},
		"a fraction of minutes":                {"120.5", 120500 * time.Millisecond},
		"zeros in front":                       {"007", 7 * time.Second},
		"a plus":                               {"+7", 7 * time.Second},
		"an exponent":                          {"1e3", 1000 * time.Second},
		"space around it":                      {" 5 ", 5 * time.Second},
		"a tab before it":                      {"\t5", 5 * time.Second},
		"quotes around it":                     {`"5"`, 5 * time.Second},
		"its unit":                             {"120s", 2 * time.Minute},
		"minutes and seconds":                  {"6m0s", 6 * time.Minute},
		"milliseconds":                         {"1500ms", 1500 * time.Millisecond},
		"a negative duration":                  {"-6m0s", 0},
		"an HTTP date":                         {"Thu, 01 Oct 2026 12:00:30 GMT", 30 * time.Second},
		"an HTTP date with the wrong day":      {"Mon, 01 Oct 2026 12:00:30 GMT", 30 * time.Second},
		"an HTTP date of RFC 850":              {"Thursday, 01-Oct-26 12:00:30 GMT", 30 * time.Second},
		"an HTTP date of RFC 850 long ago":     {"Sunday, 06-Nov-94 08:49:37 GMT", 0},
		"an HTTP date of asctime":              {"Thu Oct  1 12:00:30 2026", 30 * time.Second},
		"a date with the offset of its zone":   {"Thu, 01 Oct 2026 14:00:30 +0200", 30 * time.Second},
		"an ISO date":                          {"2026-10-01T12:00:30Z", 30 * time.Second},
		"an ISO date with its offset":          {"2026-10-01T14:00:30.5+02:00", 30500 * time.Millisecond},
		"an HTTP date in small letters":        {"thu, 01 oct 2026 12:00:30 gmt", 30 * time.Second},
		"an HTTP date with one digit":          {"Thu, 1 Oct 2026 12:00:30 GMT", 30 * time.Second},
		"an HTTP date of UTC":                  {"Thu, 01 Oct 2026 12:00:30 UTC", 30 * time.Second},
		"an HTTP date without its weekday":     {"01 Oct 2026 12:00:30 GMT", 30 * time.Second},
		"an ISO date with a space":             {"2026-10-01 12:00:30Z", 30 * time.Second},
		"an ISO date in small letters":         {"2026-10-01t12:00:30z", 30 * time.Second},
		"an ISO date as Ruby writes it":        {"2026-10-01 12:00:30 UTC", 30 * time.Second},
		"one of another zone":                  {"2026-10-01 14:00:30 +0200", 30 * time.Second},
		"a date in the past":                   {"Thu, 01 Oct 2026 11:00:00 GMT", 0},
		"the date of the response":             {"Thu, 01 Oct 2026 12:00:00 GMT", 0},
		"a date in the far future":             {"Fri, 01 Oct 9999 12:00:00 GMT", longest},
		"a date with a day that is none":       {"Thu, 32 Oct 2026 12:00:30 GMT", unreadable},
		"a date in another zone, by name":      {"Thu, 01 Oct 2026 12:00:30 PST", unreadable},
		"seconds since 1970":                   {"1790856030", 30 * time.Second},
		"seconds since 1970, with a fraction":  {"1790856030.5", 30500 * time.Millisecond},
		"seconds since 1970 in the past":       {"1590856030", 0},
		"seconds since 1970 beyond 2038":       {"4294967296", longest},
		"milliseconds since 1970":              {"1790856030000", 30 * time.Second},
		"milliseconds since 1970 in the past":  {"1590856030000", 0},
		"microseconds since 1970":              {"1790856030000000", 30 * time.Second},
		"nanoseconds since 1970":               {"1790856030000000000", 30 * time.Second},
		"nothing":                              {"", unreadable},
		"space":                                {"  ", unreadable},
		"zero":                                 {"0", 0},
		"a negative number":                    {"-1", 0},
		"less than any number":                 {"-1e999", 0},
		"no number":                            {"NaN", unreadable},
		"infinity":                             {"Inf", longest},
		"the infinity of JavaScript":           {"Infinity", longest},
		"more than a float can hold":           {"1e999", longest},
		"a hexadecimal number":                 {"0x10", unreadable},
		"digits in groups":                     {"1_000", unreadable},
		"a word":                               {"soon", unreadable},
		"a number and a word":                  {"5 minutes", unreadable},
		"more seconds than a year has":         {"31536001", 0}, // a point in 1971
		"a number that overflows a second":     {"9223372036854775807", longest},
		"a number that overflows everything":   {strings.Repeat("9", 400), longest},
		"a duration that overflows everything": {"9999999999h", unreadable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := parseDelay(test.text, noon)
			if !ok {
				got += unreadable
			}
			if (got - test.want).Abs() > 200*time.Nanosecond { // a float64 cannot hold the nanoseconds since 1970
				t.Errorf("%q is %v, want %v", test.text, got, test.want)
			}
		})
	}
}

// response returns an error response with headers of the form name: value.
func response(status int, lines ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		resp.Header.Add(name, value)
	}
	return resp
}

// By the clock of this machine, it is noon throughout.
func TestRetryAfter(t *testing.T) {
	const date = "Date: Thu, 01 Oct 2026 18:00:00 GMT" // this machine is six hours behind
	tests := map[string]struct {
		resp *http.Response
		want time.Duration
	}{
		"nothing":                                     {response(429), 0},
		"Retry-After goes before the reset":           {response(429, "Retry-After: 3", "RateLimit-Reset: 9"), 3 * time.Second},
		"a zero is a word, too":                       {response(429, "Retry-After: 0", "RateLimit-Reset: 9"), 0},
		"one that cannot be read says nothing":        {response(429, "Retry-After: soon", "RateLimit-Reset: 9"), 9 * time.Second},
		"of two lines the longer one":                 {response(429, "Retry-After: 3", "Retry-After: 30"), 30 * time.Second},
		"of two lines the one that can be read":       {response(429, "Retry-After: soon", "Retry-After: 3"), 3 * time.Second},
		"two lines that a proxy joined":               {response(429, "Retry-After: 3, 30"), 30 * time.Second},
		"two dates that a proxy joined":               {response(429, date, "Retry-After: Thu, 01 Oct 2026 18:00:05 GMT, Thu, 01 Oct 2026 18:00:30 GMT"), 30 * time.Second},
		"a date by the clock of the server":           {response(429, date, "Retry-After: Thu, 01 Oct 2026 18:00:30 GMT"), 30 * time.Second},
		"seconds since 1970 by the clock of it":       {response(429, date, "X-RateLimit-Reset: 1790877630"), 30 * time.Second},
		"milliseconds since 1970 by it":               {response(429, date, "X-RateLimit-Reset: 1790877630000"), 30 * time.Second},
		"an ISO date by it":                           {response(429, date, "RateLimit-Reset: 2026-10-01T18:00:30Z"), 30 * time.Second},
		"a server behind us":                          {response(429, "Date: Sat, 01 Jan 2000 00:00:00 GMT", "Retry-After: Sat, 01 Jan 2000 00:02:00 GMT"), 2 * time.Minute},
		"no clock but ours":                           {response(429, "Retry-After: Thu, 01 Oct 2026 12:00:30 GMT"), 30 * time.Second},
		"a Date that cannot be read":                  {response(429, "Date: today", "Retry-After: Thu, 01 Oct 2026 12:00:30 GMT"), 30 * time.Second},
		"no clock but ours, which is a year behind":   {response(429, "Retry-After: Sun, 01 Oct 2028 12:00:00 GMT"), longest},
		"seconds need no clock":                       {response(429, date, "Retry-After: 30"), 30 * time.Second},
		"the standard reset":                          {response(429, "RateLimit-Reset: 9"), 9 * time.Second},
		"the old reset":                               {response(429, "X-RateLimit-Reset: 9"), 9 * time.Second},
		"the structured reset":                        {response(429, `RateLimit: "default";r=0;t=30`), 30 * time.Second},
		"the structured reset with a key":             {response(429, `RateLimit: "default";r=0;t=30;pk=:cHI=:`), 30 * time.Second},
		"the structured reset without the rest":       {response(429, `RateLimit: "default";t=30`), 30 * time.Second},
		"the limit that is used up":                   {response(429, `RateLimit: "second";r=3;t=1, "day";r=0;t=3600`), time.Hour},
		"two limits in two lines":                     {response(429, `RateLimit: "day";r=0;t=3600`, `RateLimit: "second";r=0;t=1`), time.Hour},
		"the reset of an earlier draft":               {response(429, "RateLimit: limit=100, remaining=0, reset=30"), 30 * time.Second},
		"a structured reset that is negative":         {response(429, `RateLimit: "default";r=0;t=-30`), 0},
		"a structured reset that overflows":           {response(429, `RateLimit: "default";r=0;t=1e30`), longest},
		"a structured reset that is no number":        {response(429, `RateLimit: "default";r=0;t=NaN`), 0},
		"a structured header of noise":                {response(429, `RateLimit: ;;,=,"`), 0},
		"requests are left: it was another limit":     {response(429, "X-RateLimit-Remaining: 4999", "X-RateLimit-Reset: 3600"), 0},
		"none are left":                               {response(429, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 3600"), time.Hour},
		"a count that cannot be read":                 {response(429, "X-RateLimit-Remaining: few", "X-RateLimit-Reset: 3600"), time.Hour},
		"503 says when it is back":                    {response(503, "Retry-After: 300"), 5 * time.Minute},
		"503 has nothing to do with the rate limit":   {response(503, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 3600"), 0},
		"503 with a Retry-After that cannot be read":  {response(503, "Retry-After: soon", "RateLimit-Reset: 9"), 0},
		"a space before a name of a structured field": {response(429, `RateLimit: "default"; r=0; t=30`), 30 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := retryAfter(test.resp, noon); got != test.want {
				t.Errorf("%v is %v, want %v", test.resp.Header, got, test.want)
			}
		})
	}
}

func TestExhausted(t *testing.T) {
	tests := map[string]struct {
		resp *http.Response
		want time.Duration
	}{
		"nothing":                  {response(200), 0},
		"a reset alone":            {response(200, "RateLimit-Reset: 9"), 0},
		"one is left":              {response(200, "RateLimit-Remaining: 1", "RateLimit-Reset: 9"), 0},
		"none is left":             {response(200, "RateLimit-Remaining: 0", "RateLimit-Reset: 9"), 9 * time.Second},
		"less than none":           {response(200, "RateLimit-Remaining: -1", "RateLimit-Reset: 9"), 9 * time.Second},
		"none, in the old way":     {response(200, "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 9"), 9 * time.Second},
		"none, with a parameter":   {response(200, "RateLimit-Remaining: 0;w=1", "RateLimit-Reset: 9"), 9 * time.Second},
		"none, structured":         {response(200, `RateLimit: "default";r=0;t=9`), 9 * time.Second},
		"some, structured":         {response(200, `RateLimit: "default";r=5;t=9`), 0},
		"none is left until now":   {response(200, "RateLimit-Remaining: 0"), 0},
		"it does not say how many": {response(200, "RateLimit-Remaining: few", "RateLimit-Reset: 9"), 0},
		"a date by the server's clock": {response(200, "Date: Sat, 01 Jan 2000 00:00:00 GMT", "X-RateLimit-Remaining: 0",
			"X-RateLimit-Reset: 946684809"), 9 * time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := exhausted(test.resp.Header, noon); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// plainDelay parses the notations of RFC 9110, and points in time as digits, with whole numbers
// only.
func plainDelay(text string, now time.Time) (time.Duration, bool) {
	text = strings.Trim(text, " \t") // the whitespace around the value of a field (RFC 9110 §5.6.3)
	if regexp.MustCompile(`^[0-9]+$`).MatchString(text) {
		n, _ := new(big.Int).SetString(text, 10)
		year := big.NewInt(365 * 24 * 3600)
		if n.Cmp(year) < 0 {
			return time.Duration(n.Int64()) * time.Second, true
		}
		unit := big.NewInt(1)
		for _, digits := range []int{11, 14, 17} { // of milli-, micro- and nanoseconds; fewer are seconds
			if len(n.String()) > digits {
				unit.Mul(unit, big.NewInt(1000))
			}
		}
		n.Sub(n.Div(n, unit), big.NewInt(now.Unix()))
		switch {
		case n.Sign() <= 0:
			return 0, true
		case n.Cmp(year) > 0:
			return longest, true
		}
		return time.Duration(n.Int64()) * time.Second, true
	}
	at, err := time.Parse(http.TimeFormat, text)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), longest), true
}

// FuzzRetryAfter: the notations of the standard mean what a plain parser reads; no header leads to
// a wait that is negative or longer than a year; with the Date of the server, the clock of this
// machine does not matter; another line never makes a wait shorter.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"", "1", "-1", "1e300", "NaN", "Inf", "Thu, 01 Oct 2026 12:00:30 GMT", "1790856030", "9223372036854775807", "0x1p-2", "1, 2",
		"2026-10-01T12:00:30Z", "6m0s", "Thursday, 01-Oct-26 12:00:30 GMT", "1790856030000", "99999999999", "100000000000", "\v1",
	} {
		f.Add(seed, seed, "Thu, 01 Oct 2026 12:00:00 GMT", `"default";r=0;t=30`)
		f.Add("x", seed, "Sat, 01 Jan 2000 00:00:00 GMT", "limit=1, remaining=0, reset="+seed)
	}
	f.Fuzz(func(t *testing.T, retry, reset, date, structured string) {
		if want, ok := plainDelay(retry, noon); ok {
			if got, readable := parseDelay(retry, noon); !readable || (got-want).Abs() > 1100*time.Millisecond {
				t.Fatalf("%q is %v, want %v", retry, got, want)
			}
		}
		h := http.Header{"Retry-After": {retry}, "X-Ratelimit-Reset": {reset}, "Ratelimit": {structured}, "Date": {date}}
		for _, status := range []int{429, 503} {
			resp := &http.Response{StatusCode: status, Header: h}
			got := retryAfter(resp, noon)
			if got < 0 || got > longest {
				t.Fatalf("%v is %v", h, got)
			}
			if _, err := http.ParseTime(date); err == nil && got != retryAfter(resp, noon.AddDate(3, 0, 0)) {
				t.Fatalf("%v depends on the clock of this machine", h)
			}
		}
		one, _ := longestDelay([]string{retry}, noon)
		if both, _ := longestDelay([]string{retry, reset}, noon); both < one {
			t.Fatalf("%q is %v, and with %q %v", retry, one, reset, both)
		}
		if d := exhausted(h, noon); d < 0 || d > longest {
			t.Fatalf("%v is exhausted for %v", h, d)
		}
		for _, limit := range rateLimits(h, noon) {
			if limit.reset < 0 || limit.reset > longest || math.IsNaN(limit.left) {
				t.Fatal(fmt.Sprint(limit))
			}
		}
	})
}
