package coding_test

import (
	"net/http"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/coding"
)

func TestCompressionIsFoundAmongOtherWords(t *testing.T) {
	for name, test := range map[string]struct {
		values []string
		want   string
	}{
		"no header":              {nil, ""},
		"an empty value":         {[]string{""}, ""},
		"identity":               {[]string{"identity"}, ""},
		"a word that is none":    {[]string{"aws-chunked"}, ""},
		"a charset":              {[]string{"UTF-8"}, ""},
		"a coding":               {[]string{"gzip"}, "gzip"},
		"a coding in upper case": {[]string{"X-GZIP"}, "x-gzip"},
		"a coding in a list":     {[]string{"aws-chunked, br"}, "br"},
		"a coding in a header":   {[]string{"identity", "zstd"}, "zstd"},
		"a coding in quotes":     {[]string{`"deflate"`}, "deflate"},
		"a part of a word":       {[]string{"gzipped, un-gzip, brx"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := coding.Compression(http.Header{"Content-Encoding": test.values}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
