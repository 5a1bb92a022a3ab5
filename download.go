package factorialhr

import (
	"context"
	"errors"
	"io"
	"net/http"
)

// ErrDownloadChanged means that a download broke off and cannot continue: the file changed, or the
// server does not let the client see whether it did. Download it again from the start.
var ErrDownloadChanged = errors.New("the rest of the file may not belong to its beginning")

// downloadOperation is how a download appears in errors and to observers. The URL is a secret:
// anyone with the URL can read the file.
var downloadOperation = Operation{Name: "Download", Method: http.MethodGet, Path: "(temporary URL)", Retry: RetrySafe}

// Download writes the file behind a temporary URL to w, such as a URL of
// documents/download_urls/bulk_create, and returns how many bytes it wrote. The URL names another
// host than the API, so the client sends neither its credential nor cookies. The URL and the
// targets of redirects must be https. A client whose base URL is a loopback address also reads
// plain http from loopback addresses, and one whose base URL is plain http to a host of
// [InsecureHTTP] from the hosts of that option; every other client refuses it, so that a URL cannot
// make the client read from its own machine. The client does not check which address an https host
// resolves to: the certificate vouches for the host. The URL is in no error and reaches no
// observer.
//
// The client sends the URL byte for byte, since its signature depends on it. It percent-encodes
// only what a request cannot carry: a space, a quote, an angle bracket, and bytes outside ASCII. A
// URL with a control character is refused.
//
// A download that breaks off continues where it stopped, with a Range request (RFC 9110 section 14)
// that the server must serve from the same version of the file, up to [MaxAttempts]. The client
// checks the length that the server announces. It writes the file as stored and refuses one that is
// compressed by its Content-Encoding; other words in that header, such as aws-chunked, do not
// matter. A file larger than [MaxResponseBytes] is [ErrResponseTooLarge], before anything is
// written if the server announces the length. After an error, w has received a prefix of the file,
// as many bytes as Download returns. [AttemptTimeout] bounds an attempt, which may take 15 minutes
// otherwise; a minute without a byte ends one, too.
//
// Every error is an [*Error]. A URL that has expired is mostly [ErrForbidden] or [ErrNotFound].
func (c *Client) Download(ctx context.Context, url string, w io.Writer, opts ...RequestOption) (int64, error) {
	s, err := c.settingsFor(opts)
	if err != nil {
		return 0, refuse(&downloadOperation, err)
	}
	return c.download(ctx, url, w, s)
}

func (c *Client) download(ctx context.Context, url string, w io.Writer, s settings) (int64, error) {
	from, err := c.parseDownloadURL(url)
	if err != nil {
		return 0, refuse(&downloadOperation, err)
	}
	h := &downloadHandler{
		client: c.clients.bare, url: from, rule: c.downloadRule(), userAgent: s.userAgent, limit: s.maxResponse, w: w, total: -1,
	}
	res := newDownloadChain(h, c.closer).handle(ctx, &call{op: &downloadOperation, settings: s})
	return h.written, res.error()
}

// encodeDownload makes the request of a download, which lacks what downloadHandler sends itself.
func encodeDownload(c *call) (*request, error) {
	return &request{call: c, timeout: c.settings.timeoutFor(true)}, nil
}
