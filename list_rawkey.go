package factorialhr

import (
	"bytes"
	"reflect"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

// rawKey returns the id of a record that is kept as JSON, as the JSON has it, or an empty text.
func rawKey(record reflect.Value) string {
	id, ok := leadingID(record.Bytes())
	if !ok {
		id, _ = lenient.Find(record.Bytes(), "/id")
	}
	if string(id) == "null" {
		return ""
	}
	return string(id)
}

// leadingID returns the id of a record that begins with it, as the records of the API do, without a
// pass over the tokens of the whole record. ok is false if another member may be the id. The record
// is valid JSON.
func leadingID(record []byte) (id []byte, ok bool) {
	rest, name := bytes.TrimLeft(record, jsonSpace), []byte(`"id"`)
	for _, token := range [][]byte{[]byte("{"), name, []byte(":")} {
		if rest, ok = bytes.CutPrefix(rest, token); !ok {
			return nil, false
		}
		rest = bytes.TrimLeft(rest, jsonSpace)
	}
	// The last of several members counts, and a name can be written with escapes.
	if bytes.Contains(rest, name) || bytes.Contains(rest, []byte(`\u`)) || len(rest) == 0 {
		return nil, false
	}
	end := -1
	switch c := rest[0]; {
	case c == '"':
		end = bytes.IndexByte(rest[1:], '"') + 2
	case c == '-' || c >= '0' && c <= '9':
		end = bytes.IndexAny(rest, ",}"+jsonSpace)
	}
	if end < 1 || bytes.IndexByte(rest[:end], '\\') >= 0 {
		return nil, false
	}
	return rest[:end], true
}

const jsonSpace = " \t\r\n"
