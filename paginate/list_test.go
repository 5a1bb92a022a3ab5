package paginate_test

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/factorialhr-go/factorialhr/paginate"
)

type record struct {
	ID   string
	Name string
}

// list serves pages like the API: ordered by id, with the ids at both ends of a page as its
// cursors.
type list struct {
	size       int           // the largest page
	latency    time.Duration // of a request
	ignorePage bool
	// before runs before the response to request n, from 1, and may change the records.
	before func(l *list, n int)
	// change alters the response to a request.
	change func(r paginate.Request, p *paginate.Page[record])

	mu       sync.Mutex
	records  []record
	asked    []paginate.Request
	inFlight int
	most     int // in flight at once
}

// newList returns a list of n records, numbered from 1.
func newList(n, size int) *list {
	l := &list{size: size}
	for i := range n {
		l.records = append(l.records, numbered(i+1))
	}
	return l
}

func numbered(i int) record {
	return record{ID: strconv.Itoa(i), Name: "name " + strconv.Itoa(i)}
}

func (l *list) fetch(ctx context.Context, r paginate.Request) (*paginate.Page[record], error) {
	l.mu.Lock()
	l.asked = append(l.asked, r)
	l.inFlight++
	l.most = max(l.most, l.inFlight)
	n := len(l.asked)
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		l.inFlight--
		l.mu.Unlock()
	}()
	if l.latency > 0 {
		select {
		case <-time.After(l.latency):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.before != nil {
		l.before(l, n)
	}
	page := l.page(r)
	if l.change != nil {
		l.change(r, page)
	}
	return page, nil
}

func (l *list) page(r paginate.Request) *paginate.Page[record] {
	size := l.size
	if r.Limit > 0 {
		size = min(size, r.Limit)
	}
	from := 0
	switch {
	case r.AfterID != "":
		from = l.after(r.AfterID)
	case r.BeforeID != "":
		to := l.after(r.BeforeID) - 1
		from = max(0, to-size)
		size = to - from
	case r.Page > 1 && !l.ignorePage:
		from = min((r.Page-1)*size, len(l.records))
	}
	to := min(from+size, len(l.records))
	page := &paginate.Page[record]{
		Data: slices.Clone(l.records[from:to]),
		Meta: paginate.Meta{Limit: size, Total: len(l.records), HasNextPage: to < len(l.records), HasPreviousPage: from > 0},
	}
	if from < to {
		page.Meta.StartCursor, page.Meta.EndCursor = l.records[from].ID, l.records[to-1].ID
	}
	return page
}

// after returns the index of the first record whose id is greater.
func (l *list) after(id string) int {
	last, _ := strconv.Atoi(id)
	i := slices.IndexFunc(l.records, func(r record) bool {
		n, _ := strconv.Atoi(r.ID)
		return n > last
	})
	if i < 0 {
		return len(l.records)
	}
	return i
}

func (l *list) remove(id string) {
	l.records = slices.DeleteFunc(l.records, func(r record) bool { return r.ID == id })
}

func (l *list) add(i int) { l.records = append(l.records, numbered(i)) }

func (l *list) requests() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.asked)
}

func idOf(r *record) string { return r.ID }

func ids(records []record) []string {
	var all []string
	for _, r := range records {
		all = append(all, r.ID)
	}
	return all
}

// numbers returns the ids from first to last.
func numbers(first, last int) []string {
	var all []string
	for i := first; i <= last; i++ {
		all = append(all, strconv.Itoa(i))
	}
	return all
}

// drain reads pages to the end. It returns the ids of the records, one slice for each page, and the
// error.
func drain(t *testing.T, pages iter.Seq2[*paginate.Page[record], error]) ([][]string, error) {
	t.Helper()
	var all [][]string
	var last error
	for page, err := range pages {
		if last != nil {
			t.Error("the loop went on after an error")
		}
		if (page == nil) != (err != nil) {
			t.Errorf("got page %v with error %v, want one of them", page, err)
		}
		if err != nil {
			last = err
			continue
		}
		all = append(all, ids(page.Data))
	}
	return all, last
}
