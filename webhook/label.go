package webhook

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// judge validates a body and counts its records. The bytes decide, not the content type: the API
// disables a subscription whose deliveries are refused, and gateways set all kinds of content
// types. judge refuses valid JSON only if the text would be misread, because it is not UTF-8 and
// the content type names another charset. For a body that is not JSON, the content type only
// determines which result is returned.
func judge(h http.Header, body []byte) (count int, result Result) {
	saysJSON, saysUTF8 := readContentType(h.Get("Content-Type"))
	all, err := records(body)
	switch {
	case err != nil && saysJSON && saysUTF8:
		return 0, ResultMalformed
	case err != nil, !saysUTF8 && !utf8.Valid(body):
		return 0, ResultContentType
	}
	return len(all), ResultAccepted
}

// readContentType reports whether a content type declares JSON and whether it declares UTF-8. A
// missing part counts as a match; a malformed content type is parsed best effort.
func readContentType(contentType string) (saysJSON, saysUTF8 bool) {
	mediaType, params, _ := strings.Cut(strings.ToLower(contentType), ";")
	mediaType = strings.TrimSpace(mediaType)
	saysJSON = mediaType == "" || strings.Contains(mediaType, "json")
	saysUTF8 = true
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(param, "=")
		if strings.TrimSpace(name) == "charset" {
			switch strings.Trim(value, " \t\"'") {
			case "", "utf-8", "utf8", "utf_8", "us-ascii", "ascii":
			default:
				saysUTF8 = false
			}
		}
	}
	return saysJSON, saysUTF8
}
