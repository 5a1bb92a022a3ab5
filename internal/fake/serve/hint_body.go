package serve

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

const (
	mediaJSON      = "application/json"
	mediaForm      = "application/x-www-form-urlencoded"
	mediaMultipart = "multipart/form-data"
)

// peekSize is the size of the buffer for the first bytes of a body. A read of more bypasses it.
const peekSize = 512

// hint keeps the first hint of a request.
func (c *incoming) hint(text string) {
	if c.request.Hint == "" {
		c.request.Hint = text
	}
}

// mediaHint says why the Content-Type of a request does not suit its body or its operation. It
// replaces the body with one that begins at the same byte.
func mediaHint(r *http.Request, op *spec.Operation) string {
	body := bufio.NewReaderSize(r.Body, peekSize)
	first := firstByte(body)
	r.Body = peeked{body, r.Body}
	sent := r.Header.Get("Content-Type")
	media, parameters, _ := mime.ParseMediaType(sent)
	want := mediaJSON
	if op.Form {
		want = mediaMultipart
	}
	switch {
	case first == 0:
		return ""
	case sent == "":
		return "the Content-Type is missing: send " + want
	case media == mediaMultipart && parameters["boundary"] == "":
		return "the Content-Type has no boundary: let the HTTP client set it"
	case media == mediaForm && (first == '{' || first == '['):
		return "the body is JSON, and its Content-Type is " + mediaForm + ", which curl -d sends: send " + want
	case media == mediaMultipart && !op.Form, isJSON(media) && op.Form:
		return op.Name + " is documented with " + want
	case media != mediaMultipart && media != mediaForm && !isJSON(media):
		return "the Content-Type is neither JSON nor a form: send " + want
	}
	return ""
}

func isJSON(media string) bool { return media == mediaJSON || strings.HasSuffix(media, "+json") }

// peeked is a body of which a part has been looked at.
type peeked struct {
	io.Reader
	io.Closer
}

// firstByte returns the first byte of a body that is no white space, 0 if there is none among the
// first bytes.
func firstByte(body *bufio.Reader) byte {
	start, _ := body.Peek(64)
	if start = bytes.TrimLeft(start, " \t\r\n"); len(start) == 0 {
		return 0
	}
	return start[0]
}

// syntaxHint says why a body is not a JSON object.
func syntaxHint(raw []byte) string {
	d := json.NewDecoder(bytes.NewReader(raw))
	var v any
	err := d.Decode(&v)
	const prefix = "the body is not JSON: "
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return prefix + "it ends too early"
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return prefix + fmt.Sprintf("it fails at byte %d", syntax.Offset)
	}
	if _, err := d.Token(); err == nil || !errors.Is(err, io.EOF) {
		return prefix + fmt.Sprintf("there is more after byte %d", d.InputOffset())
	}
	if _, ok := v.([]any); ok {
		return "the body is a JSON array: send one object"
	}
	return "the body is JSON, but not an object"
}
