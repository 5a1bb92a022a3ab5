package factorialhr

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// maxUserMessage is the length of the longest text for a user, in characters.
const maxUserMessage = 1000

// UserMessage returns the server's texts for the user who made the call: a line for each of Messages in the server's order,
// then a line for each of Fields in alphabetical order, as "email: is taken, is too long". It is empty if the server wrote
// no text.
//
// The texts are in the language of the account and can hold personal data. The caller decides whether they may be shown;
// they do not belong in a log. UserMessage leaves out codes, repeated lines, control characters and marks that change the
// direction of writing, joins the lines within a text, and returns at most 1,000 characters, the last of them … if there
// was more. It does not escape HTML.
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

// userLine joins the texts of a field behind its name.
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

// oneLine cleans a text of the server: white space and control characters become single spaces, invisible marks go. The
// marks that join and separate letters stay, because some languages write with them.
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
