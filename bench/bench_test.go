package main

import (
	"net/http/httptest"
	"testing"
)

// BenchmarkRequest compares a request of this module with one of net/http. Both results include the
// server's side.
func BenchmarkRequest(b *testing.B) {
	s := httptest.NewServer(new(api))
	defer s.Close()
	b.Run("by hand", requestByHand(s.URL))
	b.Run("SDK", requestBySDK(s.URL))
}

// BenchmarkAll reads 10,000 employees in 100 pages, one after the other.
func BenchmarkAll(b *testing.B) {
	s := httptest.NewServer(&api{strings: encodePages(true)})
	defer s.Close()
	for _, c := range []contender{sdkAll("SDK"), handwritten("by hand", (*byHand).sequential), generated("oapi-codegen")} {
		b.Run(c.name, func(b *testing.B) {
			r, err := c.start(b.Context(), s.URL)
			if err != nil {
				b.Fatal(err)
			}
			defer r.close()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.read(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestEveryGoContenderReadsAllEmployees(t *testing.T) {
	s := httptest.NewServer(&api{strings: encodePages(true)})
	defer s.Close()
	m := &match{url: s.URL, contenders: goContenders()}
	if err := m.run(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
}
