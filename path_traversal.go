package factorialhr

import (
	"strings"
	"unicode/utf8"
)

// maxEscapes is the maximum number of times that a path may be percent-encoded. No caller encodes
// an id that often by mistake.
const maxEscapes = 8

// isSafePath reports whether text, an id or a path, cannot traverse to another path, whatever a
// server or a proxy does to it before routing: decode it repeatedly, read a backslash as a slash
// (Windows), drop the part of a segment after a semicolon (Java), read a query or a fragment within
// the text, trim spaces, or fold full-width and other forms of the characters. No decoded form of
// text may have a segment of only dots, a control character, or bytes that are not UTF-8.
func isSafePath(text string) bool {
	if isPlainPath(text) {
		return true
	}
	for range maxEscapes {
		if !utf8.ValidString(text) || strings.ContainsFunc(text, isControl) || hasDotSegment(text) {
			return false
		}
		decoded := decodeEscapes(text)
		if decoded == text {
			return true
		}
		text = decoded
	}
	return false
}

// isPlainPath reports whether text has none of the characters that isSafePath checks for, as most
// ids do.
func isPlainPath(text string) bool {
	for _, c := range []byte(text) {
		if c <= ' ' || c >= 0x7f || c == '.' || c == '%' {
			return false
		}
	}
	return true
}

func isControl(c rune) bool {
	return c < ' ' || c >= 0x7f && c < 0xa0 || c == '\u2028' || c == '\u2029'
}

// hasDotSegment reports whether a segment of text consists only of dots, in any notation.
func hasDotSegment(text string) bool {
	for segment := range strings.FieldsFuncSeq(text, isSlash) {
		if end := strings.IndexAny(segment, nameEnds); end >= 0 {
			segment = segment[:end]
		}
		name := strings.TrimSpace(segment)
		if name != "" && strings.Trim(name, dots) == "" {
			return true
		}
	}
	return false
}

// dots are the characters that Unicode normalisation (NFKC) turns into dots.
const dots = ".\u2024\u2025\u2026\ufe19\ufe30\ufe52\uff0e"

// nameEnds are the characters that can end the name of a segment, and those that NFKC turns into
// one of them.
const nameEnds = ";\u037e\ufe54\uff1b" + "?\ufe56\uff1f" + "#\ufe5f\uff03"

// isSlash reports whether a server can read c as a separator of segments.
func isSlash(c rune) bool { return strings.ContainsRune("/\\\uff0f\uff3c\ufe68", c) }

// decodeEscapes decodes the escapes of text once, both %2e and the %u002e of old servers. It keeps
// an invalid escape unchanged.
func decodeEscapes(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		switch {
		case text[i] != '%':
		case i+3 <= len(text) && isHex(text[i+1:i+3]):
			b.WriteByte(byte(unhex(text[i+1 : i+3])))
			i += 3
			continue
		case i+6 <= len(text) && text[i+1]|0x20 == 'u' && isHex(text[i+2:i+6]):
			b.WriteRune(unhex(text[i+2 : i+6]))
			i += 6
			continue
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

func isHex(text string) bool {
	for _, c := range []byte(text) {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return true
}

// unhex parses up to four hexadecimal digits.
func unhex(text string) (n rune) {
	for _, c := range []byte(text) {
		switch {
		case c <= '9':
			n = n<<4 | rune(c-'0')
		default:
			n = n<<4 | rune(c|0x20-'a'+10)
		}
	}
	return n
}
