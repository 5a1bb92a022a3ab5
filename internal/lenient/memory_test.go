package lenient

import (
	"errors"
	"strings"
	"testing"
)

// U+FFFD has three bytes and stands for one that is no character.
func TestTextThatIsNoUTF8CountsAsTheTextThatItBecomes(t *testing.T) {
	const size = 4 << 20
	for name, test := range map[string]struct {
		text    string
		refused bool
	}{
		"UTF-8":                     {strings.Repeat("a", size), false},
		"bytes that are none":       {strings.Repeat("\xff", size), true},
		"text that is not in UTF-8": {strings.Repeat("a\xe9", size/2), true},
	} {
		for out, v := range map[string]any{"a text": new(string), "texts": new([]string), "any": new(any)} {
			data := `"` + test.text + `"`
			if out == "texts" {
				data = `[` + data + `]`
			}
			_, err := DecodeWithin([]byte(data), v, 2*size)
			if _, refused := errors.AsType[*MemoryError](err); refused != test.refused {
				t.Errorf("%s into %s: got %v", name, out, err)
			}
		}
	}
}
