package lenient

import (
	"encoding/json"
	"strconv"
)

// Find returns the JSON at a JSON pointer (RFC 6901), or nil when there is
// none. Of several members with the same name the last one counts, as in
// encoding/json; names are compared exactly. Byte order marks before data are
// skipped. The result shares the memory of
// data. The error is a *json.SyntaxError when data are not JSON, or says how a
// pointer is written.
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

// child returns the member or the element of value that token names, or nil.
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
			return nil // not an index as RFC 6901 §4 writes it
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
