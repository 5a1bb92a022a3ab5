package lenient

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

var mark = []byte("\ufeff")

// TrimMark removes byte order marks, and white space around them, from the start of data. It
// returns data unchanged if there is no mark. The result shares the memory of data.
func TrimMark(data []byte) []byte {
	for {
		rest, ok := bytes.CutPrefix(bytes.TrimLeft(data, " \t\r\n"), mark)
		if !ok {
			return data
		}
		data = rest
	}
}

// isBroken reports whether a text in data has bytes or escapes that are not characters: invalid
// UTF-8, or half of a surrogate pair. encoding/json replaces both by U+FFFD.
func isBroken(data []byte) bool { return !utf8.Valid(data) || hasLoneSurrogate(data) }

func hasLoneSurrogate(data []byte) bool {
	for i := 0; ; {
		n := bytes.IndexByte(data[i:], '\\')
		i += n
		if n < 0 || i+len(`\uXXXX`) > len(data) {
			return false
		}
		if data[i+1] != 'u' || data[i+2]|0x20 != 'd' { // surrogates are D800 to DFFF
			i += 2
			continue
		}
		r, _ := escapedRune(data[i:])
		i += len(`\uXXXX`)
		if !utf16.IsSurrogate(r) {
			continue
		}
		low, _ := escapedRune(data[i:])
		if utf16.DecodeRune(r, low) == utf8.RuneError {
			return true
		}
		i += len(`\uXXXX`)
	}
}

// escapedRune parses \uXXXX at the start of data.
func escapedRune(data []byte) (r rune, ok bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	return rune(n), err == nil
}
