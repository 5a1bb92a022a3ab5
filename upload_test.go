package factorialhr_test

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

var createTaskFile = factorialhr.Operation{Name: "tasks.TaskFiles.Create", Method: http.MethodPost, Path: "tasks/task_files"}

type taskFile struct {
	ID factorialhr.ID `json:"id"`
}

// uploads is a server that keeps the forms that arrive completely, and refuses the first few.
type uploads struct {
	refuse  int
	forms   []map[string]string
	lengths []int64
	broken  int
}

func (u *uploads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fields := map[string]string{}
	parts, err := r.MultipartReader()
	for err == nil {
		part, failed := parts.NextPart()
		if failed == io.EOF {
			_, err = io.Copy(io.Discard, r.Body) // data after the end is not part of the form
			break
		}
		if err = failed; err == nil {
			var content []byte
			content, err = io.ReadAll(part)
			fields[part.FormName()] += string(content) + ";"
		}
	}
	switch {
	case err != nil:
		u.broken++
		w.WriteHeader(http.StatusBadRequest)
	case u.refuse > 0:
		u.refuse--
		w.WriteHeader(http.StatusTooManyRequests)
	default:
		u.forms = append(u.forms, fields)
		u.lengths = append(u.lengths, r.ContentLength)
		_, _ = io.WriteString(w, `{"id":"8"}`)
	}
}

// upload sends files and a field after them.
func upload(t *testing.T, u *uploads, files ...factorialhr.File) (*taskFile, error) {
	t.Helper()
	network := memnet.New()
	network.Serve(t, productionAddress, u)
	client := newClient(t, network.Transport(t))
	body := factorialhr.FormFunc(func(f *factorialhr.Form) {
		f.ID("task_id", "7")
		f.Files("files[]", files)
		f.String("last", "end")
	})
	return factorialhr.Call[taskFile](t.Context(), client, &createTaskFile, factorialhr.Input{Body: body})
}

func TestAnUploadArrivesWhole(t *testing.T) {
	large := strings.Repeat("0123456789", 100_000)
	tests := map[string]struct {
		files  []factorialhr.File
		want   string
		refuse int
		length bool
	}{
		"with its length if that is known": {
			files: []factorialhr.File{factorialhr.FileFromBytes("a.txt", []byte("one")), factorialhr.FileFromBytes("b.txt", []byte(large))},
			want:  "one;" + large + ";", length: true,
		},
		"without a length if one file has none": {
			files: []factorialhr.File{factorialhr.FileFromBytes("a.txt", []byte("one")), {Name: "b.txt", Open: opens(large)}},
			want:  "one;" + large + ";",
		},
		"even if it is empty": {
			files: []factorialhr.File{factorialhr.FileFromBytes("a.txt", nil)}, want: ";", length: true,
		},
		"the second time, if the first was refused": {
			files: []factorialhr.File{factorialhr.FileFromBytes("a.txt", []byte(large))}, want: large + ";", length: true, refuse: 2,
		},
		"the second time, if its length is unknown": {
			files: []factorialhr.File{{Name: "b.txt", Open: opens(large)}}, want: large + ";", refuse: 2,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := &uploads{refuse: test.refuse}
				got, err := upload(t, u, test.files...)
				if err != nil || got.ID != "8" {
					t.Fatalf("got %v, %v", got, err)
				}
				want := []map[string]string{{"task_id": "7;", "files[]": test.want, "last": "end;"}}
				if diff := cmp.Diff(want, u.forms); diff != "" {
					t.Errorf("-want +got:\n%.1000s", diff)
				}
				if known := u.lengths[0] > 0; known != test.length {
					t.Errorf("the length was %d", u.lengths[0])
				}
			})
		})
	}
}

func TestAFileThatChangesWhileItIsSentIsNeverTakenForTheFile(t *testing.T) {
	large := strings.Repeat("0123456789", 100_000)
	full := errors.New("disk error")
	tests := map[string]struct {
		file factorialhr.File
		err  error
	}{
		"it shrinks":                   {factorialhr.File{Name: "private.pdf", Size: 2_000_000, Open: opens(large)}, factorialhr.ErrFileChanged},
		"it shrinks by one byte":       {factorialhr.File{Name: "private.pdf", Size: 1_000_001, Open: opens(large)}, factorialhr.ErrFileChanged},
		"it grows":                     {factorialhr.File{Name: "private.pdf", Size: 10, Open: opens(large)}, factorialhr.ErrFileChanged},
		"it cannot be read to its end": {factorialhr.File{Name: "private.pdf", Open: failing(large, full)}, full},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u := new(uploads)
				_, err := upload(t, u, factorialhr.FileFromBytes("first", []byte("1")), test.file)
				file, ok := errors.AsType[*factorialhr.FileError](err)
				if !ok || !errors.Is(err, test.err) {
					t.Fatalf("got %v, want a FileError for %v", err, test.err)
				}
				if file.Field != "files[]" || file.Number != 2 || file.Name != "private.pdf" || strings.Contains(err.Error(), "private") {
					t.Errorf("got %+v as %v", file, err)
				}
				if failure, ok := errors.AsType[*factorialhr.Error](err); !ok || failure.Attempts != 1 {
					t.Errorf("got %v, want an Error after one attempt", err)
				}
				synctest.Wait()
				if len(u.forms) > 0 {
					t.Error("the server got a whole form")
				}
			})
		})
	}
}

// A file that is the whole body has no closing boundary: the request ends with its last byte.
func TestAFileThatIsTheBodyIsNotTakenForAnother(t *testing.T) {
	large := strings.Repeat("0123456789", 100_000)
	empty := write(t, "private.txt", "")
	grown, err := factorialhr.FileFromPath(empty)
	if err := errors.Join(err, os.WriteFile(empty, []byte("grown"), 0o600)); err != nil {
		t.Fatal(err)
	}
	path := write(t, "gone.txt", "")
	gone, err := factorialhr.FileFromPath(path)
	if err := errors.Join(err, os.Remove(path)); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		file factorialhr.File
		err  error
	}{
		"it grows":             {factorialhr.File{Size: 10, Open: opens(large)}, factorialhr.ErrFileChanged},
		"it grows by one byte": {factorialhr.File{Size: 999_999, Open: opens(large)}, factorialhr.ErrFileChanged},
		"it grows, and is read byte by byte": {factorialhr.File{Size: 2, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(iotest.OneByteReader(strings.NewReader("abc"))), nil
		}}, factorialhr.ErrFileChanged},
		"it shrinks by one byte":        {factorialhr.File{Size: 1_000_001, Open: opens(large)}, factorialhr.ErrFileChanged},
		"it breaks where it should end": {factorialhr.File{Size: 1_000_000, Open: failing(large, io.ErrNoProgress)}, io.ErrNoProgress},
		"it was empty and is not":       {grown, factorialhr.ErrFileChanged},
		"it was never there":            {factorialhr.File{Open: func() (io.ReadCloser, error) { return nil, nil }}, nil},
		"it was empty and is gone":      {gone, fs.ErrNotExist},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var whole atomic.Bool
				c := serve(t, func(_ http.ResponseWriter, r *http.Request) {
					_, err := io.Copy(io.Discard, r.Body)
					whole.Store(err == nil)
				})
				_, err := factorialhr.Call[thing](t.Context(), c, &createThing, factorialhr.Input{Body: test.file})
				if _, ok := errors.AsType[*factorialhr.FileError](err); !ok || test.err != nil && !errors.Is(err, test.err) {
					t.Errorf("got %v", err)
				}
				synctest.Wait()
				if whole.Load() {
					t.Error("the server got a whole request")
				}
			})
		})
	}
}

// failing opens content whose read ends with an error.
func failing(content string, err error) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader(content), failingReader{err})), nil
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
