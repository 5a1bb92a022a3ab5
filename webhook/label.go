package webhook

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// judge reads a body and counts its records. The body decides, not its label: the API disables a
// subscription whose deliveries are refused, and gateways write all sorts of content types. A body
// that is JSON is refused only if its bytes would be misread: they are not UTF-8, and the label
// names another charset. The label of a body that is not JSON tells what is wrong with it.
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

// readContentType reports whether a content type says that a body is JSON, and in UTF-8. One that
// says nothing says both, and one that is malformed is read as far as possible.
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
