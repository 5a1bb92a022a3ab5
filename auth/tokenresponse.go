package auth

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxTokenResponse bounds the size of a token response, in bytes. x/oauth2 has the same limit.
const maxTokenResponse = 1 << 20

// tokenResponse holds the fields of a token response (RFC 6749 §5.1) or of an error response
// (§5.2). A field that is absent or unusable is zero, and does not affect the other fields.
type tokenResponse struct {
	accessToken, refreshToken, tokenType string
	expiresIn                            time.Duration // whole seconds, at least one
	createdAt                            float64       // Unix seconds
	errorCode                            string        // in lower case; may be any text of the server
	end                                  bodyEnd
}

// bodyEnd describes the end of a body.
type bodyEnd uint8

const (
	endWhole     bodyEnd = iota // the body is complete
	endCut                      // the body ends in the middle
	endMalformed                // from some point on, the body is neither JSON nor a form
)

// readTokenResponse reads the fields of a response. It ignores Content-Type and Content-Encoding,
// which proxies and frameworks get wrong: the bytes show whether they are compressed, and whether
// they are JSON or a form. If an error ends the body too early, it returns the error and the
// complete fields before it.
func readTokenResponse(body io.Reader) (tokenResponse, error) {
	data, err := readUpTo(body, maxTokenResponse)
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) { // RFC 1952 §2.3.1
		data, err = gunzip(data, err)
	}
	tooLong := len(data) == maxTokenResponse
	r := parseTokenResponse(data, err != nil || tooLong)
	if r.end == endCut && err == nil && !tooLong {
		err = io.ErrUnexpectedEOF // the server or a proxy closed the connection too early
	}
	return r, err
}

// readUpTo returns the first limit bytes of r.
func readUpTo(r io.Reader, limit int64) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, limit))
}

func gunzip(data []byte, broken error) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	plain, err := readUpTo(z, maxTokenResponse)
	if broken != nil {
		err = broken // the reason why the compressed stream ends
	}
	return plain, err
}

// parseTokenResponse reads JSON or a form (application/x-www-form-urlencoded). If the data are cut
// off, it reads the complete members of a JSON object, but nothing of a form, whose last value may
// be incomplete.
func parseTokenResponse(data []byte, cut bool) tokenResponse {
	data = bytes.TrimSpace(bytes.TrimLeft(data, "\ufeff \t\r\n"))
	if len(data) > 0 && data[0] == '{' {
		return scanObject(data)
	}
	r := tokenResponse{}
	if cut {
		r.end = endCut
		return r
	}
	if bytes.IndexByte(data, '<') >= 0 { // HTML may contain anything
		return r
	}
	found := make(fields)
	form, _ := url.ParseQuery(string(data)) // despite an error, form has the valid pairs
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			found.set(name, value)
		}
	}
	return found.response(endWhole)
}

// fields holds the texts and numbers of a response by name.
type fields map[string]string

// tokenFields are the known names.
var tokenFields = []string{"access_token", "refresh_token", "token_type", "expires_in", "created_at", "error"}

// set sets a field unless value is blank. It compares names as encoding/json does.
func (f fields) set(name, value string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	for _, known := range tokenFields {
		if strings.EqualFold(name, known) {
			f[known] = value
		}
	}
}

func (f fields) response(end bodyEnd) tokenResponse {
	r := tokenResponse{
		accessToken:  strings.TrimSpace(f["access_token"]),
		refreshToken: strings.TrimSpace(f["refresh_token"]),
		tokenType:    f["token_type"],
		errorCode:    strings.ToLower(strings.TrimSpace(f["error"])),
		end:          end,
	}
	if r.tokenType = strings.TrimSpace(r.tokenType); checkWord("token type", r.tokenType) != nil {
		r.tokenType = "" // Bearer: no header can carry this one
	}
	if seconds, ok := parseSeconds(f["expires_in"]); ok && seconds >= 1 {
		r.expiresIn = time.Duration(min(seconds, 1<<31-1)) * time.Second // 68 years
	}
	r.createdAt, _ = parseSeconds(f["created_at"])
	if at, ok := parseTime(strings.TrimSpace(f["created_at"])); ok {
		r.createdAt = float64(at.Unix())
	}
	return r
}

// parseSeconds reads 7200, 7200.0 and 7.2e3.
func parseSeconds(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if strings.Trim(text, "0123456789.eE+-") != "" { // strconv accepts NaN and hexadecimal numbers
		return 0, false
	}
	seconds, err := strconv.ParseFloat(text, 64)
	return seconds, err == nil
}

// canonical returns the response in the form that x/oauth2 expects. It keeps only the code of an
// error, and no header, because x/oauth2 and http.Client quote both.
func (r tokenResponse) canonical(resp *http.Response) *http.Response {
	object := map[string]string{}
	switch {
	case resp.StatusCode/100 == 2 && r.usable():
		object["access_token"], object["refresh_token"], object["token_type"] = r.accessToken, r.refreshToken, r.tokenType
	case oauthCodes[r.errorCode]:
		object["error"] = r.errorCode
	case r.errorCode != "":
		object["error"] = "another"
	}
	data, _ := json.Marshal(object) // strings always encode
	return withBody(resp, data)
}

// usable reports whether the response has a usable token. A response that is not complete must have
// both tokens. With only the access token, the new refresh token would be lost, whereas the old one
// can be sent again.
func (r tokenResponse) usable() bool {
	return r.accessToken != "" && (r.end == endWhole || r.refreshToken != "")
}

// withBody returns resp with a JSON body, and without the server's text in the header and the
// status line.
func withBody(resp *http.Response, data []byte) *http.Response {
	return &http.Response{
		Status:        strconv.Itoa(resp.StatusCode),
		StatusCode:    resp.StatusCode,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(data)),
		Body:          io.NopCloser(bytes.NewReader(data)),
		Request:       resp.Request,
	}
}
