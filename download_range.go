package factorialhr

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// version is what distinguishes the versions of a file (RFC 9110 section 8.8).
type version struct {
	tag      string // the ETag, strong or weak
	modified string // the Last-Modified
}

func versionOf(h http.Header) version {
	return version{tag: h.Get("ETag"), modified: h.Get("Last-Modified")}
}

// validator returns the value that distinguishes versions byte by byte: a strong entity tag, or
// else the time of the last change. It is empty if the server sends neither.
func (v version) validator() string {
	if v.tag != "" && !strings.HasPrefix(v.tag, "W/") {
		return v.tag
	}
	return v.modified
}

// differs reports whether two responses name different versions. A value that one of them lacks
// proves nothing.
func (v version) differs(other version) bool {
	if v.tag != "" && other.tag != "" {
		return strings.TrimPrefix(v.tag, "W/") != strings.TrimPrefix(other.tag, "W/")
	}
	return v.modified != "" && other.modified != "" && v.modified != other.modified
}

// endsWithConnection reports whether only the end of the connection ends the body, so that a broken
// one looks like a whole one (RFC 9112 section 6.3).
func endsWithConnection(resp *http.Response) bool {
	return resp.ProtoMajor == 1 && !slices.Contains(resp.TransferEncoding, "chunked")
}

// byteRange is a part of a file.
type byteRange struct {
	start, end int64 // end is the position after the last byte
	total      int64 // of the file, -1 if unknown
}

// partOf returns the range of a partial response. It fails if the response names no range, holds
// several, or has a body of another length.
func partOf(resp *http.Response) (byteRange, bool) {
	if strings.HasPrefix(strings.ToLower(resp.Header.Get("Content-Type")), "multipart/byteranges") {
		return byteRange{}, false
	}
	r, ok := parseContentRange(resp.Header.Get("Content-Range"))
	return r, ok && (resp.ContentLength < 0 || resp.ContentLength == r.end-r.start)
}

// parseContentRange parses "bytes 5-9/10" (RFC 9110 section 14.4). The length may be *.
func parseContentRange(text string) (r byteRange, ok bool) {
	positions, length, ok := cutContentRange(text)
	first, last, dash := strings.Cut(positions, "-")
	start, ok1 := parsePosition(first)
	end, ok2 := parsePosition(last)
	if !ok || !dash || !ok1 || !ok2 || end < start || end+1 < 0 {
		return byteRange{}, false
	}
	r = byteRange{start: start, end: end + 1, total: -1}
	if length != "*" {
		r.total, ok = parsePosition(length)
		ok = ok && end < r.total
	}
	return r, ok
}

// parseUnsatisfiedRange parses "bytes */10", which states the length of a file that does not have
// the requested range.
func parseUnsatisfiedRange(text string) (total int64, ok bool) {
	positions, length, ok := cutContentRange(text)
	if !ok || positions != "*" {
		return 0, false
	}
	return parsePosition(length)
}

// cutContentRange splits "bytes 5-9/10" into 5-9 and 10. The unit may be in any case.
func cutContentRange(text string) (positions, length string, ok bool) {
	unit, rest, space := strings.Cut(strings.TrimSpace(text), " ")
	positions, length, slash := strings.Cut(strings.TrimSpace(rest), "/")
	return positions, length, space && slash && strings.EqualFold(unit, "bytes")
}

func parsePosition(text string) (int64, bool) {
	n, err := strconv.ParseUint(text, 10, 63)
	return int64(n), err == nil
}
