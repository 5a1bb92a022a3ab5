package auth_test

import (
	"io"
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
)

// still responds at once and allocates only the response.
func still() http.RoundTripper {
	return roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
	})
}

// stills returns the methods whose credential does not expire during a benchmark.
func stills(t testing.TB) map[string]http.RoundTripper {
	t.Helper()
	token := auth.Token{
		AccessToken: auth.NewSecret("t"), RefreshToken: auth.NewSecret("r"),
		CreatedAt: time.Now(), ExpiresIn: time.Hour,
	}
	transports := make(map[string]http.RoundTripper)
	for name, method := range map[string]auth.Method{
		"APIKey":       auth.APIKey("k"),
		"AccessToken":  auth.AccessToken("t"),
		"RefreshToken": auth.RefreshToken(auth.Config{}, token),
	} {
		rt, err := method.Transport(still(), mustParse(t, fakeOrigin))
		if err != nil {
			t.Fatal(err)
		}
		transports[name] = rt
	}
	return transports
}

func request(t testing.TB) *http.Request {
	t.Helper()
	req, err := http.NewRequest("GET", fakeOrigin+"/api/things", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "x")
	return req
}

// clone does only what every RoundTripper must do to add a header.
func clone(req *http.Request, value []string) *http.Request {
	clone := req.WithContext(req.Context())
	clone.Header = req.Header.Clone()
	clone.Header["Authorization"] = value
	return clone
}

func TestARequestAllocatesNothingButItsClone(t *testing.T) {
	req, value, base := request(t), []string{"Bearer t"}, still()
	want := testing.AllocsPerRun(100, func() { base.RoundTrip(clone(req, value)) })
	for name, rt := range stills(t) {
		for range 2 { // the first request reads the store
			if _, err := rt.RoundTrip(req); err != nil {
				t.Fatal(err)
			}
		}
		resp := &http.Response{}
		got := testing.AllocsPerRun(100, func() { resp, _ = rt.RoundTrip(req) })
		if got > want {
			t.Errorf("%s: %v allocations, cloning alone takes %v", name, got, want)
		}
		io.Copy(io.Discard, resp.Body)
	}
}

// BenchmarkRoundTrip measures one request without the network. Reads of the token do not contend:
// with 16 goroutines, the time per request falls as it does for a transport that only clones.
func BenchmarkRoundTrip(b *testing.B) {
	req, value := request(b), []string{"Bearer t"}
	transports := stills(b)
	base := still()
	transports["clone alone"] = roundTrip(func(req *http.Request) (*http.Response, error) { return base.RoundTrip(clone(req, value)) })
	for name, rt := range transports {
		b.Run(name+"/goroutines=1", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rt.RoundTrip(req)
			}
		})
		b.Run(name+"/goroutines=16", func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(max(1, 16/runtime.GOMAXPROCS(0)))
			b.RunParallel(func(pb *testing.PB) {
				own := req.Clone(req.Context())
				for pb.Next() {
					rt.RoundTrip(own)
				}
			})
		})
	}
}

// BenchmarkToken measures only the read of a valid token.
func BenchmarkToken(b *testing.B) {
	r := auth.RefreshToken(auth.Config{}, auth.Token{
		AccessToken: auth.NewSecret("t"), RefreshToken: auth.NewSecret("r"),
		CreatedAt: time.Now(), ExpiresIn: time.Hour,
	})
	if _, err := r.Token(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Run("goroutines=1", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r.Token(b.Context())
		}
	})
	b.Run("goroutines=16", func(b *testing.B) {
		b.ReportAllocs()
		b.SetParallelism(max(1, 16/runtime.GOMAXPROCS(0)))
		ctx := b.Context()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				r.Token(ctx)
			}
		})
	})
}
