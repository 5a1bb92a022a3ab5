package factorialtest_test

import (
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// getter returns a function that requests a path and reads the whole response.
func getter(b *testing.B, srv *factorialtest.Server, path string) func() {
	r, err := http.NewRequest(http.MethodGet, srv.URL+resources+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("X-Api-Key", factorialtest.DefaultAPIKey)
	client := srv.HTTPClient()
	return func() {
		resp, err := client.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(resp.StatusCode, err)
		}
		resp.Body.Close()
	}
}

func BenchmarkList(b *testing.B) {
	for _, employees := range []int{100, 10_000} {
		b.Run(strconv.Itoa(employees), func(b *testing.B) {
			srv, err := factorialtest.Start(factorialtest.Seed(employees))
			if err != nil {
				b.Fatal(err)
			}
			defer srv.Close()
			get := getter(b, srv, "employees/employees?limit=100")
			get()
			for b.Loop() {
				get()
			}
		})
	}
}

func BenchmarkStartToFirstAnswer(b *testing.B) {
	for b.Loop() {
		srv, err := factorialtest.Start()
		if err != nil {
			b.Fatal(err)
		}
		getter(b, srv, "employees/employees")()
		srv.Close()
	}
}

// The first request for employees creates all 10,000 of them.
func BenchmarkSeed10000(b *testing.B) {
	for b.Loop() {
		srv, err := factorialtest.Start(factorialtest.Seed(10_000), factorialtest.InMemory())
		if err != nil {
			b.Fatal(err)
		}
		if got := len(srv.Records("employees/employees")); got != 10_000 {
			b.Fatal(got)
		}
		srv.Close()
	}
}
