package factorialhr

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/origin"
)

var errDownloadURL = fmt.Errorf("%w: the URL of a download must be an absolute https URL without a user (a client whose base URL is a loopback address also reads plain http from loopback addresses)", ErrInvalidRequest)

// parseDownloadURL parses the URL that a download starts from.
func (c *Client) parseDownloadURL(text string) (*url.URL, error) {
	u, err := parseAsWritten(text)
	if err != nil || !isDownloadURL(u, origin.IsLoopback(c.base.Hostname())) {
		return nil, errDownloadURL
	}
	return u, nil
}

// isDownloadURL reports whether a download may read from u: over https, or if plain is set over
// plain http from this machine, where nobody else can read or change what is sent.
func isDownloadURL(u *url.URL, plain bool) bool {
	o, err := origin.Of(u)
	return err == nil && (plain || o.Scheme == "https")
}

// parseAsWritten is [url.Parse] for a signed URL: a request for it carries its path and query byte
// for byte, except for bytes that a request cannot carry, which are percent-encoded. By itself,
// net/url encodes a whole path anew if it has such a byte, and leaves such a byte in a query.
func parseAsWritten(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, err
	}
	u.RawPath = encodeBytes(u.RawPath, " \"<>\\^`{|}")
	u.RawQuery = encodeBytes(u.RawQuery, " \"<>") // browsers leave the others, and servers accept them
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
