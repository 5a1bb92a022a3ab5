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

// headers serves as next does, with other headers.
func headers(next http.HandlerFunc, pairs ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(pairs); i += 2 {
			w.Header().Add(pairs[i], pairs[i+1])
		}
		next(w, r)
	}
}

func TestWordsThatAreNoCompressionAreTheBytes(t *testing.T) {
	for name, codings := range map[string][]string{
		"none at all":                    nil,
		"an empty word":                  {""},
		"identity":                       {"identity"},
		"identity in upper case":         {"IDENTITY"},
		"what S3 keeps of an upload":     {"aws-chunked"},
		"with a comma at the end":        {"aws-chunked,"},
		"in upper case":                  {"AWS-Chunked"},
		"twice":                          {"aws-chunked, aws-chunked"},
		"with identity":                  {"aws-chunked, identity"},
		"in two headers":                 {"aws-chunked", "identity"},
		"a charset":                      {"UTF-8"},
		"a charset in lower case":        {"utf-8"},
		"another charset":                {"iso-8859-1"},
		"the encoding of a mail":         {"binary"},
		"another encoding of a mail":     {"8bit"},
		"what an uploader had for input": {"base64"},
		"none":                           {"none"},
		"null":                           {"null"},
		"a media type":                   {"application/pdf"},
		"commas":                         {",,"},
		"a word that begins like one":    {"brotherhood"},
		"a parameter":                    {"identity;q=1.0"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				serve := func(w http.ResponseWriter, r *http.Request) {
					w.Header()["Content-Encoding"] = codings
					w.Header().Set("ETag", `"v1"`)
					w.Header().Set("Content-Length", fmt.Sprint(len(fileContent)))
					_, _ = w.Write(fileContent)
				}
				s := newStorage(t, serve)
				var got bytes.Buffer
				if _, err := s.client(t).Download(t.Context(), fileURL, &got); err != nil || !bytes.Equal(got.Bytes(), fileContent) {
					t.Errorf("got %d bytes, %v", got.Len(), err)
				}
			})
		})
	}
}

func TestACompressedFileIsRefused(t *testing.T) {
	for name, codings := range map[string][]string{
		"gzip":                            {"gzip"},
		"gzip in upper case":              {"GZIP"},
		"gzip by its old name":            {"x-gzip"},
		"deflate":                         {"deflate"},
		"brotli":                          {"br"},
		"zstandard":                       {"zstd"},
		"compress":                        {"compress"},
		"compress by its old name":        {"x-compress"},
		"with a dictionary":               {"dcz"},
		"encrypted":                       {"aes128gcm"},
		"one that nobody registered":      {"xz"},
		"after a word that is none":       {"aws-chunked, gzip"},
		"before a word that is none":      {"gzip,aws-chunked"},
		"without a comma":                 {"aws-chunked gzip"},
		"in the second header":            {"aws-chunked", "gzip"},
		"in quotes":                       {`"gzip"`},
		"with a parameter":                {"gzip;q=1.0"},
		"twice":                           {"gzip, gzip"},
		"with a tab":                      {"identity,\tgzip"},
		"between words that say nothing ": {",,br,,"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, func(w http.ResponseWriter, r *http.Request) {
					w.Header()["Content-Encoding"] = codings
					_, _ = w.Write(fileContent)
				})
				n, err := s.client(t).Download(t.Context(), fileURL, io.Discard)
				checkDownloadError(t, err, factorialhr.ErrUnexpectedResponse)
				if n != 0 || len(s.seen) != 1 {
					t.Errorf("%d bytes in %d requests", n, len(s.seen))
				}
			})
		})
	}
}
