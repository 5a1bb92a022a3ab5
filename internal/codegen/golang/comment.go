package golang

import (
	"strings"
	"unicode/utf8"
)

// Comments end at column 100. An indented comment has four columns less, for its tab.
const (
	commentWidth  = 100
	indentedWidth = commentWidth - 4
)

// comment turns the parts of a text into a doc comment.
func comment(parts ...string) string { return wrapped(strings.Join(parts, ""), commentWidth) }

// indented turns text into the lines of a comment inside a struct or a group of constants, each
// with its line end. The text keeps its own line ends.
func indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSpace(text)) {
		b.WriteString(wrapped(line, indentedWidth) + "\n")
	}
	return b.String()
}

// paragraphs makes a doc comment of several texts, which may have several paragraphs each.
func paragraphs(texts ...string) string {
	var all []string
	for _, text := range texts {
		for paragraph := range strings.SplitSeq(text, "\n\n") {
			if strings.TrimSpace(paragraph) != "" {
				all = append(all, comment(paragraph))
			}
		}
	}
	return strings.Join(all, "\n//\n")
}

// deprecation is the paragraph that marks a deprecated declaration for tools.
const deprecation = "Deprecated: the spec marks it as deprecated."

// withDeprecation adds the deprecation to the indented comment of a field.
func withDeprecation(comment string) string {
	if comment != "" {
		comment += "//\n"
	}
	return comment + "// " + deprecation + "\n"
}

// wrapped breaks a paragraph into comment lines of at most width characters. Each item of a
// Markdown list begins a new line.
func wrapped(text string, width int) string {
	var lines []string
	line, indent := "//", " "
	flush := func() {
		if strings.TrimSpace(line) != "//" {
			lines = append(lines, line)
		}
	}
	for source := range strings.Lines(text) {
		if item, ok := listItem(source); ok {
			flush()
			line, indent, source = "//   -", "     ", item
		}
		for word := range strings.FieldsSeq(source) {
			separator := " "
			if line == "//" {
				separator = indent
			} else if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
				flush()
				line, separator = "//", indent
			}
			line += separator + word
		}
	}
	flush()
	if len(lines) == 0 {
		return "//"
	}
	return strings.Join(lines, "\n")
}

func listItem(line string) (string, bool) {
	line = strings.TrimSpace(line)
	for _, bullet := range []string{"- ", "* "} {
		if item, ok := strings.CutPrefix(line, bullet); ok {
			return item, true
		}
	}
	return line, false
}

// closed adds the missing full stop to each paragraph of a text from the spec: gofmt takes a
// paragraph without one for a heading.
func closed(text string) string {
	var all []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		paragraph = strings.TrimSpace(paragraph)
		if paragraph == "" {
			continue
		}
		if !strings.ContainsRune(".!?:", rune(paragraph[len(paragraph)-1])) {
			paragraph += "."
		}
		all = append(all, paragraph)
	}
	return strings.Join(all, "\n\n")
}

// sentence joins words: a, b and c.
func sentence(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// article returns the indefinite article of a noun.
func article(noun string) string {
	if strings.ContainsRune("aeioAEIO", rune(noun[0])) {
		return "an"
	}
	return "a"
}
