// Package coding parses the header Content-Encoding.
package coding

import (
	"net/http"
	"strings"
)

// Compression returns the first coding in h that changes the bytes of the body, in lower case, or
// "" if there is none. It ignores values that are not codings: S3 keeps aws-chunked, and uploaders
// write charsets, base64 or the names of mail encodings.
func Compression(h http.Header) string {
	for _, value := range h["Content-Encoding"] {
		for word := range strings.FieldsFuncSeq(value, separates) {
			if word = strings.ToLower(word); changesBytes(word) {
				return word
			}
		}
	}
	return ""
}

func separates(c rune) bool { return strings.ContainsRune(", \t;\"", c) }

// changesBytes reports whether word is a coding of the IANA registry other than identity (RFC 9110
// section 18.6), or the name of another format that compresses a single file.
func changesBytes(word string) bool {
	switch strings.TrimPrefix(word, "x-") {
	case "gzip", "deflate", "compress", "br", "zstd", "dcb", "dcz", "exi", "pack200-gzip", "aes128gcm", // registered
		"brotli", "bzip", "bzip2", "bz2", "xz", "lzma", "lz4", "lzo", "snappy", "zlib", "sdch", "xpress", "peerdist":
		return true
	}
	return false
}
