package webhook

import (
	"bytes"
	"encoding/json"
)

// split returns the objects of a valid JSON array as slices of it. encoding/json would copy each
// element, which takes many times the size of an array with many small elements.
func split(array []byte) ([]json.RawMessage, error) {
	count := 0
	if !eachElement(array, func([]byte) { count++ }) {
		return nil, errMalformed
	}
	all := make([]json.RawMessage, 0, count)
	eachElement(array, func(element []byte) { all = append(all, element[:len(element):len(element)]) })
	return all, nil
}

// eachElement calls yield for each element of a valid JSON array until one is not an object. It
// reports whether all are objects.
func eachElement(array []byte, yield func([]byte)) (objects bool) {
	depth, start := 0, 0
	for i := 0; i < len(array); i++ {
		switch array[i] {
		case '"':
			i = endOfString(array, i)
		case '{', '[':
			if depth++; depth == 2 {
				if array[i] == '[' {
					return false
				}
				start = i
			}
			continue
		case '}', ']':
			if depth--; depth == 1 {
				yield(array[start : i+1])
			}
			continue
		case ' ', '\t', '\r', '\n', ',':
			continue
		}
		if depth == 1 {
			return false
		}
	}
	return true
}

// endOfString returns the index of the quote that ends the string starting at start.
func endOfString(text []byte, start int) int {
	for i := start + 1; ; i++ {
		next := bytes.IndexAny(text[i:], "\"\\")
		if next < 0 {
			return len(text)
		}
		i += next
		if text[i] == '"' {
			return i
		}
		i++ // the character after a backslash
	}
}
