package lenient

import (
	"encoding/json"
	"strconv"
)

// Find returns the JSON at a JSON pointer (RFC 6901), or nil if there is none. If several members
// have the same name, the last one counts, as in encoding/json; names are compared exactly. Find
// skips byte order marks before data. The result shares the memory of data. The error is a
// *json.SyntaxError if data are not JSON, and otherwise describes the form of a pointer.
func Find(data []byte, pointer string) (json.RawMessage, error) {
	tokens, err := parsePointer(pointer)
	if err != nil {
		return nil, err
	}
	data = TrimMark(data)
	if err := checkSyntax(data); err != nil {
		return nil, err
	}
	c := cursor{data: data}
	c.space()
	value := c.skip()
	for _, token := range tokens {
		if value = child(value, token); value == nil {
			return nil, nil
		}
	}
	return value, nil
}

// child returns the member or element of value that token selects, or nil.
func child(value []byte, token string) (found []byte) {
	c := cursor{data: value}
	switch c.peek() {
	case '{':
		for more := c.enter('}'); more; more = c.next('}') {
			isIt := string(c.key()) == token
			if member := c.skip(); isIt {
				found = member
			}
		}
	case '[':
		left, err := strconv.Atoi(token)
		if err != nil || strconv.Itoa(left) != token {
			return nil // not an index by RFC 6901 §4
		}
		for more := c.enter(']'); more; more = c.next(']') {
			element := c.skip()
			if left == 0 {
				return element
			}
			left--
		}
	}
	return found
}
