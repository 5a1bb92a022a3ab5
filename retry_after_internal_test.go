package factorialhr

import (
	"net/http"
	"testing"
	"time"
)

var noon = time.Date(2026, time.October, 1, 12, 0, 0, 0, time.UTC)

func TestParseDelay(t *testing.T) {
	tests := map[string]struct {
		text string
		want time.Duration
	}{
		"seconds":                          {"120", 2 * time.Minute},
		"a fraction":                       {"1.5", 1500 * time.Millisecond},
		"space around it":                  {" 5 ", 5 * time.Second},
		"an HTTP date":                     {"Thu, 01 Oct 2026 12:00:30 GMT", 30 * time.Second},
		"an HTTP date of RFC 850":          {"Thursday, 01-Oct-26 12:00:30 GMT", 30 * time.Second},
		"an HTTP date of asctime":          {"Thu Oct  1 12:00:30 2026", 30 * time.Second},
		"a date in the past":               {"Thu, 01 Oct 2026 11:00:00 GMT", 0},
		"a date in the far future":         {"Fri, 01 Oct 9999 12:00:00 GMT", longest},
		"seconds since 1970":               {"1790856030", 30 * time.Second},
		"seconds since 1970 in the past":   {"1590856030", 0},
		"milliseconds since 1970":          {"1790856030000", longest},
		"nothing":                          {"", 0},
		"zero":                             {"0", 0},
		"a negative number":                {"-1", 0},
		"no number":                        {"NaN", 0},
		"infinity":                         {"Inf", longest},
		"more than a float can hold":       {"1e999", 0},
		"a word":                           {"soon", 0},
		"an ISO date":                      {"2026-10-01T12:00:30Z", 0},
		"more seconds than a year has":     {"31536001", 0}, // a point in 1971
		"a number that overflows a second": {"9223372036854775807", longest},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := parseDelay(test.text, noon); got != test.want {
				t.Errorf("%q is %v, want %v", test.text, got, test.want)
			}
		})
	}
}

func TestRetryAfterGoesBeforeTheResetOfARateLimit(t *testing.T) {
	h := http.Header{"Retry-After": {"3"}, "Ratelimit-Reset": {"9"}}
	if got := retryAfter(h, noon); got != 3*time.Second {
		t.Errorf("got %v", got)
	}
	if got := exhausted(h, noon); got != 0 {
		t.Errorf("nothing says that it is exhausted: %v", got)
	}
}

// FuzzRetryAfter: no header makes a delay that is negative or beyond a year.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "1", "-1", "1e300", "NaN", "Inf", "Thu, 01 Oct 2026 12:00:30 GMT", "1790856030", "9223372036854775807", "0x1p-2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := parseDelay(text, noon); got < 0 || got > longest {
			t.Fatalf("%q is %v", text, got)
		}
	})
}
