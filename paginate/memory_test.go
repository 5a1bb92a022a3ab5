package paginate_test

import (
	"context"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// millions serves total records of about 300 bytes and holds none of them.
func millions(total int) paginate.Fetch[record] {
	return func(_ context.Context, r paginate.Request) (*paginate.Page[record], error) {
		const size = 100
		from := 0
		if r.Page > 1 {
			from = (r.Page - 1) * size
		}
		if r.AfterID != "" {
			from, _ = strconv.Atoi(r.AfterID)
		}
		page := &paginate.Page[record]{Data: make([]record, min(size, total-from))}
		for i := range page.Data {
			id := strconv.Itoa(from + i + 1)
			page.Data[i] = record{ID: id, Name: strings.Repeat("x", 250) + id}
		}
		to := from + len(page.Data)
		page.Meta = paginate.Meta{
			Limit: size, Total: total, HasNextPage: to < total, HasPreviousPage: from > 0,
			StartCursor: page.Data[0].ID, EndCursor: page.Data[len(page.Data)-1].ID,
		}
		return page, nil
	}
}

func TestAMillionRecordsPassThroughLittleMemory(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("reads 300 MB four times, and the race detector has a memory of its own")
	}
	const total, limit = 1_000_000, 64 << 20
	for name, opts := range map[string][]paginate.Option{
		"one page after the other": nil,
		"prefetch":                 {paginate.Prefetch(4)},
		"parallel":                 {paginate.Parallel(8)},
		"parallel with keys":       {paginate.Parallel(8), paginate.Key(idOf)},
	} {
		t.Run(name, func(t *testing.T) {
			runtime.GC()
			var before, now runtime.MemStats
			runtime.ReadMemStats(&before)
			var most uint64
			n := 0
			for _, err := range paginate.All(t.Context(), millions(total), opts...) {
				if err != nil {
					t.Fatal(err)
				}
				if n++; n%20_000 == 0 {
					runtime.ReadMemStats(&now)
					most = max(most, now.HeapAlloc)
				}
			}
			if n != total {
				t.Errorf("read %d records, want %d", n, total)
			}
			used := most - min(most, before.HeapAlloc)
			if used > limit {
				t.Errorf("the heap grew by %d MB", used>>20)
			}
			t.Logf("the heap grew by %.1f MB at most", float64(used)/(1<<20))
		})
	}
}
