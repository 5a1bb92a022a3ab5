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

// FormBody is a body that the client sends as multipart/form-data. Seven operations take one, all
// of them with files. WriteForm writes the fields in order. The client calls it once per call, not
// once per attempt.
type FormBody interface {
	WriteForm(f *Form)
}

// FormFunc is a function that implements [FormBody].
type FormFunc func(f *Form)

// WriteForm calls write(f).
func (write FormFunc) WriteForm(f *Form) { write(f) }

// A Form collects the fields of a multipart/form-data body (RFC 7578) under the names that the API
// reads: a list repeats a field whose name ends in [], and a list of objects uses names such as
// line_items[][description].
//
// The methods for texts, ids, dates, lists and files omit a zero value. Bool, Int and Float always
// send their value; for an optional number or boolean, pass a pointer to [Form.Value]. A Form is
// not safe for concurrent use.
type Form struct {
	parts  *multipart.Writer
	text   bytes.Buffer // written by parts since the last file
	pieces []formPiece
	fields []formField
	files  map[string]int // number of files per field
	err    error
}

// formField is a field by its name as sent. The value of a file is empty.
type formField struct{ name, value string }

// formPiece is a part of the body: text or a file.
type formPiece struct {
	text   []byte
	file   File
	field  string
	number int
}

// String writes a text. Enums and other string types need a conversion.
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

// Value writes any value that has a JSON form, as the equivalent form field or fields: a number or
// boolean, an [Opt], a date-time, a list, an object, or a list of objects. It omits a nil pointer,
// an unset Opt and a nil list. It writes null as an empty field, and an empty list as one empty
// element, which is how a form expresses an empty list.
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
	f.fields = append(f.fields, formField{name: name})
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
	f.fields = append(f.fields, formField{name, value})
}

func (f *Form) writer() *multipart.Writer {
	if f.parts == nil {
		f.parts = multipart.NewWriter(&f.text)
	}
	return f.parts
}

// cut ends the current text piece.
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

var errControl = errors.New("the name of the field, or the name or type of the file, contains a control character")

// encodedForm is a complete form, which can be opened once per attempt.
type encodedForm struct {
	contentType string
	pieces      []formPiece
	fields      []formField
}

// encodeForm calls body.WriteForm. Its error names the field that cannot be written.
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
	return &encodedForm{contentType: f.parts.FormDataContentType(), pieces: f.pieces, fields: f.fields}, nil
}

// length returns the length of the body in bytes, or -1 if the length of a file is unknown. It
// opens no file.
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

// open returns a reader of the body. It opens all files first, so that a missing file fails the
// request before the client sends any of it. The error is a [*FileError].
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

// formReader reads a body. Its files stay open until Close.
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
