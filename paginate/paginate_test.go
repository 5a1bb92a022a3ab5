package paginate_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/paging"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// modes are the ways to read a list. All of them give the same records in the same order.
var modes = map[string][]paginate.Option{
	"one page after the other":     nil,
	"prefetch 1":                   {paginate.Prefetch(1)},
	"prefetch 5":                   {paginate.Prefetch(5)},
	"parallel 3":                   {paginate.Parallel(3), paginate.Key(idOf)},
	"parallel 3 without keys":      {paginate.Parallel(3)},
	"parallel 8 with prefetch":     {paginate.Parallel(8), paginate.Prefetch(2), paginate.Key(idOf)},
	"far more ahead than there is": {paginate.Parallel(1 << 40), paginate.Prefetch(1 << 40)},
}

func TestEveryWayReadsEveryRecordInOrder(t *testing.T) {
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{0, 1, 9, 10, 11, 20, 95} {
				want := numbers(1, n)
				l := newList(n, 10)
				records, err := paginate.GetAll(t.Context(), l.fetch, mode...)
				if err != nil {
					t.Fatalf("GetAll of %d: %v", n, err)
				}
				if records == nil {
					t.Errorf("GetAll of %d: the slice is nil", n)
				}
				if !slices.Equal(ids(records), want) {
					t.Errorf("GetAll of %d: got %v", n, ids(records))
				}
				if pages := max(1, (n+9)/10); l.requests() != pages {
					t.Errorf("GetAll of %d: %d requests, want %d", n, l.requests(), pages)
				}

				records, err = paginate.Collect(paginate.All(t.Context(), newList(n, 10).fetch, mode...), n+1)
				if err != nil || !slices.Equal(ids(records), want) {
					t.Errorf("All of %d: got %v, %v", n, ids(records), err)
				}
			}
		})
	}
}

func TestAnIteratorStartsAgainForEachLoop(t *testing.T) {
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			pages := paginate.Pages(t.Context(), newList(25, 10).fetch, mode...)
			first, err1 := drain(t, pages)
			again, err2 := drain(t, pages)
			if err1 != nil || err2 != nil || len(first) != 3 || !cmp.Equal(first, again) {
				t.Errorf("got %v, %v and then %v, %v", first, err1, again, err2)
			}
		})
	}
}

func TestSeveralLoopsOverOneIteratorDoNotDisturbEachOther(t *testing.T) {
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			records := paginate.All(t.Context(), newList(95, 10).fetch, mode...)
			var loops sync.WaitGroup
			for range 4 {
				loops.Go(func() {
					if all, err := paginate.Collect(records, 100); err != nil || !slices.Equal(ids(all), numbers(1, 95)) {
						t.Errorf("got %v, %v", ids(all), err)
					}
				})
			}
			loops.Wait()
		})
	}
}

func TestErrorsOfTheFetchArriveUnchangedAfterThePagesBeforeThem(t *testing.T) {
	broken := errors.New("broken")
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			l := newList(90, 10)
			fetch := func(ctx context.Context, r paginate.Request) (*paginate.Page[record], error) {
				if r.AfterID == "20" || r.Page == 3 {
					return nil, broken
				}
				return l.fetch(ctx, r)
			}
			pages, err := drain(t, paginate.Pages(t.Context(), fetch, mode...))
			if err != broken {
				t.Errorf("got error %v, want the error of the fetch itself", err)
			}
			if want := [][]string{numbers(1, 10), numbers(11, 20)}; !cmp.Equal(pages, want) {
				t.Errorf("got %v, want %v", pages, want)
			}
			records, err := paginate.Collect(paginate.All(t.Context(), fetch, mode...), 100)
			if err != broken || !slices.Equal(ids(records), numbers(1, 20)) {
				t.Errorf("Collect: got %v, %v, want what was read and the error", ids(records), err)
			}
			records, err = paginate.GetAll(t.Context(), fetch, mode...)
			if err != broken || records != nil {
				t.Errorf("GetAll: got %v, %v, want the error alone", ids(records), err)
			}
		})
	}
}

func TestAFetchThatReturnsNothingIsAnError(t *testing.T) {
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			fetch := func(context.Context, paginate.Request) (*paginate.Page[record], error) { return nil, nil }
			_, err := drain(t, paginate.Pages(t.Context(), fetch, mode...))
			failure, ok := errors.AsType[*paginate.Error](err)
			if !ok || failure.Page != 1 {
				t.Errorf("got %v, want an error about page 1", err)
			}
		})
	}
}

func TestCollectReadsNoPageThatItDoesNotNeed(t *testing.T) {
	for _, test := range []struct{ n, records, requests int }{
		{-1, 0, 0}, {0, 0, 0}, {1, 1, 1}, {10, 10, 1}, {11, 11, 2}, {25, 25, 3}, {99, 25, 3},
	} {
		l := newList(25, 10)
		records, err := paginate.Collect(paginate.All(t.Context(), l.fetch), test.n)
		if err != nil || records == nil || !slices.Equal(ids(records), numbers(1, test.records)) {
			t.Errorf("Collect(%d): got %v, %v", test.n, ids(records), err)
		}
		if l.requests() != test.requests {
			t.Errorf("Collect(%d): %d requests, want %d", test.n, l.requests(), test.requests)
		}
	}
}

func TestAllYieldsPointersIntoThePage(t *testing.T) {
	var kept *paginate.Page[record]
	l := newList(3, 10)
	fetch := func(ctx context.Context, r paginate.Request) (*paginate.Page[record], error) {
		page, err := l.fetch(ctx, r)
		kept = page
		return page, err
	}
	i := 0
	for r := range paginate.All(t.Context(), fetch) {
		if r != &kept.Data[i] {
			t.Errorf("record %d is a copy", i)
		}
		i++
	}
}

func TestStartSaysWhereAndHowToRead(t *testing.T) {
	tests := map[string]struct {
		opts []paginate.Option
		want [][]string
		last paginate.Request
	}{
		"after a cursor": {
			[]paginate.Option{paginate.Start(paginate.Request{AfterID: "12"})},
			[][]string{numbers(13, 22), numbers(23, 25)},
			paginate.Request{AfterID: "22"},
		},
		"with a limit that holds for all pages": {
			[]paginate.Option{paginate.Start(paginate.Request{AfterID: "15", Limit: 4})},
			[][]string{numbers(16, 19), numbers(20, 23), numbers(24, 25)},
			paginate.Request{AfterID: "23", Limit: 4},
		},
		"at a page, then by the cursor": {
			[]paginate.Option{paginate.Start(paginate.Request{Page: 2})},
			[][]string{numbers(11, 20), numbers(21, 25)},
			paginate.Request{AfterID: "20"},
		},
		"before a cursor, which is backwards": {
			[]paginate.Option{paginate.Start(paginate.Request{BeforeID: "24", Limit: 9})},
			[][]string{numbers(15, 23), numbers(6, 14), numbers(1, 5)},
			paginate.Request{BeforeID: "6", Limit: 9},
		},
		"backwards from a page": {
			[]paginate.Option{paginate.Start(paginate.Request{Page: 3}), paginate.Backwards()},
			[][]string{numbers(21, 25), numbers(11, 20), numbers(1, 10)},
			paginate.Request{BeforeID: "11"},
		},
		"backwards from the beginning": {
			[]paginate.Option{paginate.Backwards()},
			[][]string{numbers(1, 10)},
			paginate.Request{},
		},
		"after the last record": {
			[]paginate.Option{paginate.Start(paginate.Request{AfterID: "25"})},
			[][]string{nil},
			paginate.Request{AfterID: "25"},
		},
	}
	for name, test := range tests {
		for mode, opts := range modes {
			t.Run(name+", "+mode, func(t *testing.T) {
				l := newList(25, 10)
				pages, err := drain(t, paginate.Pages(t.Context(), l.fetch, append(opts, test.opts...)...))
				if err != nil || !cmp.Equal(pages, test.want) {
					t.Errorf("got %v, %v, want %v", pages, err, test.want)
				}
				if last := l.asked[len(l.asked)-1]; last != test.last {
					t.Errorf("the last request was %+v, want %+v", last, test.last)
				}
			})
		}
	}
}

func TestAReadingResumesWithTheCursorOfTheLastPage(t *testing.T) {
	l := newList(35, 10)
	var read []string
	resume := ""
	for range 10 {
		for page, err := range paginate.Pages(t.Context(), l.fetch, paginate.Start(paginate.Request{AfterID: resume})) {
			if err != nil {
				t.Fatal(err)
			}
			read = append(read, ids(page.Data)...)
			resume = page.Meta.EndCursor
			break
		}
		if len(read) == 35 {
			break
		}
	}
	if !slices.Equal(read, numbers(1, 35)) {
		t.Errorf("got %v", read)
	}
}

func TestProgressTellsAboutEachPageBeforeTheLoopGetsIt(t *testing.T) {
	want := []paginate.Position{{1, 10, 25}, {2, 20, 25}, {3, 25, 25}}
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			var told []paginate.Position
			progress := paginate.Progress(func(p paginate.Position) { told = append(told, p) })
			handed := 0
			for range paginate.Pages(t.Context(), newList(25, 10).fetch, append(mode, progress)...) {
				handed++
				if len(told) != handed {
					t.Errorf("told %d times at page %d", len(told), handed)
				}
			}
			if !cmp.Equal(told, want) {
				t.Errorf("got %v, want %v", told, want)
			}
		})
	}
}

func TestAKeyForOtherRecordsIsAnError(t *testing.T) {
	l := newList(25, 10)
	_, err := paginate.GetAll(t.Context(), l.fetch, paginate.Key(func(s *string) string { return *s }))
	if err == nil || !strings.Contains(err.Error(), "Key") {
		t.Errorf("got %v, want an error about Key", err)
	}
	if l.requests() != 0 {
		t.Error("a page was requested")
	}
}

func TestMetaDecodesWhatIsThereAndLeavesTheRestZero(t *testing.T) {
	tests := map[string]struct {
		text string
		want paginate.Meta
	}{
		"everything": {
			`{"limit":100,"total":250,"has_next_page":true,"has_previous_page":true,"start_cursor":"MQ==","end_cursor":"MTAw"}`,
			paginate.Meta{Limit: 100, Total: 250, HasNextPage: true, HasPreviousPage: true, StartCursor: "MQ==", EndCursor: "MTAw"},
		},
		"nulls": {
			`{"limit":null,"total":null,"has_next_page":null,"has_previous_page":null,"start_cursor":null,"end_cursor":null}`,
			paginate.Meta{},
		},
		"nothing":           {`{}`, paginate.Meta{}},
		"null":              {`null`, paginate.Meta{}},
		"unknown names":     {`{"total":3,"pages":1}`, paginate.Meta{Total: 3}},
		"a null limit only": {`{"limit":null,"total":3,"has_next_page":true,"end_cursor":"Mw=="}`, paginate.Meta{Total: 3, HasNextPage: true, EndCursor: "Mw=="}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got paginate.Meta
			if err := json.Unmarshal([]byte(test.text), &got); err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestAPageKeepsItsRawParts(t *testing.T) {
	var page paginate.Page[record]
	if page.RawData() != nil || page.RawMeta() != nil {
		t.Error("a page has raw parts that nobody gave it")
	}
	paging.SheetOf(&page).Keep([]byte(`[1]`), []byte(`{}`))
	if string(page.RawData()) != `[1]` || string(page.RawMeta()) != `{}` {
		t.Errorf("got %s and %s", page.RawData(), page.RawMeta())
	}
}
