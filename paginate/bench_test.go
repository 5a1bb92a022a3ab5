package paginate_test

import (
	"testing"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// BenchmarkAll compares the iterator with a handwritten loop.
func BenchmarkAll(b *testing.B) {
	const total = 10_000
	fetch := millions(total)
	b.Run("handwritten", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for r := (paginate.Request{}); ; {
				page, err := fetch(b.Context(), r)
				if err != nil {
					b.Fatal(err)
				}
				for i := range page.Data {
					n += len(page.Data[i].ID)
				}
				if !page.Meta.HasNextPage {
					break
				}
				r.AfterID = page.Meta.EndCursor
			}
		}
	})
	b.Run("iterator", func(b *testing.B) {
		for b.Loop() {
			n := 0
			for r, err := range paginate.All(b.Context(), fetch) {
				if err != nil {
					b.Fatal(err)
				}
				n += len(r.ID)
			}
		}
	})
}
