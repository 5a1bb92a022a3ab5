package factorialhr

import (
	"fmt"
	"net/url"
	"strings"
)

// The texts of these errors do not repeat the path: it can hold an id.
var (
	errEmptyID  = fmt.Errorf("%w: the id is empty", ErrInvalidRequest)
	errUnsafeID = fmt.Errorf("%w: the id has a dot segment or a control character: a server could take it for another path", ErrInvalidRequest)
	errURL      = fmt.Errorf("%w: the path is a URL; give the path alone, or read the URL of a file with Client.Download", ErrInvalidRequest)
	errQuery    = fmt.Errorf("%w: the path has a question mark; give query parameters with the option Query, and write a question mark in an id as %%3F", ErrInvalidRequest)
	errPath     = fmt.Errorf("%w: the path is empty, or has an empty segment, a dot segment, or a character that a path cannot hold", ErrInvalidRequest)
)

// resourcePath fills id into the template of an operation. The id is one segment whatever it holds:
// resourcePath escapes slashes and all other characters with a meaning in a URL. A proxy may undo
// that, so resourcePath refuses an id that would then be another path: see isSafePath.
func resourcePath(template string, id ID) (string, error) {
	before, after, found := strings.Cut(template, "{id}")
	switch {
	case template == "" || strings.HasPrefix(template, "//") || !isSafePath(before) || !isSafePath(after):
		return "", errPath
	case !found:
		return template, nil
	case id == "":
		return "", errEmptyID
	case !isSafePath(string(id)):
		return "", errUnsafeID
	}
	return before + url.PathEscape(string(id)) + after, nil
}

// checkPath refuses a caller's path that points to another place than it seems: another host
// (//host/), a place above its start (.., see isSafePath), or a query that is not encoded.
func checkPath(path string) error {
	if strings.Contains(path, "://") {
		return errURL
	}
	if strings.Contains(path, "?") {
		return errQuery
	}
	for segment := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		text, err := url.PathUnescape(segment)
		if err != nil || text == "" {
			return errPath
		}
		for _, c := range []byte(segment) {
			if c <= ' ' || c >= 0x7f || strings.IndexByte(`#\"<>^{|}`+"`", c) >= 0 {
				return errPath
			}
		}
	}
	if !isSafePath(path) {
		return errPath
	}
	return nil
}

// pathTemplate returns the part of a caller's path that errors and observers show: the domain and
// the resource, which are words. The rest may be an id.
func pathTemplate(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if segment != "" && (i > 1 || !isPropertyName(segment)) {
			return strings.Join(append(segments[:i:i], "…"), "/")
		}
	}
	return path
}
