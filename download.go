package factorialhr

import (
	"context"
	"errors"
	"io"
	"net/http"
)

// ErrDownloadChanged means that a download broke off and that what the URL leads to is not the same any more, or cannot
// be shown to be, so that the rest would not belong to the beginning. Download again from the start.
var ErrDownloadChanged = errors.New("the rest of the download does not belong to its beginning")

// downloadOperation is how a download appears in errors and to observers. The URL is a secret: whoever has it has the
// file.
var downloadOperation = Operation{Name: "Download", Method: http.MethodGet, Path: "(temporary URL)", Retry: RetrySafe}

// Download writes the file behind a temporary URL to w, such as a URL of
// documents/download_urls/bulk_create, and returns how many bytes it wrote. The URL leads to
// another host, so the client sends neither its credential nor cookies. The URL and the targets of
// redirects must be https. A client whose base URL is a loopback address also reads plain http from
// loopback addresses; every other client refuses it, so that a URL cannot make it read from the
// machine that it runs on. The client does not look up where an https host leads to: its
// certificate vouches for it. The URL is in no error and reaches no observer.
//
// The client sends the URL byte for byte, since its signature depends on it. It percent-encodes
// only what a request cannot carry: a space, a quote, an angle bracket, and bytes outside ASCII. A
// URL with a control character is refused.
//
// A download that breaks off goes on where it stopped, with a Range request (RFC 9110 section 14)
// that the server must answer from the same version of the file, up to [MaxAttempts]. The client
// checks the length that the server announces. It writes the file as stored and refuses one that is
// compressed by its Content-Encoding; other words in that header, such as aws-chunked, do not
// matter. A file larger than [MaxResponseBytes] is [ErrResponseTooLarge], before anything is
// written if the server says so. After an error, w has received a prefix of the file, as many bytes
// as Download returns. [AttemptTimeout] bounds an attempt, which may take 15 minutes otherwise; a
// minute without a byte ends one, too.
//
// Every error is an [*Error]. A URL that has expired is mostly [ErrForbidden] or [ErrNotFound].
func (c *Client) Download(ctx context.Context, url string, w io.Writer, opts ...RequestOption) (int64, error) {
	s, err := c.settingsFor(opts)
	if err != nil {
		return 0, refuse(&downloadOperation, err)
	}
	from, err := c.parseDownloadURL(url)
	if err != nil {
		return 0, refuse(&downloadOperation, err)
	}
	d := &downloadHandler{client: c.clients.bare, url: from, w: w, total: -1}
	// The request path without what belongs to the API: its limits and its retry budget.
	var h handler = d
	h = &classifyHandler{next: h}
	h = &attemptHandler{next: h}
	h = &reportHandler{next: h}
	h = &retryHandler{budget: newRetryBudget(), next: h}
	h = &guardHandler{closer: c.closer, next: h}
	h = &observeHandler{next: h}
	err = h.handle(ctx, &exchange{op: &downloadOperation, settings: s, body: body{streams: true}})
	return d.written, err
}
