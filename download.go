package factorialhr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// ErrDownloadChanged means that a download broke off and that what the URL leads to is not the same any more, or cannot
// be shown to be, so that the rest would not belong to the beginning. Download again from the start.
var ErrDownloadChanged = errors.New("the rest of the download does not belong to its beginning")

var errDownloadURL = fmt.Errorf("%w: not an absolute https URL without a user (plain http is for loopback addresses only)", ErrInvalidRequest)

// downloadOperation is how a download appears in errors and to observers. The URL is a secret: whoever has it has the
// file.
var downloadOperation = Operation{Name: "Download", Method: http.MethodGet, Path: "(temporary URL)", Retry: RetrySafe}

// Download writes the file behind a temporary URL to w, as documents/download_urls/bulk_create answers them, and returns
// how many bytes it wrote. The URL leads to another host, so neither the credential nor cookies are sent. It must be
// https, as must be what it redirects to; plain http is allowed from one loopback address to another. The URL is in no
// error and reaches no observer.
//
// A download that breaks off goes on where it stopped, with a Range request (RFC 9110 section 14) that must be answered
// from the same version of the file, up to [MaxAttempts]. The length is checked against what the server announced. A file
// larger than [MaxResponseBytes] is [ErrResponseTooLarge], before anything is written if the server says so. With an
// error, w has got the beginning of the file, as many bytes as Download returns. [AttemptTimeout] bounds an attempt,
// which may take 15 minutes otherwise; a minute without a byte ends one, too.
//
// Every error is an [*Error]. A URL that has expired is mostly [ErrForbidden] or [ErrNotFound].
func (c *Client) Download(ctx context.Context, url string, w io.Writer, opts ...RequestOption) (int64, error) {
	s, err := c.settingsFor(opts)
	if err != nil {
		return 0, refuse(&downloadOperation, err)
	}
	from, err := parseDownloadURL(url)
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

// parseDownloadURL reads the URL that a download starts from.
func parseDownloadURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || !safeScheme(u) {
		return nil, errDownloadURL
	}
	return u, nil
}

// safeScheme tells whether what travels to u cannot be read or exchanged on the way.
func safeScheme(u *url.URL) bool {
	return u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname())
}
