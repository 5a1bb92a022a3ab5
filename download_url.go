package factorialhr

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/origin"
)

var errDownloadURL = fmt.Errorf("%w: the URL of a download must be an absolute https URL without a user (a client whose base URL is plain http also reads plain http: from loopback addresses if it is one itself, otherwise from the hosts that InsecureHTTP names)", ErrInvalidRequest)

// parseDownloadURL parses the URL that a download starts from.
func (c *Client) parseDownloadURL(text string) (*url.URL, error) {
	u, err := parseAsWritten(text)
	if err != nil || !c.downloadRule().allows(u) {
		return nil, errDownloadURL
	}
	return u, nil
}

// downloadRule says from where a download may read over plain http.
type downloadRule struct {
	here  bool         // from this machine, where nobody else can read or change what is sent
	named origin.Plain // from these hosts
}

// downloadRule returns the rule for the base URL. A client of another machine reads nothing from
// its own, whatever URL the API returns.
func (c *Client) downloadRule() downloadRule {
	switch here := origin.IsLoopback(c.base.Hostname()); {
	case here:
		return downloadRule{here: true}
	case c.base.Scheme == "http":
		return downloadRule{named: c.settings.plain}
	default:
		return downloadRule{}
	}
}

// allows reports whether a download may read from u: over https, or as the rule says.
func (r downloadRule) allows(u *url.URL) bool {
	o, err := r.named.Of(u)
	return err == nil && (o.Scheme == "https" || r.here || !origin.IsLoopback(o.Host))
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
