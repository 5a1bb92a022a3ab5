package paginate_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/paginate"
)

func TestParallelReadsPagesByNumberAfterTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newList(950, 200)
		l.latency = time.Second
		records, err := paginate.GetAll(t.Context(), l.fetch, paginate.Parallel(4))
		if err != nil || !slices.Equal(ids(records), numbers(1, 950)) {
			t.Fatalf("got %d records, %v", len(records), err)
		}
		slices.SortFunc(l.asked, func(a, b paginate.Request) int { return a.Page - b.Page })
		for i, r := range l.asked {
			if want := (paginate.Request{Limit: 100, Page: i + 1}); r != want {
				t.Errorf("request %+v, want %+v", r, want)
			}
		}
		if len(l.asked) != 10 || l.most != 4 {
			t.Errorf("%d requests, %d at once, want 10 and 4", len(l.asked), l.most)
		}
	})
}

func TestParallelTakesASmallerLimitFromTheServer(t *testing.T) {
	l := newList(95, 10)
	records, err := paginate.GetAll(t.Context(), l.fetch, paginate.Parallel(4), paginate.Start(paginate.Request{Limit: 50}))
	if err != nil || !slices.Equal(ids(records), numbers(1, 95)) {
		t.Fatalf("got %v, %v", ids(records), err)
	}
	if l.requests() != 10 {
		t.Errorf("%d requests, want 10", l.requests())
	}
}

// In fake time: a thousand pages take a second each, and eight are read at once. The first page
// takes a second and the others 999 / 8 more.
func TestAThousandSlowPagesEightAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newList(100_000, 100)
		l.latency = time.Second
		begin := time.Now()
		records, err := paginate.GetAll(t.Context(), l.fetch, paginate.Parallel(8), paginate.Key(idOf))
		if err != nil || len(records) != 100_000 {
			t.Fatalf("got %d records, %v", len(records), err)
		}
		if took := time.Since(begin); took > 126*time.Second || l.most != 8 {
			t.Errorf("took %v with %d at once", took, l.most)
		}
	})
}

func TestASlowPageDoesNotHoldUpTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newList(170, 10)
		l.latency = time.Second
		l.change = func(r paginate.Request, _ *paginate.Page[record]) {
			if r.Page == 2 {
				l.mu.Unlock()
				time.Sleep(2 * time.Second)
				l.mu.Lock()
			}
		}
		begin := time.Now()
		records, err := paginate.GetAll(t.Context(), l.fetch, paginate.Parallel(4))
		if err != nil || !slices.Equal(ids(records), numbers(1, 170)) {
			t.Fatalf("got %v, %v", ids(records), err)
		}
		// The first page takes a second. Then three of four workers read nine pages in the three
		// seconds of page 2, and all four read the last six.
		if took := time.Since(begin); took > 6*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// parallelFaults are lists that change while they are read three pages at a time, or whose server
// ignores page numbers. In each case the cursor leads to the right records, which want lists.
var parallelFaults = map[string]struct {
	prepare func(l *list)
	want    []string
	// changed says that an iterator hands on pages which the cursor does not confirm.
	changed bool
}{
	"the page number is ignored": {
		prepare: func(l *list) { l.ignorePage = true },
		want:    numbers(1, 95),
	},
	"the page number and the cursors are ignored by the metadata": {
		prepare: func(l *list) {
			l.change = func(r paginate.Request, p *paginate.Page[record]) {
				if r.Page > 0 {
					p.Meta.StartCursor, p.Meta.EndCursor = "", ""
				}
			}
		},
		want: numbers(1, 95),
	},
	"the total is null": {
		prepare: func(l *list) {
			l.change = func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.Total = 0 }
		},
		want: numbers(1, 95),
	},
	"the limit is null": {
		prepare: func(l *list) {
			l.change = func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.Limit = 0 }
		},
		want: numbers(1, 95),
	},
	"the total is far too large": {
		prepare: func(l *list) {
			l.change = func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.Total = 1 << 62 }
		},
		want:    numbers(1, 95),
		changed: true,
	},
	"the total is too small": {
		prepare: func(l *list) {
			l.change = func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.Total = 55 }
		},
		want: numbers(1, 95),
	},
	"a record comes": {
		prepare: func(l *list) {
			l.before = func(l *list, n int) {
				if n == 5 {
					l.add(96)
				}
			}
		},
		want: numbers(1, 96),
	},
	"a record goes that was read": {
		prepare: func(l *list) {
			l.before = func(l *list, n int) {
				if n == 5 {
					l.remove("3")
				}
			}
		},
		want: nil, // with or without the record
	},
	"a record goes before the second page": {
		prepare: func(l *list) {
			l.before = func(l *list, n int) {
				if n == 2 {
					l.remove("95")
				}
			}
		},
		want: numbers(1, 94),
	},
	"a page is short": {
		prepare: func(l *list) {
			l.change = func(r paginate.Request, p *paginate.Page[record]) {
				if r.Page == 4 {
					p.Data = p.Data[:3]
				}
			}
		},
		want: numbers(1, 95),
	},
	"a page is empty": {
		prepare: func(l *list) {
			l.change = func(r paginate.Request, p *paginate.Page[record]) {
				if r.Page == 4 {
					p.Data = nil
				}
			}
		},
		want: numbers(1, 95),
	},
	"a page is called the last": {
		prepare: func(l *list) {
			l.change = func(r paginate.Request, p *paginate.Page[record]) {
				if r.Page == 4 {
					p.Meta.HasNextPage = false
				}
			}
		},
		want: numbers(1, 95),
	},
	"the last page says that another follows": {
		prepare: func(l *list) {
			l.change = func(r paginate.Request, p *paginate.Page[record]) {
				if r.Page == 10 {
					p.Meta.HasNextPage = true
				}
			}
		},
		want: numbers(1, 95),
	},
	"records come twice": {
		prepare: func(l *list) {
			l.change = func(r paginate.Request, p *paginate.Page[record]) {
				if r.Page == 4 {
					p.Data[9] = numbered(5)
				}
			}
		},
		want: numbers(1, 95),
	},
	"a record comes twice on one page": {
		prepare: func(l *list) {
			l.change = func(r paginate.Request, p *paginate.Page[record]) {
				if r.Page == 4 {
					p.Data[9] = p.Data[0]
				}
			}
		},
		want: numbers(1, 95),
	},
	"page numbers count in another order than the cursor": {
		prepare: func(l *list) {
			l.change = func(r paginate.Request, p *paginate.Page[record]) {
				switch {
				case r.Page == 5:
					p.Meta.Total++
				case r.Page > 0:
					*p = *l.page(paginate.Request{Page: 11 - r.Page})
					p.Data = append(p.Data, p.Data...)[:10] // the last page is short
					p.Meta.HasNextPage = true
				}
			}
		},
		want:    numbers(1, 95),
		changed: true,
	},
}

func TestParallelGetAllHasTheRightRecordsWhenTheListDoesNotHoldStill(t *testing.T) {
	for name, test := range parallelFaults {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newList(95, 10)
				l.latency = time.Second
				test.prepare(l)
				records, err := paginate.GetAll(t.Context(), l.fetch, paginate.Parallel(3), paginate.Key(idOf))
				if err != nil {
					t.Fatal(err)
				}
				checkRecords(t, ids(records), test.want)
			})
		})
	}
}

func TestAParallelIteratorEitherHasTheRightRecordsOrSaysThatTheListChanged(t *testing.T) {
	for name, test := range parallelFaults {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newList(95, 10)
				l.latency = time.Second
				test.prepare(l)
				pages, err := drain(t, paginate.Pages(t.Context(), l.fetch, paginate.Parallel(3), paginate.Key(idOf)))
				if test.changed {
					if !errors.Is(err, paginate.ErrChanged) {
						t.Errorf("got %v after %d pages, want ErrChanged", err, len(pages))
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				checkRecords(t, slices.Concat(pages...), test.want)
			})
		})
	}
}

// checkRecords compares ids. A record of without, which is deleted while the list is read, may be
// missing or not.
func checkRecords(t *testing.T, got, want []string) {
	t.Helper()
	if want == nil {
		want = numbers(1, 95)
		if !slices.Contains(got, "3") {
			want = slices.Delete(want, 2, 3)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAnIteratorReportsMetadataThatCannotBeFollowedAfterTheNumbersFail(t *testing.T) {
	l := newList(95, 10)
	l.ignorePage = true
	l.change = func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.EndCursor = "" }
	pages, err := drain(t, paginate.Pages(t.Context(), l.fetch, paginate.Parallel(3)))
	checkError(t, err, paginate.ErrNoCursor, 1)
	if len(pages) != 1 {
		t.Errorf("got %d pages", len(pages))
	}
}

func TestParallelReadsAListWithoutCursors(t *testing.T) {
	l := newList(95, 10)
	l.change = func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.StartCursor, p.Meta.EndCursor = "", "" }
	records, err := paginate.GetAll(t.Context(), l.fetch, paginate.Parallel(3))
	if err != nil {
		t.Fatal(err)
	}
	checkRecords(t, ids(records), numbers(1, 95))
}

func TestRecordsWithoutAKeyAreNotTakenForTheSame(t *testing.T) {
	l := newList(95, 10)
	records, err := paginate.GetAll(t.Context(), l.fetch, paginate.Parallel(3), paginate.Key(func(*record) string { return "" }))
	if err != nil {
		t.Fatal(err)
	}
	checkRecords(t, ids(records), numbers(1, 95))
	if l.requests() != 10 {
		t.Errorf("%d requests, want 10", l.requests())
	}
}
