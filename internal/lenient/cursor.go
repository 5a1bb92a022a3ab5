package lenient

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// A cursor moves over JSON that has passed a syntax check. It does not check the syntax again, and
// it does not recurse, however deeply the data are nested.
//
// This loop visits the members of an object; a loop over the elements of a list has no key:
//
//	for more := c.enter('}'); more; more = c.next('}') {
//		key := c.key()
//		c.skip() // the value
//	}
type cursor struct {
	data []byte
	pos  int
}

// peek returns the first byte of the value at the cursor, which determines its kind.
func (c *cursor) peek() byte { return c.data[c.pos] }

// space moves to the next byte that is not white space.
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

// enter moves into an object or a list. If it is empty, enter moves past it and returns false.
func (c *cursor) enter(closing byte) (more bool) {
	c.pos++
	c.space()
	if c.data[c.pos] == closing {
		c.pos++
		return false
	}
	return true
}

// next moves from the end of a member or an element to the next one, or past the end of the object
// or list.
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

// key returns the name of a member and moves to its value.
func (c *cursor) key() []byte { return unquote(c.keyLiteral()) }

// keyLiteral is like key, but returns the name as a JSON literal.
func (c *cursor) keyLiteral() []byte {
	start := c.pos
	c.skipString()
	literal := c.data[start:c.pos]
	c.space()
	c.pos++ // the colon
	c.space()
	return literal
}

// skip moves past the value at the cursor and returns its literal.
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

// skipLiteral moves past a number, true, false or null.
func (c *cursor) skipLiteral() {
	for c.pos < len(c.data) {
		switch c.data[c.pos] {
		case ',', '}', ']', ' ', '\t', '\n', '\r':
			return
		}
		c.pos++
	}
}

// unquote returns the text of a JSON string, as encoding/json reads it.
func unquote(literal []byte) []byte {
	text := literal[1 : len(literal)-1]
	if bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return text
	}
	var s string
	_ = json.Unmarshal(literal, &s) // the syntax has been checked
	return []byte(s)
}

// kindOf returns the JSON kind of a value, given its first byte.
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
