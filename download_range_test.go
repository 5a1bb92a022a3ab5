package factorialhr_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr"
)

// chunks serves content without a length.
func chunks(content []byte, etag string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", etag)
		_ = http.NewResponseController(w).Flush()
		_, _ = w.Write(content)
	}
}

// breakAfter serves as next does and breaks the connection after the last byte.
func breakAfter(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		next(w, r)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// part serves content as the range in contentRange.
func part(content []byte, contentRange, etag string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Content-Range", contentRange)
		w.WriteHeader(http.StatusPartialContent)
		_ = http.NewResponseController(w).Flush()
		_, _ = w.Write(content)
	}
}

func TestADownloadThatBreaksOffAfterItsLastByteIsWhole(t *testing.T) {
	const tag = `"v1"`
	all := breakAfter(chunks(fileContent, tag))
	size := fmt.Sprint(len(fileContent))
	for name, handlers := range map[string][]http.HandlerFunc{
		"as net/http says it":               {all, file(fileContent, tag)},
		"without a validator":               {all, status(416, "", "Content-Range", "bytes */"+size)},
		"with the same validator":           {all, status(416, "", "Content-Range", "bytes */"+size, "ETag", tag)},
		"with a time of the change as well": {all, status(416, "", "Content-Range", "bytes */"+size, "Last-Modified", "Sat, 01 Jan 2000 00:00:00 GMT")},
		"in upper case":                     {all, status(416, "", "Content-Range", "Bytes */"+size)},
		"with more space":                   {all, status(416, "", "Content-Range", "bytes  */"+size)},
		"after the server was busy":         {all, status(503, ""), status(416, "", "Content-Range", "bytes */"+size)},
		"with a body":                       {all, status(416, "<Error>InvalidRange</Error>", "Content-Range", "bytes */"+size)},
		"in the second part": {
			breakAfter(chunks(fileContent[:100], tag)), breakAfter(part(fileContent[100:], fmt.Sprintf("bytes 100-%d/*", len(fileContent)-1), tag)),
			status(416, "", "Content-Range", "bytes */"+size),
		},
		"behind a redirect": {all, status(302, "", "Location", "/elsewhere"), status(416, "", "Content-Range", "bytes */"+size)},
		// The server supports ranges but states no total: only the next request shows that nothing
		// is left.
		"when no part says how long the file is": {
			breakAfter(chunks(fileContent[:100], tag)), part(fileContent[100:], fmt.Sprintf("bytes 100-%d/*", len(fileContent)-1), tag),
			status(416, "", "Content-Range", "bytes */"+size),
		},
		// The length is known, so no further request is needed.
		"of a length that is known": {breakAfter(chunks(fileContent[:100], tag)), breakAfter(part(fileContent[100:], fmt.Sprintf("bytes 100-%d/%s", len(fileContent)-1, size), tag))},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, handlers...)
				var got bytes.Buffer
				var info factorialhr.ResponseInfo
				n, err := s.client(t).Download(t.Context(), fileURL, &got, factorialhr.ResponseInto(&info))
				if err != nil || n != int64(len(fileContent)) || !bytes.Equal(got.Bytes(), fileContent) {
					t.Errorf("got %d bytes, %d according to Download, %v", got.Len(), n, err)
				}
				if info.StatusCode/100 != 2 || info.Header.Get("ETag") != tag {
					t.Errorf("the response is not one that brought the file: %+v", info)
				}
				if len(s.seen) != len(handlers) {
					t.Errorf("%d requests, want %d", len(s.seen), len(handlers))
				}
			})
		})
	}
}

func TestARangeThatTheServerDoesNotHaveIsNotTheEndOfTheFile(t *testing.T) {
	const tag = `"v1"`
	all := breakAfter(chunks(fileContent, tag))
	half := breakOff(100, file(fileContent, tag))
	size := fmt.Sprint(len(fileContent))
	for name, test := range map[string]struct {
		handlers []http.HandlerFunc
		written  int
	}{
		"a shorter file":             {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes */10")}, len(fileContent)},
		"a longer file":              {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes */"+size+"0")}, len(fileContent)},
		"no length":                  {[]http.HandlerFunc{all, status(416, "")}, len(fileContent)},
		"a length that is unknown":   {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes */*")}, len(fileContent)},
		"a range instead":            {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes 0-1/"+size)}, len(fileContent)},
		"another unit":               {[]http.HandlerFunc{all, status(416, "", "Content-Range", "items */"+size)}, len(fileContent)},
		"a length with a sign":       {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes */+"+size)}, len(fileContent)},
		"a length and more":          {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes */"+size+".0")}, len(fileContent)},
		"a length that overflows":    {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes */18446744073709551616")}, len(fileContent)},
		"another version":            {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes */"+size, "ETag", `"v2"`)}, len(fileContent)},
		"another version, weakly":    {[]http.HandlerFunc{all, status(416, "", "Content-Range", "bytes */"+size, "ETag", `W/"v2"`)}, len(fileContent)},
		"what was written of a file": {[]http.HandlerFunc{half, status(416, "", "Content-Range", "bytes */100")}, 100},
		"the file that has more":     {[]http.HandlerFunc{half, status(416, "", "Content-Range", "bytes */"+size)}, 100},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, test.handlers...)
				n, err := s.client(t).Download(t.Context(), fileURL, io.Discard)
				checkDownloadError(t, err, factorialhr.ErrDownloadChanged)
				if n != int64(test.written) || len(s.seen) != 2 {
					t.Errorf("%d bytes in %d requests", n, len(s.seen))
				}
			})
		})
	}
	t.Run("the first request", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStorage(t, status(416, "", "Content-Range", "bytes */0"))
			_, err := s.client(t).Download(t.Context(), fileURL, io.Discard)
			if failure := asError(t, err); failure.StatusCode != 416 || len(s.seen) != 1 {
				t.Errorf("got %v after %d requests", err, len(s.seen))
			}
		})
	})
}

func asError(t *testing.T, err error) *factorialhr.Error {
	t.Helper()
	failure, ok := err.(*factorialhr.Error)
	if !ok {
		t.Fatalf("got %v", err)
	}
	return failure
}

// The Content-Range decides what a part is. A file is whole when its length is written, or when its
// end is known.
func TestTheRestOfADownloadIsWhatItsRangeSays(t *testing.T) {
	const tag = `"v1"`
	size := len(fileContent)
	half := breakOff(100, file(fileContent, tag))
	unknown := breakAfter(chunks(fileContent[:100], tag))
	rest := fmt.Sprintf("bytes 100-%d/%d", size-1, size)
	for name, test := range map[string]struct {
		handlers []http.HandlerFunc
		err      error
		written  int
		requests int
	}{
		"in order":             {[]http.HandlerFunc{half, part(fileContent[100:], rest, tag)}, nil, size, 2},
		"in upper case":        {[]http.HandlerFunc{half, part(fileContent[100:], "Bytes"+rest[5:], tag)}, nil, size, 2},
		"with more space":      {[]http.HandlerFunc{half, part(fileContent[100:], "bytes  "+rest[6:], tag)}, nil, size, 2},
		"a part that is short": {[]http.HandlerFunc{half, part(fileContent[100:200], rest, tag), file(fileContent, tag)}, nil, size, 3},
		"a part that is long": {
			[]http.HandlerFunc{half, part(fileContent[100:300], fmt.Sprintf("bytes 100-199/%d", size), tag)}, factorialhr.ErrUnexpectedResponse, 200, 2,
		},
		"a part whose length is not that of its range": {
			[]http.HandlerFunc{half, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("ETag", tag)
				w.Header().Set("Content-Range", fmt.Sprintf("bytes 100-199/%d", size))
				w.Header().Set("Content-Length", "200")
				w.WriteHeader(http.StatusPartialContent)
				_, _ = w.Write(fileContent[100:300])
			}}, factorialhr.ErrUnexpectedResponse, 100, 2,
		},
		"a part that begins earlier":         {[]http.HandlerFunc{half, part(fileContent[90:], fmt.Sprintf("bytes 90-%d/%d", size-1, size), tag)}, factorialhr.ErrUnexpectedResponse, 100, 2},
		"a part that begins later":           {[]http.HandlerFunc{half, part(fileContent[110:], fmt.Sprintf("bytes 110-%d/%d", size-1, size), tag)}, factorialhr.ErrUnexpectedResponse, 100, 2},
		"a part without a range":             {[]http.HandlerFunc{half, headers(status(206, string(fileContent[100:])), "ETag", tag)}, factorialhr.ErrUnexpectedResponse, 100, 2},
		"parts in one body":                  {[]http.HandlerFunc{half, headers(part(fileContent[100:], rest, tag), "Content-Type", "multipart/byteranges; boundary=x")}, factorialhr.ErrUnexpectedResponse, 100, 2},
		"a part of another version":          {[]http.HandlerFunc{half, part(fileContent[100:], rest, `"v2"`)}, factorialhr.ErrDownloadChanged, 100, 2},
		"a part of a version, weakly":        {[]http.HandlerFunc{half, part(fileContent[100:], rest, `W/"v2"`)}, factorialhr.ErrDownloadChanged, 100, 2},
		"a part of a longer file":            {[]http.HandlerFunc{half, part(fileContent[100:], rest+"0", tag)}, factorialhr.ErrDownloadChanged, 100, 2},
		"a part that is compressed":          {[]http.HandlerFunc{half, headers(part(fileContent[100:], rest, tag), "Content-Encoding", "gzip")}, factorialhr.ErrUnexpectedResponse, 100, 2},
		"a part that names only the change":  {[]http.HandlerFunc{half, headers(part(fileContent[100:], rest, ""), "Last-Modified", "Sat, 01 Jan 2000 00:00:00 GMT")}, nil, size, 2},
		"a piece of a file without a length": {[]http.HandlerFunc{unknown, part(fileContent[100:200], "bytes 100-199/*", tag), file(fileContent, tag)}, nil, size, 3},
		// Nothing shows that the file ends here.
		"pieces without a length, without end": {
			[]http.HandlerFunc{unknown, part(fileContent[100:200], "bytes 100-199/*", tag), part(fileContent[200:300], "bytes 200-299/*", tag), part(fileContent[300:400], "bytes 300-399/*", tag)},
			io.ErrUnexpectedEOF, 400, 4,
		},
		"a file from the start that is shorter now": {[]http.HandlerFunc{unknown, chunks(fileContent[:50], tag)}, io.ErrUnexpectedEOF, 100, 4},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, test.handlers...)
				var got bytes.Buffer
				n, err := s.client(t).Download(t.Context(), fileURL, &got)
				if test.err != nil {
					checkDownloadError(t, err, test.err)
				} else if err != nil {
					t.Error(err)
				}
				if n != int64(got.Len()) || got.Len() != test.written || !bytes.HasPrefix(fileContent, got.Bytes()) {
					t.Errorf("wrote %d bytes, %d according to Download, want the first %d of the file", got.Len(), n, test.written)
				}
				if len(s.seen) != test.requests {
					t.Errorf("%d requests, want %d", len(s.seen), test.requests)
				}
			})
		})
	}
}
