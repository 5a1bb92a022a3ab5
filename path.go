package factorialhr

import (
	"fmt"
	"net/url"
	"strings"
)

// The texts of these errors do not repeat the path: it can hold an id.
var (
	errEmptyID = fmt.Errorf("%w: the id is empty", ErrInvalidRequest)
	errDotID   = fmt.Errorf("%w: the id is a dot segment", ErrInvalidRequest)
	errPath    = fmt.Errorf("%w: the path has an empty segment, a dot segment, or a character that a path cannot hold", ErrInvalidRequest)
)

// resourcePath fills id into the template of an operation. The id is one segment whatever it holds: a slash in it is
// escaped, and so is everything that means something in a URL.
func resourcePath(template string, id ID) (string, error) {
	before, after, found := strings.Cut(template, "{id}")
	if !found {
		return template, nil
	}
	switch id {
	case "":
		return "", errEmptyID
	case ".", "..":
		return "", errDotID // a server would take it for the parent
	}
	return before + url.PathEscape(string(id)) + after, nil
}
