package paginate_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// FuzzMeta reads a list with arbitrary metadata, one line for each page and then from the start
// again. Whatever the metadata says, the traversal ends after finitely many pages, without an error
// or with an error of this package.
func FuzzMeta(f *testing.F) {
	f.Add(`{"has_next_page":true,"end_cursor":"MQ=="}`)
	f.Add(`{"has_next_page":true,"end_cursor":"a"}` + "\n" + `{"has_next_page":true,"end_cursor":"b","start_cursor":"a"}`)
	f.Add(`{"limit":2,"total":5,"has_next_page":true,"end_cursor":"a"}` + "\n" + `{"limit":2,"total":5,"has_next_page":true}`)
	f.Add(`{"limit":null,"total":null,"has_next_page":null,"end_cursor":null}`)
	f.Add(`{"has_next_page":true}`)
	f.Add(`{"limit":-1,"total":-9,"has_previous_page":true,"start_cursor":"é"}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, lines string) {
		var metas []paginate.Meta
		for line := range strings.Lines(lines) {
			var m paginate.Meta
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				return
			}
			m.Total %= 1000 // a total is the only thing that may keep a parallel reading going
			metas = append(metas, m)
		}
		if len(metas) == 0 {
			return
		}
		for name, opts := range map[string][]paginate.Option{
			"forwards":  nil,
			"backwards": {paginate.Backwards()},
			"prefetch":  {paginate.Prefetch(2)},
			"parallel":  {paginate.Parallel(3), paginate.Key(idOf)},
			"unpaged":   {paginate.Unpaged()},
		} {
			var asked atomic.Int64
			fetch := func(context.Context, paginate.Request) (*paginate.Page[record], error) {
				n := int(asked.Add(1))
				if n > 10_000+len(metas) {
					t.Fatalf("%s: no end after %d pages", name, n)
				}
				m := metas[(n-1)%len(metas)]
				size := max(1, min(m.Limit, 100))
				page := &paginate.Page[record]{Meta: m}
				for i := range size {
					page.Data = append(page.Data, record{ID: strconv.Itoa(n*1000 + i)})
				}
				return page, nil
			}
			_, err := paginate.GetAll(t.Context(), fetch, opts...)
			if _, ours := errors.AsType[*paginate.Error](err); err != nil && !ours {
				t.Errorf("%s: got %v", name, err)
			}
			for _, m := range metas {
				if c := m.EndCursor; err != nil && len(c) > 20 && strings.Contains(err.Error(), c) {
					t.Errorf("%s: the error repeats a cursor: %v", name, err)
				}
			}
		}
	})
}
