package factorialhr

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"strings"
	"unicode"
)

// FormBody is a body that is sent as multipart/form-data: seven operations take one, all of them with files. WriteForm
// writes the fields in their order. It is called once for a call, whatever the number of attempts.
type FormBody interface {
	WriteForm(f *Form)
}

// FormFunc is a function that is a [FormBody].
type FormFunc func(f *Form)

// WriteForm calls the function.
func (write FormFunc) WriteForm(f *Form) { write(f) }

// A Form collects the fields of a multipart/form-data body (RFC 7578) under the names that the API reads: a list is a
// field that ends in [] and comes once for each element, a list of objects is line_items[][description].
//
// What can be absent is not sent when it has its zero value: texts, ids, dates, lists, files. Bool, Int and Float always
// send; optional ones are pointers and go through [Form.Value]. A Form is not safe for concurrent use.
type Form struct {
	parts  *multipart.Writer
	text   bytes.Buffer // what parts has written since the last file
	pieces []formPiece
	files  map[string]int // how many of each field
	err    error
}

// formPiece is a stretch of the body: text or a file.
type formPiece struct {
	text   []byte
	file   File
	field  string
	number int
}

// String writes a text, also of a string type of its own like an enum.
func (f *Form) String(name, value string) {
	if value != "" {
		f.field(name, value)
	}
}

// Strings writes a list of texts.
func (f *Form) Strings(name string, values []string) {
	for _, value := range values {
		f.field(listName(name), value)
	}
}

// ID writes an id.
func (f *Form) ID(name string, value ID) { f.String(name, value.String()) }

// IDs writes a list of ids.
func (f *Form) IDs(name string, values []ID) {
	for _, value := range values {
		f.field(listName(name), value.String())
	}
}

// Date writes a day as YYYY-MM-DD.
func (f *Form) Date(name string, value Date) { f.String(name, value.String()) }

// Bool writes true or false.
func (f *Form) Bool(name string, value bool) { f.Value(name, value) }

// Int writes a whole number.
func (f *Form) Int(name string, value int) { f.Value(name, value) }

// Float writes a number.
func (f *Form) Float(name string, value float64) { f.Value(name, value) }

// Value writes anything that has a JSON form, as the form field or fields that mean the same: an optional number or
// boolean (a nil pointer is not sent), an [Opt] (one that is not set is not sent, null is sent as an empty field), a
// date-time, a list, an object, a list of objects. A nil list is not sent, an empty one is sent as one empty element,
// which is how a form says that a list has none.
func (f *Form) Value(name string, value any) {
	if isAbsent(value) {
		return
	}
	text, err := json.Marshal(value)
	if err != nil {
		f.fail(name, err)
		return
	}
	f.json(name, text)
}

// File writes a file.
func (f *Form) File(name string, file File) {
	if file.IsZero() {
		return
	}
	if strings.ContainsFunc(name+file.Name+file.ContentType, unicode.IsControl) {
		f.fail(name, errControl)
		return
	}
	header := textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition(name, file.Name)},
		"Content-Type":        {file.ContentType},
	}
	if file.ContentType == "" {
		header.Set("Content-Type", "application/octet-stream")
	}
	if _, err := f.writer().CreatePart(header); err != nil {
		f.fail(name, err)
		return
	}
	f.cut()
	if f.files == nil {
		f.files = map[string]int{}
	}
	f.files[name]++
	f.pieces = append(f.pieces, formPiece{file: file, field: name, number: f.files[name]})
}

// Files writes a list of files.
func (f *Form) Files(name string, files []File) {
	for _, file := range files {
		f.File(listName(name), file)
	}
}

// field writes one text field.
func (f *Form) field(name, value string) {
	if strings.ContainsFunc(name, unicode.IsControl) {
		f.fail(name, errControl)
		return
	}
	if err := f.writer().WriteField(name, value); err != nil {
		f.fail(name, err)
	}
}

func (f *Form) writer() *multipart.Writer {
	if f.parts == nil {
		f.parts = multipart.NewWriter(&f.text)
	}
	return f.parts
}

// cut ends the stretch of text that parts has been writing.
func (f *Form) cut() {
	f.pieces = append(f.pieces, formPiece{text: bytes.Clone(f.text.Bytes())})
	f.text.Reset()
}

// fail keeps the first error.
func (f *Form) fail(name string, err error) {
	if f.err == nil {
		f.err = fmt.Errorf("form field %q: %w", name, err)
	}
}

func listName(name string) string {
	if strings.HasSuffix(name, "[]") {
		return name
	}
	return name + "[]"
}

var errControl = errors.New("a control character in the name of the field, or in the name or type of the file")

// encodedForm is a finished form. It can be opened as often as it is sent.
type encodedForm struct {
	contentType string
	pieces      []formPiece
}

// encodeForm lets body write itself. The error names a field that cannot be written.
func encodeForm(body FormBody) (*encodedForm, error) {
	f := new(Form)
	body.WriteForm(f)
	if f.err != nil {
		return nil, f.err
	}
	if err := f.writer().Close(); err != nil {
		return nil, err
	}
	f.cut()
	return &encodedForm{contentType: f.parts.FormDataContentType(), pieces: f.pieces}, nil
}

// length returns the length of the body in bytes, -1 if that of a file is not known. It opens nothing.
func (e *encodedForm) length() int64 {
	var total int64
	for _, p := range e.pieces {
		n := int64(len(p.text))
		if !p.file.IsZero() {
			n = p.file.length()
		}
		if n < 0 {
			return -1
		}
		total += n
	}
	return total
}

// open starts a reading of the body. It opens all files first, so that one that is missing stops the request before any
// of it is sent. The error is a [*FileError].
func (e *encodedForm) open() (io.ReadCloser, error) {
	r := new(formReader)
	var all []io.Reader
	for _, p := range e.pieces {
		if p.file.IsZero() {
			all = append(all, bytes.NewReader(p.text))
			continue
		}
		content, err := p.file.open(p.field, p.number)
		if err != nil {
			_ = r.Close()
			return nil, err
		}
		r.files = append(r.files, content)
		all = append(all, content)
	}
	r.Reader = io.MultiReader(all...)
	return r, nil
}

// formReader reads a body. Files stay open until it is closed.
type formReader struct {
	io.Reader
	files []io.Closer
}

func (r *formReader) Close() error {
	var errs []error
	for _, file := range r.files {
		errs = append(errs, file.Close())
	}
	r.files = nil
	return errors.Join(errs...)
}
