package factorialhr

import (
	"fmt"
	"net/url"
	"strings"
)

var errDownloadURL = fmt.Errorf("%w: not an absolute https URL without a user (only a client whose base URL is a loopback address reads plain http, from loopback addresses)", ErrInvalidRequest)

// parseDownloadURL reads the URL that a download starts from.
func (c *Client) parseDownloadURL(text string) (*url.URL, error) {
	u, err := parseAsWritten(text)
	if err != nil || !isDownloadURL(u, isLoopback(c.base.Hostname())) {
		return nil, errDownloadURL
	}
	return u, nil
}

// isDownloadURL reports whether a download may read from u. Plain http, where the caller allows it
// at all, is for this machine: nobody else can read or exchange what travels there.
func isDownloadURL(u *url.URL, plain bool) bool {
	if u.Hostname() == "" || u.User != nil {
		return false
	}
	return u.Scheme == "https" || plain && u.Scheme == "http" && isLoopback(u.Hostname())
}

// parseAsWritten is [url.Parse] for a URL that is signed: a request for it carries its path and
// query byte for byte, but for bytes that a request cannot carry, which are percent-encoded. By
// itself net/url encodes a path with such a byte anew as a whole, and leaves a query with one as it
// is.
func parseAsWritten(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, err
	}
	u.RawPath = encodeBytes(u.RawPath, " \"<>\\^`{|}")
	u.RawQuery = encodeBytes(u.RawQuery, " \"<>") // browsers leave the others, and servers take them
	return u, nil
}

// encodeBytes percent-encodes the bytes of s that are outside ASCII or in unsafe.
func encodeBytes(s, unsafe string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 0x80 || strings.IndexByte(unsafe, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
