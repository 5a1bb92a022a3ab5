package paginate_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/factorialhr-go/factorialhr/paginate"
)

type record struct {
	ID   string
	Name string
}

// list answers like the API: ordered by id, cursors that are the ids of the records at both ends of a page.
type list struct {
	records []record
	size    int
	asked   []paginate.Request
}

func newList(records, size int) *list {
	l := &list{size: size}
	for i := range records {
		l.records = append(l.records, record{ID: strconv.Itoa(i + 1), Name: "name " + strconv.Itoa(i+1)})
	}
	return l
}

func (l *list) fetch(_ context.Context, r paginate.Request) (*paginate.Page[record], error) {
	l.asked = append(l.asked, r)
	return l.page(r), nil
}

func (l *list) page(r paginate.Request) *paginate.Page[record] {
	size := l.size
	if r.Limit > 0 {
		size = min(size, r.Limit)
	}
	from := 0
	switch {
	case r.AfterID != "":
		from = l.index(r.AfterID) + 1
	case r.BeforeID != "":
		to := l.index(r.BeforeID)
		from = max(0, to-size)
		size = to - from
	case r.Page > 0:
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

func (l *list) index(id string) int {
	return slices.IndexFunc(l.records, func(r record) bool { return r.ID == id })
}

func ids(records []record) []string {
	var all []string
	for _, r := range records {
		all = append(all, r.ID)
	}
	return all
}

func numbers(from, to int) []string {
	var all []string
	for i := from; i <= to; i++ {
		all = append(all, strconv.Itoa(i))
	}
	return all
}

func TestGetAllReadsEveryRecordInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 9, 10, 11, 20, 95} {
		l := newList(n, 10)
		records, err := paginate.GetAll(t.Context(), l.fetch)
		if err != nil {
			t.Fatalf("%d records: %v", n, err)
		}
		if records == nil {
			t.Errorf("%d records: the slice is nil", n)
		}
		if !slices.Equal(ids(records), numbers(1, n)) {
			t.Errorf("%d records: got %v", n, ids(records))
		}
		if want := max(1, (n+9)/10); len(l.asked) != want {
			t.Errorf("%d records: %d requests, want %d", n, len(l.asked), want)
		}
	}
}

func TestErrorsOfTheFetchArriveUnchanged(t *testing.T) {
	broken := errors.New("broken")
	l := newList(30, 10)
	records, err := paginate.GetAll(t.Context(), func(ctx context.Context, r paginate.Request) (*paginate.Page[record], error) {
		if r.AfterID == "20" {
			return nil, broken
		}
		return l.fetch(ctx, r)
	})
	if err != broken {
		t.Errorf("got error %v, want the error of the fetch itself", err)
	}
	if !slices.Equal(ids(records), numbers(1, 20)) {
		t.Errorf("got %v, want what was read before the error", ids(records))
	}
}
