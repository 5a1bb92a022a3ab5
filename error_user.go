package factorialhr

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// maxUserMessage is the maximum length of a user message, in characters.
const maxUserMessage = 1000

// UserMessage returns the server's texts for the user who made the call: one line per message in
// the server's order, then one line per field in alphabetical order, as "email: is taken, is too
// long". It is empty if the server sent no text.
//
// The texts are in the language of the account and can contain personal data. Decide yourself
// whether to show them, and keep them out of logs. UserMessage omits codes, repeated lines, control
// characters and characters that change the direction of the text, and joins the lines within a
// text. It returns at most 1,000 characters, of which the last is … if it truncates the text. It
// does not escape HTML.
func (e *Error) UserMessage() string {
	var lines []string
	add := func(line string) {
		if line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for _, message := range e.Messages {
		if !slices.Contains(e.Codes, message) {
			add(oneLine(message))
		}
	}
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		add(e.userLine(field))
	}
	text := []rune(strings.Join(lines, "\n"))
	if len(text) > maxUserMessage {
		return string(text[:maxUserMessage-1]) + "…"
	}
	return string(text)
}

// userLine joins the texts of a field after its name.
func (e *Error) userLine(field string) string {
	var found []string
	for _, text := range e.Fields[field] {
		if text = oneLine(text); text != "" && !slices.Contains(found, text) && !slices.Contains(e.Codes, text) {
			found = append(found, text)
		}
	}
	name, all := oneLine(field), strings.Join(found, ", ")
	if name == "" || all == "" {
		return name + all
	}
	return name + ": " + all
}

// oneLine cleans a text of the server: it turns white space and control characters into single
// spaces, and removes invisible marks. It keeps the marks that join and separate letters, because
// some scripts need them.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cc, r), unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case '\u200c' <= r && r <= '\u200f':
			return r
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	return strings.Join(strings.Fields(text), " ")
}
