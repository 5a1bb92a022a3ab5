package files

import (
	"regexp"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// marked returns the sentences of a meaning for Markdown, with a mark if they are inferred.
func marked(m openapi.Meaning) string {
	text := escaped(m.Prose())
	if m.Basis == "inferred" && text != "" {
		text += " †"
	}
	return text
}

// apiName matches a name of the API in a text, such as half_day or teams/memberships.
var apiName = regexp.MustCompile(`[a-z_]{3,}/[a-z_]{3,}(?:/[a-z_]{3,})?|[a-z0-9_]*[a-z0-9]+(?:_[a-z0-9]+)+(?:\[\])?|(?:^|\s)_[a-z][a-z_]*`)

// escaped writes a text for one line of Markdown: names of the API become code, and characters with
// a meaning in Markdown are escaped.
func escaped(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	var b strings.Builder
	last := 0
	for _, at := range apiName.FindAllStringIndex(text, -1) {
		b.WriteString(plain(text[last:at[0]]))
		word := text[at[0]:at[1]]
		trimmed := strings.TrimLeft(word, " ")
		b.WriteString(word[:len(word)-len(trimmed)] + "`" + trimmed + "`")
		last = at[1]
	}
	b.WriteString(plain(text[last:]))
	return b.String()
}

func plain(text string) string {
	return strings.NewReplacer(
		`\`, `\\`, "|", `\|`, "<", `\<`, ">", `\>`, "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "`", "\\`", "#", `\#`,
	).Replace(text)
}
