package factorialhr_test

import (
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// FuzzForm writes a field and a file with arbitrary names and contents between two fixed fields.
// Their text must not add, end or change a part.
func FuzzForm(f *testing.F) {
	f.Add("content", "text", "a.pdf", "application/pdf", []byte("%PDF"))
	f.Add("a\"b", "--x\r\n\r\n", "a\"; name=\"other\r\n", "text/plain\r\nX: y", []byte("\r\n--"))
	f.Add("", "", "", "", []byte(nil))
	f.Fuzz(func(t *testing.T, name, text, fileName, contentType string, content []byte) {
		file := factorialhr.FileFromBytes(fileName, content)
		file.ContentType = contentType
		formType, length, open, err := factorialhr.EncodeForm(factorialhr.FormFunc(func(f *factorialhr.Form) {
			f.String("first", "1")
			f.Strings(name, []string{text})
			f.File(name, file)
			f.String("last", "2")
		}))
		if err != nil {
			return
		}
		body := readBody(t, open)
		if int64(len(body)) != length {
			t.Fatalf("the length is given as %d, the body has %d bytes", length, len(body))
		}
		_, params, err := mime.ParseMediaType(formType)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for parts := multipart.NewReader(strings.NewReader(body), params["boundary"]); ; {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			value, err := io.ReadAll(part)
			if err != nil {
				t.Fatal(err)
			}
			if len(part.Header) > 2 {
				t.Errorf("a part has the headers %q", part.Header)
			}
			got = append(got, string(value))
		}
		want := []string{"1", text, string(content), "2"}
		if strings.Join(got, "\x00") != strings.Join(want, "\x00") {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
