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

// A File is a file to upload. The client opens it for each attempt, so that it can send an upload
// again. Use [FileFromPath], [FileFromBytes] or [FileFromReaderAt] to create one. The zero File is
// no file and is not sent.
type File struct {
	// Name is the file name that the server receives, without a directory.
	Name string
	// ContentType is the media type. If it is empty, the client sends application/octet-stream.
	ContentType string
	// Size is the length in bytes, or 0 if it is unknown: the upload then has no Content-Length. If
	// the file turns out to be shorter or longer, the upload fails with [ErrFileChanged].
	Size int64
	// Open returns a reader from the first byte. The client calls Open once per attempt, possibly
	// from several goroutines at once, and closes each reader.
	Open func() (io.ReadCloser, error)

	exact bool // Size is known even if it is 0
}

// FileFromPath returns the file at path. The last element of path becomes its name, and the
// extension sets its type. It inspects the file and does not keep it open. The path must name a
// regular file, because only such a file can be read again from its start. The error does not
// contain the path.
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

// FileFromBytes returns a file with this name and content. The extension of the name sets its type.
// Do not change the content until the upload ends.
func FileFromBytes(name string, content []byte) File {
	return FileFromReaderAt(name, bytes.NewReader(content), int64(len(content)))
}

// FileFromReaderAt returns a file with this name and the first size bytes of r. The extension of
// the name sets its type. It does not accept an io.Reader, which the client could not read again
// for a retry.
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

// IsZero reports whether f is no file.
func (f File) IsZero() bool { return f.Open == nil }

// length returns the length in bytes, or -1 if it is unknown.
func (f File) length() int64 {
	if f.exact || f.Size > 0 {
		return f.Size
	}
	return -1
}

// open returns a reader that fails with a [*FileError] as soon as the file turns out to have
// another length.
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
	// Report a wrong length now rather than after half of the file has been sent.
	if s, ok := content.(interface{ Stat() (fs.FileInfo, error) }); ok && r.length >= 0 {
		if info, err := s.Stat(); err == nil && info.Mode().IsRegular() && info.Size() != r.length {
			_ = content.Close()
			return nil, r.fail(fmt.Errorf("%w: it has %d bytes instead of %d", ErrFileChanged, info.Size(), r.length))
		}
	}
	return r, nil
}

// fileReader reads a file and checks that it has the expected length.
type fileReader struct {
	content io.ReadCloser
	length  int64 // -1 if it is unknown
	read    int64
	err     FileError // what fail reports, without the cause
}

func (r *fileReader) Read(p []byte) (int, error) {
	n, err := r.content.Read(p)
	r.read += int64(n)
	if err == nil && r.read == r.length {
		// The last byte may complete a request, so withhold it until the file is known to end
		// there.
		var more int
		more, err = io.ReadFull(r.content, make([]byte, 1))
		r.read += int64(more)
	}
	switch {
	case r.length >= 0 && r.read > r.length:
		return 0, r.fail(fmt.Errorf("%w: it continues after %d bytes", ErrFileChanged, r.length))
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

var errNoContent = errors.New("the Open function returned neither a reader nor an error")

// ErrFileChanged reports a file that is shorter or longer than it was when the caller prepared the
// upload. The server receives an incomplete request, so it does not accept the file.
var ErrFileChanged = errors.New("the file changed its length")

// A FileError reports a file that the client could not read for an upload. Its text and its JSON
// say which file of the form it is, and omit the name of the file, which can be personal data.
type FileError struct {
	// Field is the form field, such as attachments[]. It is empty if the file was the whole body.
	Field string
	// Number counts the files of the field from 1.
	Number int
	// Name is the name of the file. Error does not show it.
	Name string
	// Err is the cause: [ErrFileChanged], or the error of opening or reading the file, without its
	// path.
	Err error
}

func (e *FileError) Error() string {
	if e.Field == "" {
		return fmt.Sprintf("file: %v", e.Err)
	}
	return fmt.Sprintf("file %d of %q: %v", e.Number, e.Field, e.Err)
}

// GoString returns the text of Error for %#v.
func (e *FileError) GoString() string { return fmt.Sprintf("&factorialhr.FileError{%q}", e.Error()) }

// MarshalJSON writes the text of Error, for logs that encode their values as JSON.
func (e *FileError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns e.Err.
func (e *FileError) Unwrap() error { return e.Err }

// withoutPath removes the path from an error of the file system.
func withoutPath(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	return err
}
