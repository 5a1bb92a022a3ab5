package factorialhr_test

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"mime"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
)

// readForm returns the fields of a form as "name=value" in order, and a file as "name=<file
// name|type|content>". It reads the form twice, as the client does when it sends a request again.
func readForm(t *testing.T, body factorialhr.FormBody) []string {
	t.Helper()
	contentType, length, open, err := factorialhr.EncodeForm(body)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	first, again := readBody(t, open), readBody(t, open)
	if first != again {
		t.Error("the body read a second time is another one")
	}
	if length >= 0 && length != int64(len(first)) {
		t.Errorf("the length is given as %d, the body has %d bytes", length, len(first))
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatalf("content type: %v", err)
	}
	var fields []string
	for parts := multipart.NewReader(strings.NewReader(first), params["boundary"]); ; {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return fields
		}
		if err != nil {
			t.Fatalf("part: %v", err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatalf("part: %v", err)
		}
		value := string(content)
		if part.FileName() != "" {
			value = "<" + part.FileName() + "|" + part.Header.Get("Content-Type") + "|" + value + ">"
		}
		fields = append(fields, part.FormName()+"="+value)
	}
}

func readBody(t *testing.T, open func() (io.ReadCloser, error)) string {
	t.Helper()
	r, err := open()
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	return string(content)
}

func TestFormWritesFieldsAsTheServerReadsThem(t *testing.T) {
	type lineItem struct {
		Description string         `json:"description"`
		Quantity    float64        `json:"quantity"`
		ID          factorialhr.ID `json:"id,omitzero"`
		Labels      []string       `json:"labels,omitzero"`
	}
	type space string
	tests := map[string]struct {
		write factorialhr.FormFunc
		want  []string
	}{
		"nothing": {func(f *factorialhr.Form) {}, nil},
		"texts, ids and dates that are set": {func(f *factorialhr.Form) {
			f.String("space", string(space("company_public")))
			f.ID("author_id", "90071992547409931")
			f.Date("due_date", factorialhr.NewDate(2026, time.December, 24))
		}, []string{"space=company_public", "author_id=90071992547409931", "due_date=2026-12-24"}},
		"no text, id, date, list or file that is not set": {func(f *factorialhr.Form) {
			f.String("space", "")
			f.ID("author_id", "")
			f.Date("due_date", factorialhr.Date{})
			f.IDs("signee_ids[]", nil)
			f.Strings("labels", nil)
			f.File("file", factorialhr.File{})
			f.Files("files[]", nil)
			f.Value("follow_up", (*bool)(nil))
			f.Value("name", factorialhr.Opt[string]{})
			f.Value("starts_on", factorialhr.DateTime{})
			f.Value("anything", nil)
			f.Value("line_items[]", []lineItem(nil))
			f.Value("address", map[string]string(nil))
		}, nil},
		"required numbers and booleans even if they are zero": {func(f *factorialhr.Form) {
			f.Bool("public", false)
			f.Int("total_amount_cents", 0)
			f.Float("quantity", 0)
			f.Float("quantity", 2.5)
		}, []string{"public=false", "total_amount_cents=0", "quantity=0", "quantity=2.5"}},
		"optional numbers and booleans that are set": {func(f *factorialhr.Form) {
			f.Value("public", new(false))
			f.Value("total_amount_cents", new(1250))
		}, []string{"public=false", "total_amount_cents=1250"}},
		"what an update sets and clears": {func(f *factorialhr.Form) {
			f.Value("name", factorialhr.Set("Payroll"))
			f.Value("status", factorialhr.Set(space("done")))
			f.Value("content", factorialhr.Set(""))
			f.Value("due_on", factorialhr.Null[factorialhr.Date]())
			f.Value("starts_on", factorialhr.Set(factorialhr.NewDate(2026, time.May, 1)))
			f.Value("follow_up", factorialhr.Set(false))
			f.Value("assignee_employee_ids[]", factorialhr.Set([]factorialhr.ID{"1", "2"}))
			f.Value("files_to_remove[]", factorialhr.Set([]factorialhr.ID{}))
			f.Value("subproject_id", factorialhr.Opt[factorialhr.ID]{})
		}, []string{
			"name=Payroll", "status=done", "content=", "due_on=", "starts_on=2026-05-01", "follow_up=false",
			"assignee_employee_ids[]=1", "assignee_employee_ids[]=2", "files_to_remove[]=",
		}},
		"lists, with or without brackets in the name": {func(f *factorialhr.Form) {
			f.IDs("signee_ids[]", []factorialhr.ID{"1", "1/2/2023-10-01"})
			f.Strings("labels", []string{"a", ""})
			f.Value("weights", []float64{1, 0.5})
		}, []string{
			"signee_ids[]=1", "signee_ids[]=1/2/2023-10-01", "labels[]=a", "labels[]=", "weights[]=1", "weights[]=0.5",
		}},
		"a list of objects": {func(f *factorialhr.Form) {
			f.Value("line_items[]", []lineItem{{"paper", 2, "", nil}, {"ink", 0.5, "7", []string{"x", "y"}}})
		}, []string{
			"line_items[][description]=paper", "line_items[][quantity]=2",
			"line_items[][description]=ink", "line_items[][quantity]=0.5", "line_items[][id]=7",
			"line_items[][labels][]=x", "line_items[][labels][]=y",
		}},
		"objects whose first property the one before lacks": {func(f *factorialhr.Form) {
			f.Value("line_items[]", []map[string]any{{"b": 1}, {"a": 1, "b": 2}, {"a": 3, "c": nil}})
		}, []string{
			"line_items[][b]=1", "line_items[][b]=2", "line_items[][a]=1", "line_items[][a]=3", "line_items[][c]=",
		}},
		"lists without an element": {func(f *factorialhr.Form) {
			f.Value("line_items[]", []lineItem{})
			f.Value("signee_ids[]", factorialhr.Null[[]factorialhr.ID]())
		}, []string{"line_items[]=", "signee_ids[]="}},
		"an object in an object": {func(f *factorialhr.Form) {
			f.Value("address", rawJSON(`{"street":"Gran Via","geo":{"lat":41.4,"tags":["x"]}}`))
		}, []string{"address[street]=Gran Via", "address[geo][lat]=41.4", "address[geo][tags][]=x"}},
		"text that looks like the form itself": {func(f *factorialhr.Form) {
			f.String("content", "--boundary\r\nContent-Disposition: form-data\r\n\r\n\xff<é>")
			f.String(`na"me`, "x")
		}, []string{"content=--boundary\r\nContent-Disposition: form-data\r\n\r\n\xff<é>", `na"me=x`}},
		"files between fields": {func(f *factorialhr.Form) {
			f.File("file", factorialhr.FileFromBytes("receipt.pdf", []byte("%PDF")))
			f.ID("task_id", "4")
			f.Files("attachments", []factorialhr.File{
				{Name: "a", ContentType: "text/x-a", Size: 3, Open: opens("one")},
				{Name: "b", Open: opens("two, of unknown size")},
			})
			f.File("empty", factorialhr.FileFromBytes("nothing", nil))
		}, []string{
			"file=<receipt.pdf|application/pdf|%PDF>", "task_id=4", "attachments[]=<a|text/x-a|one>",
			"attachments[]=<b|application/octet-stream|two, of unknown size>", "empty=<nothing|application/octet-stream|>",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, readForm(t, test.write)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

type rawJSON string

func (j rawJSON) MarshalJSON() ([]byte, error) { return []byte(j), nil }

func opens(content string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }
}

func TestFormRefusesWhatItCannotExpress(t *testing.T) {
	tests := map[string]factorialhr.FormFunc{
		"a number that is none":         func(f *factorialhr.Form) { f.Float("bad", math.NaN()) },
		"a list with an empty object":   func(f *factorialhr.Form) { f.Value("bad", rawJSON(`[{"a":1},{}]`)) },
		"a list of an empty object":     func(f *factorialhr.Form) { f.Value("bad", rawJSON(`[{}]`)) },
		"an empty object":               func(f *factorialhr.Form) { f.Value("bad", factorialhr.Set(struct{}{})) },
		"an empty object in another":    func(f *factorialhr.Form) { f.Value("bad", rawJSON(`{"a":1,"b":{}}`)) },
		"objects that share no key":     func(f *factorialhr.Form) { f.Value("bad", rawJSON(`[{"a":1},{"b":2}]`)) },
		"objects that share lists":      func(f *factorialhr.Form) { f.Value("bad", rawJSON(`[{"a":[1]},{"a":[2]}]`)) },
		"a control character in a name": func(f *factorialhr.Form) { f.String("bad\x11", "x") },
		"a line break in a file name":   func(f *factorialhr.Form) { f.File("bad", factorialhr.FileFromBytes("a\r\nb", nil)) },
		"a header in the content type": func(f *factorialhr.Form) {
			f.File("bad", factorialhr.File{ContentType: "a/b\r\nX: y", Open: opens("")})
		},
	}
	for name, write := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, _, err := factorialhr.EncodeForm(factorialhr.FormFunc(func(f *factorialhr.Form) {
				write(f)
				f.String("after", "fine")
			}))
			if err == nil || !strings.Contains(err.Error(), `"bad`) {
				t.Errorf("got %v, want an error that names the field", err)
			}
		})
	}
}

func TestFormLengthIsKnownWithoutOpeningAFile(t *testing.T) {
	open := func() (io.ReadCloser, error) {
		t.Error("the file was opened")
		return nil, fs.ErrInvalid
	}
	for size, known := range map[int64]bool{1 << 40: true, 0: false, -1: false} {
		_, length, _, err := factorialhr.EncodeForm(factorialhr.FormFunc(func(f *factorialhr.Form) {
			f.File("file", factorialhr.File{Name: "large", Size: size, Open: open})
		}))
		if err != nil {
			t.Fatal(err)
		}
		if got := length > size && length > 0; got != known {
			t.Errorf("size %d: length %d", size, length)
		}
	}
}

func TestAFileThatChangesItsLengthIsAnErrorThatNamesIt(t *testing.T) {
	tests := map[string]struct{ before, after string }{
		"shrinks":                {"twelve bytes", "twelve"},
		"grows":                  {"six", "six and more"},
		"grows from nothing":     {"", "x"},
		"shrinks to nothing":     {"x", ""},
		"grows by one long read": {"x", strings.Repeat("y", 1<<16)},
	}
	for name, test := range tests {
		t.Run(name+" before it is opened", func(t *testing.T) {
			path := write(t, "private name.txt", test.before)
			file, err := factorialhr.FileFromPath(path)
			if err != nil {
				t.Fatal(err)
			}
			open := attach(t, file)
			write(t, path, test.after)
			_, err = open()
			checkFileError(t, err, factorialhr.ErrFileChanged)
		})
		t.Run(name+" after it was opened", func(t *testing.T) {
			path := write(t, "private name.txt", test.before)
			file, err := factorialhr.FileFromPath(path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := attach(t, file)()
			if err != nil {
				t.Fatal(err)
			}
			defer body.Close()
			write(t, path, test.after)
			content, err := io.ReadAll(body)
			checkFileError(t, err, factorialhr.ErrFileChanged)
			if strings.Contains(string(content), "last field") {
				t.Error("the body went on after the file")
			}
		})
	}
}

func TestAFileThatCannotBeReadStopsTheFormBeforeItIsSent(t *testing.T) {
	path := write(t, "private name.txt", "content")
	file, err := factorialhr.FileFromPath(path)
	if err != nil {
		t.Fatal(err)
	}
	open := attach(t, file)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	_, err = open()
	checkFileError(t, err, fs.ErrNotExist)
	if strings.Contains(err.Error(), path) {
		t.Errorf("the error repeats the path: %v", err)
	}
}

func TestFileFromPathRefusesWhatCannotBeReadTwice(t *testing.T) {
	dir := t.TempDir()
	if _, err := factorialhr.FileFromPath(dir); err == nil {
		t.Error("a directory was taken for a file")
	}
	missing := filepath.Join(dir, "private name.txt")
	_, err := factorialhr.FileFromPath(missing)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
	if strings.Contains(err.Error(), "private") {
		t.Errorf("the error repeats the path: %v", err)
	}
}

// attach adds the file as the second one of a list, before a last field.
func attach(t *testing.T, file factorialhr.File) func() (io.ReadCloser, error) {
	t.Helper()
	_, _, open, err := factorialhr.EncodeForm(factorialhr.FormFunc(func(f *factorialhr.Form) {
		f.Files("attachments[]", []factorialhr.File{factorialhr.FileFromBytes("first", []byte("1")), file})
		f.String("last", "last field")
	}))
	if err != nil {
		t.Fatal(err)
	}
	return open
}

// write writes a file. Unless name is a path, it creates the file in a new directory.
func write(t *testing.T, name, content string) string {
	t.Helper()
	if !filepath.IsAbs(name) {
		name = filepath.Join(t.TempDir(), name)
	}
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func checkFileError(t *testing.T, err, cause error) {
	t.Helper()
	failure, ok := errors.AsType[*factorialhr.FileError](err)
	if !ok || !errors.Is(err, cause) {
		t.Fatalf("got %v, want a FileError for %v", err, cause)
	}
	if failure.Field != "attachments[]" || failure.Number != 2 || failure.Name != "private name.txt" {
		t.Errorf("got field %q, number %d, name %q", failure.Field, failure.Number, failure.Name)
	}
	if text := err.Error(); !strings.Contains(text, `file 2 of "attachments[]"`) || strings.Contains(text, "private") {
		t.Errorf("got text %q, want field and number and no name", text)
	}
}
