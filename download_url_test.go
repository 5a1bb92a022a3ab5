package factorialhr_test

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// oddTargets are paths and queries of temporary URLs, and how the client sends them: it
// percent-encodes the bytes that a request cannot carry and leaves all others, since the signature
// covers them.
var oddTargets = map[string]struct{ target, want string }{
	"as signed":                        {"/b/f.pdf?X-Amz-Signature=ab%2Fcd%3d&X-Amz-Date=20260101T000000Z", "/b/f.pdf?X-Amz-Signature=ab%2Fcd%3d&X-Amz-Date=20260101T000000Z"},
	"a space in the query":             {"/f?name=a b.pdf", "/f?name=a%20b.pdf"},
	"a plus in the query":              {"/f?name=a+b c", "/f?name=a+b%20c"},
	"letters outside ASCII":            {"/f?name=nómina ñ.pdf", "/f?name=n%C3%B3mina%20%C3%B1.pdf"},
	"an emoji":                         {"/f?name=😀", "/f?name=%F0%9F%98%80"},
	"bytes that are no UTF-8":          {"/f?name=\xe9", "/f?name=%E9"},
	"a space without breaks":           {"/f?name=a\u00a0b", "/f?name=a%C2%A0b"},
	"quotes and angles":                {`/f?d=attachment; filename="a.pdf"&e=<b>`, `/f?d=attachment;%20filename=%22a.pdf%22&e=%3Cb%3E`},
	"escapes in lower case":            {"/f?sig=%2f%3d%c3%b1", "/f?sig=%2f%3d%c3%b1"},
	"escapes of letters":               {"/f?sig=%61%62", "/f?sig=%61%62"},
	"a percent sign alone":             {"/f?discount=50%&x=%zz", "/f?discount=50%&x=%zz"},
	"values and names that are empty":  {"/f?&a=&=b&&c", "/f?&a=&=b&&c"},
	"an order that is not sorted":      {"/f?z=1&a=2&z=0", "/f?z=1&a=2&z=0"},
	"a semicolon":                      {"/f?a=1;b=2", "/f?a=1;b=2"},
	"what a query can hold":            {"/f?a=!$'()*,:@/?-._~", "/f?a=!$'()*,:@/?-._~"},
	"what browsers leave too":          {"/f?a=[1]{2}|3^4`5\\6", "/f?a=[1]{2}|3^4`5\\6"},
	"an empty query":                   {"/f?", "/f?"},
	"no path":                          {"?sig=a b", "/?sig=a%20b"},
	"a space in the path":              {"/a b/f?sig=1", "/a%20b/f?sig=1"},
	"letters outside ASCII in a path":  {"/nómina/ñ.pdf?sig=1", "/n%C3%B3mina/%C3%B1.pdf?sig=1"},
	"a space beside a slash in a path": {"/a b%2Fc%2fd?sig=1", "/a%20b%2Fc%2fd?sig=1"},
	"escapes of letters in a path":     {"/%61%62/ñ?sig=1", "/%61%62/%C3%B1?sig=1"},
	"what a path can hold":             {"/a!$&'()*+,;=:@b?sig=1", "/a!$&'()*+,;=:@b?sig=1"},
	"a percent sign in a path":         {"/100%25 done?sig=1", "/100%25%20done?sig=1"},
}

func TestATemporaryURLIsSentByteForByte(t *testing.T) {
	for name, test := range oddTargets {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, file([]byte("content"), ""))
				_, err := s.client(t).Download(t.Context(), "https://files.example"+test.target, io.Discard)
				if err != nil || len(s.seen) != 1 || s.seen[0].RequestURI != test.want {
					t.Fatalf("got %v, %d requests", err, len(s.seen))
				}
			})
		})
	}
}

func TestTheTargetOfARedirectIsSentByteForByte(t *testing.T) {
	for name, test := range oddTargets {
		for where, prefix := range map[string]string{"on another host": "https://files.example", "on the host": ""} {
			t.Run(name+", "+where, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newStorage(t, raw("HTTP/1.1 302 Found\r\nLocation: "+prefix+test.target+"\r\nContent-Length: 0\r\n\r\n"), file([]byte("content"), ""))
					_, err := s.client(t).Download(t.Context(), "https://files.example/?first", io.Discard)
					want := test.want
					if prefix == "" && test.target == "/f?" {
						want = s.seen[len(s.seen)-1].RequestURI // both are right
					}
					if err != nil || len(s.seen) != 2 || s.seen[1].RequestURI != want {
						t.Fatalf("got %v, %d requests, the last one for %q", err, len(s.seen), s.seen[len(s.seen)-1].RequestURI)
					}
				})
			})
		}
	}
}

func TestAURLWithControlCharactersIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStorage(t, file(fileContent, ""))
		for _, c := range []string{"\x00", "\r", "\n", "\r\nX-Injected: s3cret", "\t", "\x7f", "\x1b"} {
			for _, u := range []string{"https://files.example/f?a=" + c, "https://files.example/" + c + "?a=1", "https://files.example" + c + "/", c + "https://files.example/"} {
				_, err := s.client(t).Download(t.Context(), u, io.Discard)
				checkDownloadError(t, err, factorialhr.ErrInvalidRequest)
			}
		}
		for _, u := range []string{"https://files.example /f", "https://files. example/f", "https://files.example:https/f", "https://files.example:44 3/"} {
			_, err := s.client(t).Download(t.Context(), u, io.Discard)
			checkDownloadError(t, err, factorialhr.ErrInvalidRequest)
		}
		if len(s.seen) > 0 {
			t.Errorf("%d requests were sent", len(s.seen))
		}
	})
}

// The URL comes from the API, and bytes read from this machine would go wherever the file goes.
func TestAClientOfProductionReadsNothingOverPlainHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStorage(t, file(fileContent, ""))
		for _, address := range []string{"127.0.0.1:80", "127.0.0.1:8080", "localhost:80", "169.254.169.254:80", "[::1]:80", "10.0.0.1:80"} {
			s.network.Serve(t, address, s)
		}
		for _, base := range []string{"https://api.factorialhr.com", "https://api.eu2.demo.factorial.dev", "https://localhost.example", "https://10.0.0.1"} {
			client := s.client(t, factorialhr.BaseURL(base))
			for _, u := range []string{
				"http://127.0.0.1/s3cret", "http://127.0.0.1:8080/s3cret", "http://localhost/s3cret", "http://LOCALHOST/s3cret", "http://[::1]/s3cret",
				"http://127.1/s3cret", "http://2130706433/s3cret", "http://0x7f000001/s3cret", "http://[::ffff:127.0.0.1]/s3cret", "http://localhost./s3cret",
				"http://[::1%25lo]/s3cret", "http://0.0.0.0/s3cret", "http://169.254.169.254/s3cret", "http://10.0.0.1/s3cret", "HTTP://127.0.0.1/s3cret", "http:/127.0.0.1/s3cret",
			} {
				_, err := client.Download(t.Context(), u, io.Discard)
				checkDownloadError(t, err, factorialhr.ErrInvalidRequest)
			}
		}
		if len(s.seen) > 0 {
			t.Errorf("%d requests were sent", len(s.seen))
		}
	})
}

func TestADownloadIsNotRedirectedToThisMachine(t *testing.T) {
	for _, base := range []string{"https://api.factorialhr.com", "http://127.0.0.1:3000"} {
		for _, location := range []string{
			"http://127.0.0.1/s3cret", "http://localhost/s3cret", "http://[::1]/s3cret", "http://169.254.169.254/s3cret", "HTTP://127.0.0.1/s3cret",
			"ftp://127.0.0.1/s3cret", "file:///etc/passwd", "https:s3cret",
		} {
			t.Run(base+" "+location, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newStorage(t, func(w http.ResponseWriter, _ *http.Request) {
						w.Header()["Location"] = []string{location}
						w.WriteHeader(http.StatusFound)
					})
					s.network.Serve(t, "127.0.0.1:80", s)
					s.network.Serve(t, "localhost:80", s)
					_, err := s.client(t, factorialhr.BaseURL(base)).Download(t.Context(), fileURL, io.Discard)
					checkDownloadError(t, err, factorialhr.ErrRedirect)
					if len(s.seen) != 1 {
						t.Errorf("%d requests", len(s.seen))
					}
				})
			})
		}
	}
}

func TestAClientOfThisMachineReadsFromIt(t *testing.T) {
	for _, base := range []string{"http://127.0.0.1:3000", "http://localhost:3000", "https://localhost:3000", "http://[::1]:3000"} {
		t.Run(base, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, status(302, "", "Location", "http://localhost:8080/file"), file([]byte("content"), ""))
				s.network.Serve(t, "127.0.0.1:80", s)
				s.network.Serve(t, "localhost:8080", s)
				client, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.BaseURL(base), factorialhr.HTTPClient(&http.Client{Transport: s.network.Transport(t)}))
				if err != nil {
					t.Fatal(err)
				}
				var got strings.Builder
				if _, err := client.Download(t.Context(), "http://127.0.0.1/file", &got); err != nil || got.String() != "content" {
					t.Errorf("got %q, %v", got.String(), err)
				}
			})
		})
	}
}

// FuzzTemporaryURL compares a temporary URL with its request: the request carries every byte of the
// query that a request can carry, and the others percent-encoded.
func FuzzTemporaryURL(f *testing.F) {
	for _, test := range oddTargets {
		f.Add(strings.TrimPrefix(test.target, "/"))
	}
	f.Fuzz(func(t *testing.T, target string) {
		var sent *url.URL
		transport := roundTripper(func(r *http.Request) (*http.Response, error) {
			sent = r.URL
			return &http.Response{StatusCode: 200, Proto: "HTTP/2.0", ProtoMajor: 2, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		})
		client, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.HTTPClient(&http.Client{Transport: transport}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Download(t.Context(), "https://files.example/"+target, io.Discard, factorialhr.MaxAttempts(1), factorialhr.AttemptTimeout(time.Minute)); err != nil {
			return
		}
		got := sent.RequestURI()
		if strings.ContainsFunc(got, func(c rune) bool { return c <= ' ' || c > '~' }) {
			t.Fatalf("%q was sent as %q", target, got)
		}
		target, _, _ = strings.Cut(target, "#")
		if _, query, _ := strings.Cut(target, "?"); sent.Host != "files.example" || unescaped(sent.RawQuery) != unescaped(query) {
			t.Fatalf("%q was sent as %q", target, got)
		}
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// unescaped decodes percent-encoded bytes and leaves everything else, such as a lone percent sign.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+3 <= len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
