package lenient

import (
	"encoding/json"
	"strconv"
)

// A Presence tells what a Go value cannot: whether a property that decoded to
// zero was there.
type Presence uint8

const (
	// Absent is a property that is not there, or whose owner is not.
	Absent Presence = iota
	// Null is a property that is null.
	Null
	// Empty is a property that is "", [] or {}.
	Empty
	// Present is a property with any other value, be it 0 or false.
	Present
)

// String returns absent, null, empty or present.
func (p Presence) String() string {
	switch p {
	case Absent:
		return "absent"
	case Null:
		return "null"
	case Empty:
		return "empty"
	default:
		return "present"
	}
}

// PresenceOf tells what stands at a JSON pointer (RFC 6901). The errors are
// those of [Find].
func PresenceOf(data []byte, pointer string) (Presence, error) {
	value, err := Find(data, pointer)
	if err != nil || value == nil {
		return Absent, err
	}
	c := cursor{data: value}
	switch c.peek() {
	case 'n':
		return Null, nil
	case '"':
		if len(value) == len(`""`) {
			return Empty, nil
		}
	case '{':
		if !c.enter('}') {
			return Empty, nil
		}
	case '[':
		if !c.enter(']') {
			return Empty, nil
		}
	}
	return Present, nil
}

// Find returns the JSON at a JSON pointer (RFC 6901), or nil when there is
// none. Of several members with the same name the last one counts, as in
// encoding/json; names are compared exactly. The result shares the memory of
// data. The error is a *json.SyntaxError when data are not JSON, or says how a
// pointer is written.
func Find(data []byte, pointer string) (json.RawMessage, error) {
	tokens, err := parsePointer(pointer)
	if err != nil {
		return nil, err
	}
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
