package factorialhr

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"os"
	"path/filepath"
)

// A File is a file to upload. It can be opened more than once, so that an upload can be sent again; see [FileFromPath],
// [FileFromBytes] and [FileFromReaderAt]. The zero File is none and is not sent.
type File struct {
	// Name is the name that the file has for the server, without a directory.
	Name string
	// ContentType is the media type, application/octet-stream if empty.
	ContentType string
	// Size is the length in bytes, 0 if it is not known: then the upload has no Content-Length. A file that turns out to
	// be shorter or longer is an error, see [ErrFileChanged].
	Size int64
	// Open starts a reading from the first byte. It is called once for every attempt, possibly by several goroutines at
	// once, and each result is closed.
	Open func() (io.ReadCloser, error)

	exact bool // Size is known even if it is 0
}

// FileFromPath returns the file at path, named by the last element of path and typed by its extension. It looks at the
// file and does not keep it open. The path must lead to a regular file: nothing else can be read again from its start.
// The error does not repeat the path.
func FileFromPath(path string) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return File{}, fmt.Errorf("factorialhr: file from path: %w", withoutPath(err))
	}
	if !info.Mode().IsRegular() {
		return File{}, errors.New("factorialhr: file from path: not a regular file")
	}
	return File{
		Name:        filepath.Base(path),
		ContentType: mime.TypeByExtension(filepath.Ext(path)),
		Size:        info.Size(),
		Open:        func() (io.ReadCloser, error) { return os.Open(path) },
		exact:       true,
	}, nil
}

// FileFromBytes returns a file with this name and content, typed by the extension of the name. The content must not
// change until the upload is done.
func FileFromBytes(name string, content []byte) File {
	return FileFromReaderAt(name, bytes.NewReader(content), int64(len(content)))
}

// FileFromReaderAt returns a file with this name and the first size bytes of r, typed by the extension of the name.
// An io.Reader is not enough: it could not be read again if the upload has to be repeated.
func FileFromReaderAt(name string, r io.ReaderAt, size int64) File {
	return File{
		Name:        name,
		ContentType: mime.TypeByExtension(filepath.Ext(name)),
		Size:        size,
		Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(r, 0, size)), nil
		},
		exact: true,
	}
}

// IsZero reports whether f is none.
func (f File) IsZero() bool { return f.Open == nil }

// length returns the length in bytes, -1 if it is not known.
func (f File) length() int64 {
	if f.exact || f.Size > 0 {
		return f.Size
	}
	return -1
}

// open starts a reading that fails with a [*FileError] as soon as the file turns out not to have its length.
func (f File) open(field string, number int) (io.ReadCloser, error) {
	r := &fileReader{length: f.length(), err: FileError{Field: field, Number: number, Name: f.Name}}
	content, err := f.Open()
	switch {
	case err != nil:
		return nil, r.fail(err)
	case content == nil:
		return nil, r.fail(errNoContent)
	}
	r.content = content
	// What can be seen at once need not wait until half of it has been sent.
	if s, ok := content.(interface{ Stat() (fs.FileInfo, error) }); ok && r.length >= 0 {
		if info, err := s.Stat(); err == nil && info.Mode().IsRegular() && info.Size() != r.length {
			_ = content.Close()
			return nil, r.fail(fmt.Errorf("%w: it has %d bytes instead of %d", ErrFileChanged, info.Size(), r.length))
		}
	}
	return r, nil
}

// fileReader reads a file and holds it to its length.
type fileReader struct {
	content io.ReadCloser
	length  int64 // -1 if it is not known
	read    int64
	err     FileError // what to report, but for the cause
}

func (r *fileReader) Read(p []byte) (int, error) {
	n, err := r.content.Read(p)
	r.read += int64(n)
	if err == nil && r.read == r.length {
		// Its last byte may complete a request, so it is passed on only when it is known to be the last.
		var more int
		more, err = io.ReadFull(r.content, make([]byte, 1))
		r.read += int64(more)
	}
	switch {
	case r.length >= 0 && r.read > r.length:
		return 0, r.fail(fmt.Errorf("%w: it goes on after its %d bytes", ErrFileChanged, r.length))
	case err == io.EOF && r.read < r.length:
		return n, r.fail(fmt.Errorf("%w: it ends after %d of %d bytes", ErrFileChanged, r.read, r.length))
	case err == nil, err == io.EOF:
		return n, err
	case r.read == r.length:
		return 0, r.fail(err)
	default:
		return n, r.fail(err)
	}
}

func (r *fileReader) Close() error { return r.content.Close() }

func (r *fileReader) fail(err error) error {
	failure := r.err
	failure.Err = withoutPath(err)
	return &failure
}

var errNoContent = errors.New("opening it gave neither a reader nor an error")

// ErrFileChanged reports a file that is shorter or longer than it was when the upload was prepared. What was sent of it
// is not a whole request, so the server does not take it for the file.
var ErrFileChanged = errors.New("the file changed its length")

// A FileError reports a file that could not be read for an upload. Its text and its JSON say which file of the form it is;
// the name of the file is not in them, since names of files tell about people.
type FileError struct {
	// Field is the form field, like attachments[]; empty if the file was the whole body.
	Field string
	// Number counts the files of the field from 1.
	Number int
	// Name is the name of the file. It is not part of the text.
	Name string
	// Err is the cause: [ErrFileChanged], or what opening or reading the file reported, without its path.
	Err error
}

func (e *FileError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("file: %v", e.Err)
	}
	return fmt.Sprintf("file %d of %q: %v", e.Number, e.Field, e.Err)
}

// GoString is Error, for %#v.
func (e *FileError) GoString() string { return fmt.Sprintf("&factorialhr.FileError{%q}", e.Error()) }

// MarshalJSON writes what Error returns, for logs that encode what they are handed.
func (e *FileError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns e.Err.
func (e *FileError) Unwrap() error { return e.Err }

// withoutPath takes the path out of an error of the file system.
func withoutPath(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	return err
}
