package factorialhr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/coding"
)

// downloadSilence is how long a download waits for the next byte.
const downloadSilence = time.Minute

// downloadHandler is the [sender] of one download. Each attempt requests the file, or the rest of
// it, and writes it out as it arrives; the handler keeps what the next attempt needs to know.
type downloadHandler struct {
	client    *http.Client
	url       *url.URL
	rule      downloadRule
	userAgent []string
	limit     int64 // bytes
	w         io.Writer

	written int64
	total   int64          // -1 until the server states it
	version version        // of the file that written belongs to
	brought *http.Response // that brought the last of written
}

func (h *downloadHandler) send(ctx context.Context, _ attempt) (reply, error) {
	r := reply{fate: new(fate)}
	r.fate.note(handedOver)
	watched, stop := context.WithCancelCause(r.fate.watch(ctx)) // as fateTransport does for calls
	defer stop(nil)
	silence := time.AfterFunc(downloadSilence, func() { stop(os.ErrDeadlineExceeded) })
	defer silence.Stop()

	resp, err := h.get(watched)
	if err == nil {
		defer resp.Body.Close()
		r.response = resp
		switch {
		case resp.StatusCode == http.StatusRequestedRangeNotSatisfiable && h.written > 0:
			if err = h.checkEnd(resp); err == nil {
				r.response = h.brought
			}
			return r, err
		case resp.StatusCode >= 300:
			return r, nil // classify turns the status into an error
		}
		err = h.receive(resp, &timedReader{resp.Body, silence})
	}
	broken, isBroken := err.(*brokenBody)
	switch {
	case ctx.Err() != nil:
		return r, err
	case context.Cause(watched) != nil && (isBroken || resp == nil):
		return r, h.resumable(&brokenBody{os.ErrDeadlineExceeded})
	case isBroken:
		return r, h.resumable(broken)
	default:
		return r, err
	}
}

// get requests the file from where it broke off, and follows redirects. By itself, net/http would
// pass the URL on to the next host, as the referrer.
func (h *downloadHandler) get(ctx context.Context) (*http.Response, error) {
	header := http.Header{
		"Accept":          {"*/*"},
		"Accept-Encoding": {"identity"}, // length and position refer to the file itself
		"User-Agent":      h.userAgent,
	}
	if h.written > 0 {
		header.Set("Range", fmt.Sprintf("bytes=%d-", h.written))
		header.Set("If-Range", h.version.validator())
	}
	target := h.url
	for redirects := 0; ; redirects++ {
		req := &http.Request{Method: http.MethodGet, URL: target, Host: target.Host, Header: header.Clone()}
		resp, err := h.client.Do(req.WithContext(ctx))
		if err != nil {
			return nil, err
		}
		next := h.redirect(resp, target)
		if next == nil || redirects == maxRedirects {
			return resp, nil
		}
		resp.Body.Close()
		target = next
	}
}

// redirect returns the target of a redirect that the download follows, otherwise nil. It follows
// one to plain HTTP only if the download began there.
func (h *downloadHandler) redirect(resp *http.Response, from *url.URL) *url.URL {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil
	}
	location := resp.Header.Get("Location")
	if location == "" {
		return nil
	}
	ref, err := parseAsWritten(location)
	if err != nil {
		return nil
	}
	next := from.ResolveReference(ref)
	if next.Scheme != "https" && h.url.Scheme != "http" || !h.rule.allows(next) {
		return nil
	}
	return next
}

// receive checks that a response holds the file, or the rest of it, and writes it out.
func (h *downloadHandler) receive(resp *http.Response, content io.Reader) error {
	if name := coding.Compression(resp.Header); name != "" {
		return fmt.Errorf("%w: the file is compressed (%s)", ErrUnexpectedResponse, name)
	}
	total, end := resp.ContentLength, int64(-1) // end is the position after a part
	switch {
	case resp.StatusCode == http.StatusPartialContent && h.written > 0:
		r, ok := partOf(resp)
		if !ok || r.start != h.written {
			return fmt.Errorf("%w: not the requested range", ErrUnexpectedResponse)
		}
		total, end = r.total, r.end
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("%w: neither a file nor the rest of one", ErrUnexpectedResponse)
	case total < 0 && endsWithConnection(resp):
		return fmt.Errorf("%w: the server does not state the length of the file", ErrUnexpectedResponse)
	}
	if h.written == 0 {
		h.total, h.version = total, versionOf(resp.Header)
	} else if err := h.sameFile(resp, total); err != nil {
		return err
	}
	if h.total > h.limit {
		return fmt.Errorf("%w: over %d bytes", ErrResponseTooLarge, h.limit)
	}
	if h.written > 0 && resp.StatusCode == http.StatusOK { // the server supports no ranges and begins again
		if _, err := io.CopyN(io.Discard, content, h.written); err == io.EOF {
			return &brokenBody{io.ErrUnexpectedEOF}
		} else if err != nil {
			return &brokenBody{err}
		}
	}
	h.brought = resp
	return h.copy(content, end)
}

// sameFile checks that the response to a repeated request belongs to the bytes that are written. A
// partial response shows it by itself: the request asked for a part of one version only.
func (h *downloadHandler) sameFile(resp *http.Response, total int64) error {
	now := versionOf(resp.Header)
	partial := resp.StatusCode == http.StatusPartialContent
	if h.version.differs(now) || !partial && now.validator() != h.version.validator() ||
		h.total >= 0 && total >= 0 && total != h.total {
		return ErrDownloadChanged
	}
	if h.total < 0 {
		h.total = total
	}
	return nil
}

// checkEnd reads a 416, the response to a request for the bytes after the last one. The file is
// complete if the server says that it ends there: the connection broke after its last byte.
func (h *downloadHandler) checkEnd(resp *http.Response) error {
	size, ok := parseUnsatisfiedRange(resp.Header.Get("Content-Range"))
	if !ok || size != h.written || h.total >= 0 && size != h.total || h.version.differs(versionOf(resp.Header)) {
		return ErrDownloadChanged
	}
	h.total = size
	return nil
}

// copy writes out the content. A part ends at the position end; -1 means the end of the file.
func (h *downloadHandler) copy(content io.Reader, end int64) error {
	buffer := make([]byte, 32<<10)
	for {
		n, err := content.Read(buffer)
		room := h.limit
		if end >= 0 {
			room = min(room, end)
		}
		room -= h.written
		if failed := h.write(buffer[:min(int64(n), room)]); failed != nil {
			return fmt.Errorf("writing the file: %w", withoutPath(failed))
		}
		switch {
		case int64(n) > room && h.written == end:
			return fmt.Errorf("%w: the part is longer than its range", ErrUnexpectedResponse)
		case int64(n) > room:
			return fmt.Errorf("%w: over %d bytes", ErrResponseTooLarge, h.limit)
		case err == io.EOF && h.total >= 0 && h.written > h.total:
			return ErrDownloadChanged
		case err != nil && h.total >= 0 && h.written == h.total:
			return nil // whatever ended the connection, nothing is missing
		case err == io.EOF && (h.total >= 0 || end >= 0):
			return &brokenBody{io.ErrUnexpectedEOF} // only another request shows whether the file goes on after a part
		case err == io.EOF:
			return nil
		case err != nil:
			return &brokenBody{err}
		}
	}
}

func (h *downloadHandler) write(p []byte) error {
	if len(p) == 0 {
		return nil
	}
	n, err := h.w.Write(p)
	h.written += int64(n)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	return err
}

// resumable returns broken if the next attempt can continue where this one broke off, and otherwise
// an error that ends the download.
func (h *downloadHandler) resumable(broken *brokenBody) error {
	if h.written == 0 || h.version.validator() != "" {
		return broken
	}
	text := ErrDownloadChanged.Error() + ": " + describe(broken.err)
	return newCause(text, errors.Join(ErrDownloadChanged, broken.err))
}

// timedReader runs a timer while it reads, and only then: the caller's writer may take its time.
type timedReader struct {
	r     io.Reader
	timer *time.Timer
}

func (r *timedReader) Read(p []byte) (int, error) {
	r.timer.Reset(downloadSilence)
	defer r.timer.Stop()
	return r.r.Read(p)
}
