package factorialhr_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/memnet"
)

const fileURL = "https://files.example/bucket/private-name.pdf?signature=s3cret"

// storage is a host that serves one file. Its handlers serve the requests in their order; the last
// one serves all others.
type storage struct {
	network  *memnet.Network
	handlers []http.HandlerFunc
	seen     []*http.Request
}

func (s *storage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.seen = append(s.seen, r.Clone(r.Context()))
	s.handlers[min(len(s.seen), len(s.handlers))-1](w, r)
}

// newStorage serves handlers on https://files.example, inside a bubble.
func newStorage(t *testing.T, handlers ...http.HandlerFunc) *storage {
	t.Helper()
	s := &storage{network: memnet.New(), handlers: handlers}
	s.network.Serve(t, "files.example:443", s)
	return s
}

// client returns a client of another host, with a credential and with cookies for every host.
func (s *storage) client(t *testing.T, opts ...factorialhr.RequestOption) *factorialhr.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{fileURL, "https://api.factorialhr.com"} {
		u, err := url.Parse(host)
		if err != nil {
			t.Fatal(err)
		}
		jar.SetCookies(u, []*http.Cookie{{Name: "session", Value: "cookie"}})
	}
	hc := &http.Client{Transport: s.network.Transport(t), Jar: jar}
	client, err := factorialhr.New(auth.APIKey(secretKey), append(opts, factorialhr.HTTPClient(hc))...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

var fileContent = func() []byte {
	var b bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&b, "line %d\n", i)
	}
	return b.Bytes()
}()

// file serves content with ranges and the validator etag, if any.
func file(content []byte, etag string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if etag != "" {
			w.Header().Set("ETag", etag)
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	}
}

// breakOff serves next and breaks the connection after n bytes of the body.
func breakOff(n int, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		next(&breaking{ResponseWriter: w, left: n}, r)
	}
}

type breaking struct {
	http.ResponseWriter
	left int
}

func (b *breaking) Write(p []byte) (int, error) {
	if len(p) < b.left {
		b.left -= len(p)
		return b.ResponseWriter.Write(p)
	}
	_, _ = b.ResponseWriter.Write(p[:b.left])
	_ = http.NewResponseController(b.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}

// without serves as next does but removes headers from the request, like a server that does not
// know them.
func without(name string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del(name)
		next(w, r)
	}
}

// raw responds with these bytes and closes the connection.
func raw(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, text)
		_ = conn.Close()
	}
}

func TestDownloadWritesTheFile(t *testing.T) {
	const tag = `"v1"`
	chunked := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		_ = http.NewResponseController(w).Flush()
		_, _ = w.Write(fileContent)
	}
	modified := func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "", time.Unix(1e9, 0), bytes.NewReader(fileContent))
	}
	piece := func(w http.ResponseWriter, r *http.Request) { // less than the request asked for (RFC 9110 section 15.3.7.1)
		r.Header.Set("Range", "bytes=100-199")
		file(fileContent, tag)(w, r)
	}
	tests := map[string]struct {
		handlers []http.HandlerFunc
		ranges   []string // of the requests
	}{
		"in one piece":                {[]http.HandlerFunc{file(fileContent, tag)}, []string{""}},
		"of a length that is unknown": {[]http.HandlerFunc{chunked}, []string{""}},
		"when it breaks off once":     {[]http.HandlerFunc{breakOff(100_000, file(fileContent, tag)), file(fileContent, tag)}, []string{"", "bytes=100000-"}},
		"when it breaks off at the first byte": {
			[]http.HandlerFunc{breakOff(0, file(fileContent, tag)), file(fileContent, tag)}, []string{"", ""},
		},
		"when it breaks off without a validator before the first byte": {
			[]http.HandlerFunc{breakOff(0, file(fileContent, "")), file(fileContent, "")}, []string{"", ""},
		},
		"when it breaks off again and again": {
			[]http.HandlerFunc{breakOff(50_000, file(fileContent, tag)), breakOff(50_000, file(fileContent, tag)), breakOff(1, file(fileContent, tag)), file(fileContent, tag)},
			[]string{"", "bytes=50000-", "bytes=100000-", "bytes=100001-"},
		},
		"when it breaks off and the length is unknown": {
			[]http.HandlerFunc{breakOff(100_000, chunked), file(fileContent, tag)}, []string{"", "bytes=100000-"},
		},
		"when it breaks off and only the time of the change is known": {
			[]http.HandlerFunc{breakOff(100_000, modified), modified}, []string{"", "bytes=100000-"},
		},
		"when it breaks off and the server knows no ranges": {
			[]http.HandlerFunc{breakOff(100_000, file(fileContent, tag)), without("Range", file(fileContent, tag))},
			[]string{"", "bytes=100000-"},
		},
		"when it breaks off and the rest comes in pieces": {
			[]http.HandlerFunc{breakOff(100, file(fileContent, tag)), piece, file(fileContent, tag)}, []string{"", "bytes=100-", "bytes=200-"},
		},
		"when the server is busy at first": {
			[]http.HandlerFunc{status(503, ""), status(429, "", "Retry-After", "7"), file(fileContent, tag)}, []string{"", "", ""},
		},
		"when the server is busy in the middle": {
			[]http.HandlerFunc{breakOff(5, file(fileContent, tag)), status(500, ""), file(fileContent, tag)},
			[]string{"", "bytes=5-", "bytes=5-"},
		},
		"behind redirects": {
			[]http.HandlerFunc{status(302, "", "Location", "/elsewhere?s3cret"), status(307, "", "Location", fileURL), file(fileContent, tag)},
			[]string{"", "", ""},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, test.handlers...)
				var got bytes.Buffer
				n, err := s.client(t).Download(t.Context(), fileURL, &got)
				if err != nil {
					t.Fatal(err)
				}
				if n != int64(got.Len()) || !bytes.Equal(got.Bytes(), fileContent) {
					t.Errorf("got %d bytes, %d according to Download, want the %d of the file", got.Len(), n, len(fileContent))
				}
				var ranges []string
				for _, r := range s.seen {
					ranges = append(ranges, r.Header.Get("Range"))
					if r.Header.Get("Range") != "" && r.Header.Get("If-Range") == "" {
						t.Error("a range was asked for without saying of what")
					}
				}
				if strings.Join(ranges, ",") != strings.Join(test.ranges, ",") {
					t.Errorf("got ranges %q, want %q", ranges, test.ranges)
				}
			})
		})
	}
}

func TestDownloadSendsNothingButTheURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStorage(t, status(302, "", "Location", "https://other.example/private-name.pdf?signature=s3cret"))
		other := &storage{handlers: []http.HandlerFunc{file([]byte("content"), "")}}
		s.network.Serve(t, "other.example:443", other)
		client := s.client(t, factorialhr.Header("X-Mine", "mine"), factorialhr.Query(url.Values{"mine": {"1"}}))
		if _, err := client.Download(t.Context(), fileURL, io.Discard); err != nil {
			t.Fatal(err)
		}
		for _, r := range append(s.seen, other.seen...) {
			for name, values := range r.Header {
				switch name {
				case "Accept", "Accept-Encoding", "User-Agent":
				default:
					t.Errorf("%s got the header %s: %q", r.Host, name, values)
				}
			}
			if r.URL.RawQuery != "signature=s3cret" {
				t.Errorf("%s got the query %q", r.Host, r.URL.RawQuery)
			}
		}
		if len(other.seen) != 1 {
			t.Errorf("the redirect was followed %d times", len(other.seen))
		}
	})
}

func TestDownloadFailsRatherThanWriteSomethingElse(t *testing.T) {
	const tag = `"v1"`
	changed := append([]byte("changed"), fileContent...)
	loop := func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, fileURL, http.StatusFound) }
	tests := map[string]struct {
		handlers []http.HandlerFunc
		opts     []factorialhr.RequestOption
		err      error
		written  int
		requests int
	}{
		"an expired URL":    {[]http.HandlerFunc{status(403, `{"message":"s3cret"}`)}, nil, factorialhr.ErrForbidden, 0, 1},
		"a missing file":    {[]http.HandlerFunc{status(404, "")}, nil, factorialhr.ErrNotFound, 0, 1},
		"a server in ruins": {[]http.HandlerFunc{status(500, "")}, nil, factorialhr.ErrServer, 0, 4},
		"one attempt only": {
			[]http.HandlerFunc{breakOff(9, file(fileContent, tag))},
			[]factorialhr.RequestOption{factorialhr.MaxAttempts(1)}, io.ErrUnexpectedEOF, 9, 1,
		},
		"a connection that always breaks off": {
			[]http.HandlerFunc{breakOff(100, file(fileContent, tag))}, nil, io.ErrUnexpectedEOF, 400, 4,
		},
		"another version in the middle": {
			[]http.HandlerFunc{breakOff(100, file(fileContent, tag)), file(changed, `"v2"`)}, nil, factorialhr.ErrDownloadChanged, 100, 2,
		},
		"another version of the same length in the middle": {
			[]http.HandlerFunc{breakOff(100, file(fileContent, tag)), file(bytes.ToUpper(fileContent), `"v2"`)}, nil, factorialhr.ErrDownloadChanged, 100, 2,
		},
		"another length in the middle": {
			[]http.HandlerFunc{breakOff(100, file(fileContent, tag)), file(changed, tag)}, nil, factorialhr.ErrDownloadChanged, 100, 2,
		},
		"no way to tell versions apart": {
			[]http.HandlerFunc{breakOff(100, file(fileContent, "")), file(fileContent, "")}, nil, factorialhr.ErrDownloadChanged, 100, 1,
		},
		"a weak way to tell versions apart": {
			[]http.HandlerFunc{breakOff(100, file(fileContent, `W/"v1"`)), file(fileContent, `W/"v1"`)}, nil, factorialhr.ErrDownloadChanged, 100, 1,
		},
		"another range than asked for": {
			[]http.HandlerFunc{
				breakOff(100, file(fileContent, tag)),
				func(w http.ResponseWriter, r *http.Request) {
					r.Header.Set("Range", "bytes=90-")
					file(fileContent, tag)(w, r)
				},
			}, nil, factorialhr.ErrUnexpectedResponse, 100, 2,
		},
		"a range that was not asked for": {
			[]http.HandlerFunc{status(206, "", "Content-Range", "bytes 0-6/7")}, nil, factorialhr.ErrUnexpectedResponse, 0, 1,
		},
		"a success without a file": {[]http.HandlerFunc{status(204, "")}, nil, factorialhr.ErrUnexpectedResponse, 0, 1},
		"a compressed file": {
			[]http.HandlerFunc{status(200, "", "Content-Encoding", "gzip")}, nil, factorialhr.ErrUnexpectedResponse, 0, 1,
		},
		"a body that only the connection ends": {
			[]http.HandlerFunc{raw("HTTP/1.1 200 OK\r\n\r\nhalf of it")}, nil, factorialhr.ErrUnexpectedResponse, 0, 1,
		},
		"a file that is too large": {
			[]http.HandlerFunc{file(fileContent, tag)},
			[]factorialhr.RequestOption{factorialhr.MaxResponseBytes(1000)}, factorialhr.ErrResponseTooLarge, 0, 1,
		},
		"a file that turns out to be too large": {
			[]http.HandlerFunc{func(w http.ResponseWriter, _ *http.Request) {
				_ = http.NewResponseController(w).Flush()
				_, _ = w.Write(fileContent)
			}},
			[]factorialhr.RequestOption{factorialhr.MaxResponseBytes(1000)}, factorialhr.ErrResponseTooLarge, 1000, 1,
		},
		"redirects without end": {[]http.HandlerFunc{loop}, nil, factorialhr.ErrRedirect, 0, 6},
		"a redirect to plain http": {
			[]http.HandlerFunc{status(302, "", "Location", "http://files.example/s3cret")}, nil, factorialhr.ErrRedirect, 0, 1,
		},
		"a redirect to plain http on this machine": {
			[]http.HandlerFunc{status(302, "", "Location", "http://127.0.0.1/s3cret")}, nil, factorialhr.ErrRedirect, 0, 1,
		},
		"a redirect with a user": {
			[]http.HandlerFunc{status(302, "", "Location", "https://u:s3cret@files.example/")}, nil, factorialhr.ErrRedirect, 0, 1,
		},
		"a redirect to nowhere":                   {[]http.HandlerFunc{status(302, "")}, nil, factorialhr.ErrRedirect, 0, 1},
		"a redirect to where nobody listens":      {[]http.HandlerFunc{status(302, "", "Location", "https://gone.example/s3cret")}, nil, syscall.ECONNREFUSED, 0, 4},
		"a client that is closed after its start": {[]http.HandlerFunc{file(fileContent, tag)}, nil, factorialhr.ErrClosed, 0, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, test.handlers...)
				client := s.client(t, test.opts...)
				if test.err == factorialhr.ErrClosed {
					if err := client.Close(); err != nil {
						t.Fatal(err)
					}
				}
				var got bytes.Buffer
				n, err := client.Download(t.Context(), fileURL, &got)
				checkDownloadError(t, err, test.err)
				if n != int64(got.Len()) || got.Len() != test.written || !bytes.HasPrefix(fileContent, got.Bytes()) {
					t.Errorf("wrote %d bytes, %d according to Download, want the first %d of the file", got.Len(), n, test.written)
				}
				if len(s.seen) != test.requests {
					t.Errorf("%d requests, want %d", len(s.seen), test.requests)
				}
			})
		})
	}
}

func checkDownloadError(t *testing.T, err, want error) {
	t.Helper()
	failure, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || !errors.Is(err, want) {
		t.Fatalf("got %v, want an Error for %v", err, want)
	}
	if failure.Operation != "Download" || errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	for _, secret := range []string{"s3cret", "private", "files.example", secretKey} {
		if strings.Contains(err.Error()+failure.LogValue().String(), secret) {
			t.Errorf("the error repeats %q: %v", secret, err)
		}
	}
}

func TestDownloadRefusesURLsThatCouldBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStorage(t, file(fileContent, ""))
		for _, u := range []string{
			"", "s3cret", "/s3cret", "http://files.example/s3cret", "ftp://files.example/s3cret", "https:///s3cret",
			"https://u:s3cret@files.example/", "http://127.0.0.1.example/s3cret", "https://files.example/%zzs3cret", "file:///s3cret",
			"https:s3cret",
		} {
			_, err := s.client(t).Download(t.Context(), u, io.Discard)
			checkDownloadError(t, err, factorialhr.ErrInvalidRequest)
		}
		if len(s.seen) > 0 {
			t.Errorf("%d requests were sent", len(s.seen))
		}
	})
}

// stall writes half of the file, and then nothing until the client is gone.
func stall(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", `"v1"`)
	w.Header().Set("Content-Length", fmt.Sprint(len(fileContent)))
	_, _ = w.Write(fileContent[:1000])
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

func TestDownloadGoesOnAfterAMinuteOfSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStorage(t, stall, file(fileContent, `"v1"`))
		var got bytes.Buffer
		begin := time.Now()
		_, err := s.client(t).Download(t.Context(), fileURL, &got)
		if err != nil || !bytes.Equal(got.Bytes(), fileContent) {
			t.Errorf("got %d bytes, %v", got.Len(), err)
		}
		if took := time.Since(begin); took < time.Minute || took > 2*time.Minute {
			t.Errorf("took %v", took)
		}
		if s.seen[1].Header.Get("Range") != "bytes=1000-" {
			t.Errorf("the second request was for %q", s.seen[1].Header.Get("Range"))
		}
	})
}

func TestASlowWriterIsNotTakenForASilentServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStorage(t, file(fileContent, ""))
		var got bytes.Buffer
		slow := writerFunc(func(p []byte) (int, error) {
			time.Sleep(90 * time.Second)
			return got.Write(p)
		})
		if _, err := s.client(t).Download(t.Context(), fileURL, slow); err != nil || !bytes.Equal(got.Bytes(), fileContent) {
			t.Errorf("got %d bytes, %v", got.Len(), err)
		}
	})
}

type writerFunc func(p []byte) (int, error)

func (write writerFunc) Write(p []byte) (int, error) { return write(p) }

func TestDownloadEndsWithItsContext(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"before the answer": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"in the middle":     stall,
		"between attempts":  status(503, "", "Retry-After", "50"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, handler)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(10*time.Second, cancel)
				begin := time.Now()
				_, err := s.client(t).Download(ctx, fileURL, io.Discard)
				checkDownloadError(t, err, context.Canceled)
				if took := time.Since(begin); took != 10*time.Second {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

func TestAWriterThatFailsEndsADownload(t *testing.T) {
	full := errors.New("disk full")
	for name, test := range map[string]struct {
		write writerFunc
		err   error
	}{
		"with an error":    {func([]byte) (int, error) { return 3, full }, full},
		"without an error": {func([]byte) (int, error) { return 3, nil }, io.ErrShortWrite},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStorage(t, file(fileContent, `"v1"`))
				n, err := s.client(t).Download(t.Context(), fileURL, test.write)
				checkDownloadError(t, err, test.err)
				if n != 3 || len(s.seen) != 1 {
					t.Errorf("wrote %d bytes in %d requests", n, len(s.seen))
				}
			})
		})
	}
}

func TestADownloadIsObservedWithoutItsURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStorage(t, breakOff(100, file(fileContent, `"v1"`)), file(fileContent, `"v1"`))
		o := new(downloadObserver)
		var info factorialhr.ResponseInfo
		_, err := s.client(t, factorialhr.Observe(o)).Download(t.Context(), fileURL, io.Discard, factorialhr.ResponseInto(&info))
		if err != nil {
			t.Fatal(err)
		}
		if o.starts != 1 || o.attempts != 2 || o.ends != 1 || info.Attempts != 2 || info.StatusCode != http.StatusPartialContent {
			t.Errorf("observed %+v, info %+v", o, info)
		}
		if strings.Contains(o.text, "s3cret") {
			t.Errorf("the observer got the URL: %s", o.text)
		}
	})
}

type downloadObserver struct {
	starts, attempts, ends int
	text                   string
}

func (o *downloadObserver) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	o.starts++
	o.text += fmt.Sprintf("%+v", op)
	return ctx
}

func (o *downloadObserver) Attempt(_ context.Context, _ *factorialhr.Operation, a factorialhr.AttemptInfo) {
	o.attempts++
	o.text += fmt.Sprintf("%+v", a)
}

func (o *downloadObserver) Mismatch(context.Context, *factorialhr.Operation, []factorialhr.Mismatch) {
}

func (o *downloadObserver) End(_ context.Context, _ *factorialhr.Operation, c factorialhr.CallInfo) {
	o.ends++
	o.text += fmt.Sprintf("%+v", c)
}
