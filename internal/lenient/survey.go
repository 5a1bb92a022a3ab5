package lenient

import "bytes"

// A survey holds the facts that one quick pass over JSON can find without knowing its type.
type survey struct {
	elements int // of all lists, at every depth
	members  int // of all objects
	objects  int
	texts    int // strings, names included

	fractions bool // a number has a point or an exponent
	nulls     bool // an element of a list is null
}

// look surveys data. If data are not JSON, it stops or miscounts, but everything before the first
// error is counted correctly.
func look(data []byte) (s survey) {
	items := 0        // elements and members
	before := byte(0) // the last bracket, brace, comma or colon
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '"':
			s.texts++
			n := bytes.IndexByte(data[i+1:], '"')
			if n >= 0 && data[i+n] != '\\' { // the usual case
				i += n + 1
			} else if i = endOfString(data, i); i < 0 {
				return s
			}
		case ',':
			items++
			before = c
		case ':':
			s.members++
			before = c
		case '{', '[':
			if c == '{' {
				s.objects++
			}
			if !closesNext(data[i+1:]) {
				items++
			}
			before = c
		case 'n':
			s.nulls = s.nulls || before == '[' || before == ','
			i += len("null") - 1
		case 't':
			i += len("true") - 1
		case 'f':
			i += len("false") - 1
		case '.', 'e', 'E':
			s.fractions = true
		}
	}
	s.elements = max(items-s.members, 0)
	return s
}

// endOfString returns the end of the string that begins at start, or -1.
func endOfString(data []byte, start int) int {
	for i := start; ; {
		n := bytes.IndexByte(data[i+1:], '"')
		if n < 0 {
			return -1
		}
		i += n + 1
		escapes := 0
		for data[i-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return i
		}
	}
}

// closesNext reports whether the next token closes an object or a list.
func closesNext(data []byte) bool {
	for _, c := range data {
		switch c {
		case ' ', '\t', '\n', '\r':
		case '}', ']':
			return true
		default:
			return false
		}
	}
	return true
}
