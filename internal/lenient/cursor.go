package lenient

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// A cursor moves over JSON whose syntax has been checked. It does not check
// again, and it does not recurse, however deep the data are nested.
//
// The members of an object, and the elements of a list, are visited so:
//
//	for more := c.enter('}'); more; more = c.next('}') {
//		key := c.key()
//		c.skip() // the value
//	}
type cursor struct {
	data []byte
	pos  int
}

// peek returns the first byte of the value at the cursor, which tells its kind.
func (c *cursor) peek() byte { return c.data[c.pos] }

// space moves to the next byte that is no white space.
func (c *cursor) space() {
	for c.pos < len(c.data) {
		switch c.data[c.pos] {
		case ' ', '\t', '\n', '\r':
			c.pos++
		default:
			return
		}
	}
}

// enter moves into an object or a list. It returns false, and moves behind it,
// when it is empty.
func (c *cursor) enter(closing byte) (more bool) {
	c.pos++
	c.space()
	if c.data[c.pos] == closing {
		c.pos++
		return false
	}
	return true
}

// next moves from the end of a member or element to the one behind it, or
// behind the whole object or list.
func (c *cursor) next(closing byte) (more bool) {
	c.space()
	end := c.data[c.pos] == closing
	c.pos++
	if end {
		return false
	}
	c.space()
	return true
}

// key reads the name of a member and moves to its value.
func (c *cursor) key() []byte { return unquote(c.keyLiteral()) }

// keyLiteral is key for the name as JSON writes it.
func (c *cursor) keyLiteral() []byte {
	start := c.pos
	c.skipString()
	literal := c.data[start:c.pos]
	c.space()
	c.pos++ // the colon
	c.space()
	return literal
}

// skip moves behind the value at the cursor and returns its text.
func (c *cursor) skip() []byte {
	start := c.pos
	depth := 0
	for {
		switch c.data[c.pos] {
		case '{', '[':
			depth++
			c.pos++
		case '}', ']':
			depth--
			c.pos++
		case '"':
			c.skipString()
		case ',', ':', ' ', '\t', '\n', '\r':
			c.pos++
		default:
			c.skipLiteral()
		}
		if depth == 0 {
			return c.data[start:c.pos]
		}
	}
}

func (c *cursor) skipString() {
	for c.pos++; c.data[c.pos] != '"'; c.pos++ {
		if c.data[c.pos] == '\\' {
			c.pos++
		}
	}
	c.pos++
}

// skipLiteral moves behind a number, true, false or null.
func (c *cursor) skipLiteral() {
	for c.pos < len(c.data) {
		switch c.data[c.pos] {
		case ',', '}', ']', ' ', '\t', '\n', '\r':
			return
		}
		c.pos++
	}
}

// unquote returns the text of a JSON string, the way encoding/json reads it.
func unquote(literal []byte) []byte {
	text := literal[1 : len(literal)-1]
	if bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return text
	}
	var s string
	_ = json.Unmarshal(literal, &s) // the syntax is known to be right
	return []byte(s)
}

// kindOf names a JSON kind by the first byte of a value.
func kindOf(first byte) string {
	switch first {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "bool"
	case 'n':
		return "null"
	default:
		return "number"
	}
}
