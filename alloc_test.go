package factorialhr_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// maxAllocations is how many allocations a request may add to those of net/http, without decoding.
const maxAllocations = 25

const answerOfBenchmarks = `{"id":"7","name":"a name"}`

var queryOfBenchmarks = url.Values{"ids[]": {"1", "2"}, "only_active": {"true"}}

// plain makes by hand the request that the client makes.
func plain(ctx context.Context, client *http.Client, base string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/"+factorialhr.DefaultAPIVersion+"/resources/things/things?"+queryOfBenchmarks.Encode(), nil)
	if err != nil {
		return err
	}
	req.Header.Set("X-Api-Key", secretKey)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "plain")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.ReadAll(resp.Body)
	return err
}

func TestAllocationsOfARequest(t *testing.T) {
	server := httptest.NewServer(status(200, answerOfBenchmarks))
	defer server.Close()
	c := newClient(t, server.Client().Transport, factorialhr.BaseURL(server.URL))
	byHand := testing.AllocsPerRun(500, func() {
		if err := plain(t.Context(), server.Client(), server.URL); err != nil {
			t.Fatal(err)
		}
	})
	ours := testing.AllocsPerRun(500, func() {
		if err := c.Get(t.Context(), "things/things", nil, factorialhr.Query(queryOfBenchmarks)); err != nil {
			t.Fatal(err)
		}
	})
	t.Logf("%.0f allocations, %.0f by hand", ours, byHand)
	if ours-byHand > maxAllocations {
		t.Errorf("%.0f allocations over the %.0f of net/http, want at most %d", ours-byHand, byHand, maxAllocations)
	}
}

// BenchmarkRequest compares a request of the client with one made by hand, over real sockets.
// Neither decodes the response.
func BenchmarkRequest(b *testing.B) {
	server := httptest.NewServer(status(200, answerOfBenchmarks))
	defer server.Close()
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := plain(b.Context(), server.Client(), server.URL); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("client", func(b *testing.B) {
		c, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.BaseURL(server.URL))
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		b.ReportAllocs()
		for b.Loop() {
			_, err := factorialhr.Call[struct{}](b.Context(), c, &listThings, factorialhr.Input{Query: queryOfBenchmarks})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
