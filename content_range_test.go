package factorialhr

import "testing"

func TestContentRangeIsReadAsTheServerWritesIt(t *testing.T) {
	tests := map[string]struct {
		start, end, total int64
		ok                bool
	}{
		"bytes 5-9/10":                   {5, 10, 10, true},
		"bytes 0-0/1":                    {0, 1, 1, true},
		"bytes 5-9/*":                    {5, 10, -1, true},
		"BYTES 5-9/10":                   {5, 10, 10, true},
		" bytes  5-9/10 ":                {5, 10, 10, true},
		"bytes 0-9223372036854775807/*":  {},
		"bytes 5-9/+10":                  {},
		"bytes 5-9/10/10":                {},
		"bytes 5 - 9/10":                 {},
		"bytes=5-9/10":                   {},
		"bytes */*":                      {},
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
		r, ok := parseContentRange(text)
		if ok != want.ok || ok && r != (byteRange{want.start, want.end, want.total}) {
			t.Errorf("%q: got %+v, %v", text, r, ok)
		}
	}
}

func FuzzContentRange(f *testing.F) {
	f.Add("bytes 5-9/10")
	f.Add("bytes 5-9/*")
	f.Add("bytes -1-9/-1")
	f.Fuzz(func(t *testing.T, text string) {
		r, ok := parseContentRange(text)
		if ok && (r.start < 0 || r.end <= r.start || r.total < -1 || r.total >= 0 && r.end > r.total) {
			t.Errorf("%q: got %+v", text, r)
		}
		if size, ok := parseUnsatisfiedRange(text); ok && size < 0 {
			t.Errorf("%q: got %d", text, size)
		}
	})
}
