package lenient

import (
	"errors"
	"strconv"
	"strings"
)

var errPointer = errors.New("lenient: a JSON pointer (RFC 6901) must be empty or begin with a slash, and must use ~ only in ~0 and ~1")

var (
	escapeToken   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapeToken = strings.NewReplacer("~1", "/", "~0", "~")
)

// A step selects a member or an element of a value.
type step struct {
	name  []byte // of a member; nil for an element
	index int
}

// pointerOf writes steps as a JSON pointer (RFC 6901).
func pointerOf(steps []step) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteByte('/')
		if s.name == nil {
			b.WriteString(strconv.Itoa(s.index))
			continue
		}
		_, _ = escapeToken.WriteString(&b, string(s.name))
	}
	return b.String()
}

// parsePointer returns the tokens of a JSON pointer (RFC 6901).
func parsePointer(pointer string) ([]string, error) {
	if pointer == "" {
		return nil, nil
	}
	rest, ok := strings.CutPrefix(pointer, "/")
	if !ok {
		return nil, errPointer
	}
	tokens := strings.Split(rest, "/")
	for i, token := range tokens {
		for _, escape := range strings.Split(token, "~")[1:] {
			if !strings.HasPrefix(escape, "0") && !strings.HasPrefix(escape, "1") {
				return nil, errPointer
			}
		}
		tokens[i] = unescapeToken.Replace(token)
	}
	return tokens, nil
}
