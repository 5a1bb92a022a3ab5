package factorialhr

import (
	"fmt"
	"testing"
)

func TestContentRangeIsReadAsTheServerWritesIt(t *testing.T) {
	tests := map[string]struct {
		start, total int64
		ok           bool
	}{
		"bytes 5-9/10":                   {5, 10, true},
		"bytes 0-0/1":                    {0, 1, true},
		"bytes 5-9/*":                    {5, -1, true},
		"bytes 5-10/10":                  {},
		"bytes 9-5/10":                   {},
		"bytes */10":                     {},
		"bytes 5-9":                      {},
		"bytes 5/10":                     {},
		"bytes -5-9/10":                  {},
		"bytes 5-9/-1":                   {},
		"items 5-9/10":                   {},
		"5-9/10":                         {},
		"":                               {},
		"bytes 99999999999999999999-1/2": {},
	}
	for text, want := range tests {
		start, total, ok := parseContentRange(text)
		if ok != want.ok || ok && (start != want.start || total != want.total) {
			t.Errorf("%q: got %d, %d, %v", text, start, total, ok)
		}
	}
}

func FuzzContentRange(f *testing.F) {
	f.Add("bytes 5-9/10")
	f.Add("bytes 5-9/*")
	f.Add("bytes -1-9/-1")
	f.Fuzz(func(t *testing.T, text string) {
		start, total, ok := parseContentRange(text)
		if ok && (start < 0 || total < -1 || total == 0 || total >= 0 && start >= total) {
			t.Errorf("%q: got %s", text, fmt.Sprint(start, total))
		}
	})
}
