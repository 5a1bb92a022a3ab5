package factorialhr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// downloadSilence is how long a download waits for the next byte.
const downloadSilence = time.Minute

// downloadHandler does what send, read and decode do for a call: it asks for the file, or for the rest of it, and writes
// it out as it comes. It lives for one download and keeps what the next attempt has to know.
type downloadHandler struct {
	client *http.Client
	url    *url.URL
	w      io.Writer

	written   int64
	total     int64  // -1 until the server has said it
	validator string // of the version that written belongs to, empty if the server names none
}

func (h *downloadHandler) handle(ctx context.Context, x *exchange) error {
	x.fate = new(fate)
	x.fate.note(handedOver)
	attempt, stop := context.WithCancelCause(x.fate.watch(ctx)) // as fateTransport does for calls
	defer stop(nil)
	silence := time.AfterFunc(downloadSilence, func() { stop(os.ErrDeadlineExceeded) })
	defer silence.Stop()

	resp, err := h.get(attempt, x.settings.userAgent)
	if err == nil {
		defer resp.Body.Close()
		if x.response = resp; resp.StatusCode >= 300 {
			return nil // classify makes an error of the status
		}
		err = h.receive(resp, &timedReader{resp.Body, silence}, x.settings.maxResponse)
	}
	broken, isBroken := err.(*brokenAnswer)
	switch {
	case ctx.Err() != nil:
		return err
	case context.Cause(attempt) != nil && (isBroken || resp == nil):
		return h.resumable(&brokenAnswer{os.ErrDeadlineExceeded})
	case isBroken:
		return h.resumable(broken)
	default:
		return err
	}
}

// get asks for the file from where it was broken off, and follows redirects. By itself net/http would send the URL along
// to the next host, as the referrer.
func (h *downloadHandler) get(ctx context.Context, userAgent []string) (*http.Response, error) {
	header := http.Header{
		"Accept":          {"*/*"},
		"Accept-Encoding": {"identity"}, // the length and the position are those of the file
		"User-Agent":      userAgent,
	}
	if h.written > 0 {
		header.Set("Range", fmt.Sprintf("bytes=%d-", h.written))
		header.Set("If-Range", h.validator)
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

// redirect returns where an answer leads to, nil if it is no redirect or not one to follow.
func (h *downloadHandler) redirect(resp *http.Response, from *url.URL) *url.URL {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil
	}
	location := resp.Header.Get("Location")
	next, err := from.Parse(location)
	if err != nil || location == "" || next.Hostname() == "" || next.User != nil || !safeScheme(next) {
		return nil
	}
	if next.Scheme == "http" && h.url.Scheme != "http" {
		return nil
	}
	return next
}

// receive checks that an answer holds the file, or the rest of it, and writes it out.
func (h *downloadHandler) receive(resp *http.Response, content io.Reader, limit int64) error {
	if encoding := resp.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return fmt.Errorf("%w: the file is compressed", ErrUnexpectedResponse)
	}
	total := resp.ContentLength
	switch {
	case resp.StatusCode == http.StatusPartialContent && h.written > 0:
		start, all, ok := parseContentRange(resp.Header.Get("Content-Range"))
		if !ok || start != h.written {
			return fmt.Errorf("%w: another range than that of the request", ErrUnexpectedResponse)
		}
		total = all
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("%w: neither a file nor the rest of one", ErrUnexpectedResponse)
	case total < 0 && endsWithConnection(resp):
		return fmt.Errorf("%w: the server does not say how long the file is", ErrUnexpectedResponse)
	}
	if h.written == 0 {
		h.total, h.validator = total, validator(resp.Header)
	} else if err := h.sameFile(resp, total); err != nil {
		return err
	}
	if h.total > limit {
		return fmt.Errorf("%w: over %d bytes", ErrResponseTooLarge, limit)
	}
	if h.written > 0 && resp.StatusCode == http.StatusOK { // the server knows no ranges and begins again
		if _, err := io.CopyN(io.Discard, content, h.written); err != nil {
			return &brokenAnswer{err}
		}
	}
	return h.copy(content, limit)
}

// sameFile checks that the answer to a repeated request belongs to what was written already. A partial answer says so by
// itself: the request was only for a part of the version that it named.
func (h *downloadHandler) sameFile(resp *http.Response, total int64) error {
	now := validator(resp.Header)
	known := resp.StatusCode == http.StatusPartialContent && now == ""
	if !known && now != h.validator || h.total >= 0 && total >= 0 && total != h.total {
		return ErrDownloadChanged
	}
	if h.total < 0 {
		h.total = total
	}
	return nil
}

// copy writes out what is left of the file.
func (h *downloadHandler) copy(content io.Reader, limit int64) error {
	buffer := make([]byte, 32<<10)
	for {
		n, err := content.Read(buffer)
		room := limit - h.written
		if failed := h.write(buffer[:min(int64(n), room)]); failed != nil {
			return fmt.Errorf("writing the file: %w", withoutPath(failed))
		}
		switch {
		case int64(n) > room:
			return fmt.Errorf("%w: over %d bytes", ErrResponseTooLarge, limit)
		case err == io.EOF && h.total >= 0 && h.written < h.total:
			return &brokenAnswer{io.ErrUnexpectedEOF}
		case err == io.EOF && h.total >= 0 && h.written > h.total:
			return ErrDownloadChanged
		case err == io.EOF:
			return nil
		case err != nil:
			return &brokenAnswer{err}
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

// resumable passes on what broke a download, unless it cannot go on after that.
func (h *downloadHandler) resumable(broken *brokenAnswer) error {
	if h.written == 0 || h.validator != "" {
		return broken
	}
	text := ErrDownloadChanged.Error() + ": " + describe(broken.err)
	return newCause(text, errors.Join(ErrDownloadChanged, broken.err))
}

// timedReader reads and lets a timer run meanwhile, and only then: whoever takes the bytes may take their time.
type timedReader struct {
	r     io.Reader
	timer *time.Timer
}

func (r *timedReader) Read(p []byte) (int, error) {
	r.timer.Reset(downloadSilence)
	defer r.timer.Stop()
	return r.r.Read(p)
}

// validator is what tells one version of a file from another byte by byte (RFC 9110 section 8.8): a strong entity tag, or
// else the time of the last change.
func validator(h http.Header) string {
	if tag := h.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		return tag
	}
	return h.Get("Last-Modified")
}

// endsWithConnection tells whether nothing but the end of the connection ends the body, so that a broken one looks like
// a whole one (RFC 9112 section 6.3).
func endsWithConnection(resp *http.Response) bool {
	return resp.ProtoMajor == 1 && !slices.Contains(resp.TransferEncoding, "chunked")
}

// parseContentRange reads "bytes 5-9/10" (RFC 9110 section 14.4); total is -1 if it is given as *.
func parseContentRange(text string) (start, total int64, ok bool) {
	text, found := strings.CutPrefix(text, "bytes ")
	positions, length, slash := strings.Cut(text, "/")
	first, last, dash := strings.Cut(positions, "-")
	if !found || !slash || !dash {
		return 0, 0, false
	}
	begin, err1 := strconv.ParseUint(first, 10, 63)
	end, err2 := strconv.ParseUint(last, 10, 63)
	if err1 != nil || err2 != nil || end < begin {
		return 0, 0, false
	}
	if length == "*" {
		return int64(begin), -1, true
	}
	all, err := strconv.ParseUint(length, 10, 63)
	return int64(begin), int64(all), err == nil && end < all
}
