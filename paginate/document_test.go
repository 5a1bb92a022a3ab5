package paginate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// decoded returns the documents one after the other, as decoded pages.
func decoded(documents ...string) paginate.Fetch[record] {
	n := 0
	return func(context.Context, paginate.Request) (*paginate.Page[record], error) {
		page := new(paginate.Page[record])
		document := []byte(documents[n])
		n++
		if err := json.Unmarshal(bytes.TrimPrefix(document, []byte("\ufeff")), page); err != nil {
			return nil, err
		}
		paginate.SetDocument(page, document)
		return page, nil
	}
}

const three = `"data":[{"ID":"1"},{"ID":"2"},{"ID":"3"}]`

func TestADocumentTellsFalseFromNothing(t *testing.T) {
	backwards := []paginate.Option{paginate.Start(paginate.Request{BeforeID: "9"})}
	tests := map[string]struct {
		document string
		opts     []paginate.Option
		want     error
	}{
		"false":                              {`{` + three + `,"meta":{"has_next_page":false}}`, nil, nil},
		"false, before the records":          {`{"meta":{"has_next_page":false},` + three + `}`, nil, nil},
		"false, after a byte order mark":     {"\ufeff" + `{` + three + `,"meta":{"has_next_page":false}}`, nil, nil},
		"nothing, after a byte order mark":   {"\ufeff" + `{` + three + `,"meta":{}}`, nil, paginate.ErrMeta},
		"nothing":                            {`{` + three + `}`, nil, paginate.ErrMeta},
		"null":                               {`{` + three + `,"meta":{"has_next_page":null}}`, nil, paginate.ErrMeta},
		"a has_next_page beside the meta":    {`{` + three + `,"has_next_page":false}`, nil, paginate.ErrMeta},
		"a has_next_page of a record":        {`{"data":[{"ID":"1","meta":{"has_next_page":false}}],"meta":{}}`, nil, paginate.ErrMeta},
		"nothing, and a total that is it":    {`{` + three + `,"meta":{"total":3}}`, nil, nil},
		"backwards, false":                   {`{` + three + `,"meta":{"has_previous_page":false}}`, backwards, nil},
		"backwards, nothing":                 {`{` + three + `,"meta":{"has_next_page":false}}`, backwards, paginate.ErrMeta},
		"backwards, whatever the total":      {`{` + three + `,"meta":{"total":3}}`, backwards, paginate.ErrMeta},
		"backwards from the first page":      {`{` + three + `}`, []paginate.Option{paginate.Backwards()}, nil},
		"backwards from page 1":              {`{` + three + `}`, []paginate.Option{paginate.Backwards(), paginate.Start(paginate.Request{Page: 1})}, nil},
		"backwards from page 2":              {`{` + three + `}`, []paginate.Option{paginate.Backwards(), paginate.Start(paginate.Request{Page: 2})}, paginate.ErrMeta},
		"a page shorter than the limit":      {`{` + three + `}`, []paginate.Option{paginate.Start(paginate.Request{Limit: 4})}, nil},
		"a page as long as the limit":        {`{` + three + `}`, []paginate.Option{paginate.Start(paginate.Request{Limit: 3})}, paginate.ErrMeta},
		"a page longer than the limit":       {`{` + three + `}`, []paginate.Option{paginate.Start(paginate.Request{Limit: 2})}, paginate.ErrMeta},
		"a list that ignores paging":         {`{` + three + `}`, []paginate.Option{paginate.Unpaged()}, nil},
		"one that does not, after all":       {`{` + three + `,"meta":{"total":4}}`, []paginate.Option{paginate.Unpaged()}, paginate.ErrMeta},
		"an empty page":                      {`{"data":[]}`, nil, nil},
		"null records":                       {`{"data":null}`, nil, nil},
		"numbers of pages, and nothing else": {`{` + three + `,"meta":{"limit":3}}`, []paginate.Option{paginate.Parallel(4)}, paginate.ErrMeta},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			pages, err := drain(t, paginate.Pages(t.Context(), decoded(test.document), test.opts...))
			if !errors.Is(err, test.want) || (err != nil) != (test.want != nil) || len(pages) != 1 {
				t.Errorf("got %d pages, %v, want one and %v", len(pages), err, test.want)
			}
		})
	}
}

func TestMetadataMadeByHandCountsAsStated(t *testing.T) {
	for name, mode := range modes {
		fetch := func(context.Context, paginate.Request) (*paginate.Page[record], error) {
			return &paginate.Page[record]{Data: []record{{ID: "1"}}}, nil
		}
		told := 0
		report := paginate.Report(func(context.Context, paginate.Mismatch) error { told++; return nil })
		if all, err := paginate.GetAll(t.Context(), fetch, append(mode, report)...); err != nil || len(all) != 1 || told > 0 {
			t.Errorf("%s: got %v, %v, and %d reports", name, all, err, told)
		}
	}
}

func TestAPageDoesNotKeepItsDocument(t *testing.T) {
	const document, n = 1 << 20, 100
	var kept []*paginate.Page[record]
	fetch := func(_ context.Context, r paginate.Request) (*paginate.Page[record], error) {
		i, _ := strconv.Atoi(r.AfterID)
		page := &paginate.Page[record]{Data: []record{numbered(i)}}
		page.Meta = paginate.Meta{HasNextPage: i < n, EndCursor: strconv.Itoa(i + 1)}
		paginate.SetDocument(page, append([]byte(`{"meta":{"has_next_page":false}}`), make([]byte, document)...))
		return page, nil
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for page, err := range paginate.Pages(t.Context(), fetch) {
		if err != nil {
			continue // the document is no JSON after all
		}
		kept = append(kept, page)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 10*document || len(kept) != n+1 {
		t.Errorf("%d pages keep %d MB", len(kept), grown>>20)
	}
	runtime.KeepAlive(kept)
}

func TestHugeCursorsAreNotKept(t *testing.T) {
	const cursor, n = 1 << 20, 100
	fetch := func(_ context.Context, r paginate.Request) (*paginate.Page[record], error) {
		i, _ := strconv.Atoi(r.AfterID[:min(len(r.AfterID), 8)])
		page := &paginate.Page[record]{Data: []record{numbered(i)}}
		page.Meta = paginate.Meta{HasNextPage: i < n, EndCursor: fmt.Sprintf("%08d", i+1) + strings.Repeat("x", cursor)}
		return page, nil
	}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	i := 0
	for _, err := range paginate.All(t.Context(), fetch) {
		if err != nil {
			t.Fatal(err)
		}
		if i++; i == n {
			runtime.GC()
			runtime.ReadMemStats(&now)
		}
	}
	if grown := int64(now.HeapAlloc) - int64(before.HeapAlloc); grown > 10*cursor || i != n+1 {
		t.Errorf("%d pages keep %d MB", i, grown>>20)
	}
}

// odd is a record without a key. It has all kinds of values that a record can hold.
type odd struct {
	Text    string
	Numbers []int
	Bytes   json.RawMessage
	Share   float64
	Deep    *struct{ Flags map[string]bool }
	Any     any
	Count   *uint16
	At      time.Time
	Array   [2]bool
	Self    *odd
	hidden  string
	f       func()
}

// oddFetch serves a page of one record, which change alters, always under new cursors.
func oddFetch(change func(n int, o *odd)) paginate.Fetch[odd] {
	n := 0
	return func(context.Context, paginate.Request) (*paginate.Page[odd], error) {
		count := uint16(7)
		o := odd{
			Text: "a", Numbers: []int{1}, Bytes: json.RawMessage(`{}`), Share: 0.5, Any: []any{1.0, "b", nil, map[string]any{"c": true}}, Count: &count,
			At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600)), hidden: "h", f: func() {},
			Deep: &struct{ Flags map[string]bool }{map[string]bool{"x": true, "y": false, "z": true}},
		}
		if change != nil {
			change(n, &o)
		}
		n++
		return &paginate.Page[odd]{Data: []odd{o}, Meta: paginate.Meta{HasNextPage: n < 20, EndCursor: strconv.Itoa(n)}}, nil
	}
}

func TestPagesAreEqualIfAllTheirValuesAre(t *testing.T) {
	_, err := paginate.GetAll(t.Context(), oddFetch(nil))
	checkError(t, err, paginate.ErrRepeatedPage, 3)
	_, err = paginate.GetAll(t.Context(), oddFetch(func(_ int, o *odd) { o.Self = o }))
	checkError(t, err, paginate.ErrRepeatedPage, 3)
	changes := map[string]func(n int, o *odd){
		"a text":                   func(n int, o *odd) { o.Text = strconv.Itoa(n) },
		"a number":                 func(n int, o *odd) { o.Share = float64(n) },
		"an element":               func(n int, o *odd) { o.Numbers[0] = n },
		"the length of a list":     func(n int, o *odd) { o.Numbers = make([]int, n) },
		"raw JSON":                 func(n int, o *odd) { o.Bytes = json.RawMessage(strconv.Itoa(n)) },
		"what is behind a pointer": func(n int, o *odd) { *o.Count = uint16(n) },
		"an entry of a map":        func(n int, o *odd) { o.Deep.Flags[strconv.Itoa(n)] = false },
		"what an interface holds":  func(n int, o *odd) { o.Any.([]any)[3].(map[string]any)["c"] = n },
		"a time":                   func(n int, o *odd) { o.At = o.At.Add(time.Duration(n)) },
		"a record in a record":     func(n int, o *odd) { o.Self = &odd{Text: strconv.Itoa(n)} },
		"a field that is hidden":   func(n int, o *odd) { o.hidden = strconv.Itoa(n) },
		"nil or not":               func(n int, o *odd) { o.Text, o.Any = strconv.Itoa(n/2), []any{nil, ""}[n%2] },
	}
	for name, change := range changes {
		if all, err := paginate.GetAll(t.Context(), oddFetch(change)); err != nil || len(all) != 20 {
			t.Errorf("%s: got %d records, %v", name, len(all), err)
		}
	}
}

func TestAReportThatIsAnErrorEndsTheReading(t *testing.T) {
	strict := errors.New("strict")
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			for total, want := range map[int]struct {
				err     error
				records []string
			}{95: {nil, numbers(1, 95)}, 96: {strict, numbers(1, 95)}, 94: {nil, numbers(1, 95)}} {
				fetch := newList(95, 10)
				fetch.change = func(_ paginate.Request, p *paginate.Page[record]) { p.Meta.Total = total }
				asked := t.Context()
				report := paginate.Report(func(ctx context.Context, m paginate.Mismatch) error {
					if ctx != asked || m.Pointer != "/meta/total" {
						t.Errorf("told %v", m)
					}
					return strict
				})
				opts := append(slices.Clone(mode), report)
				all, err := paginate.GetAll(asked, fetch.fetch, opts...)
				if err != want.err || err == nil && !cmp.Equal(ids(all), want.records) {
					t.Errorf("total %d: got %d records, %v", total, len(all), err)
				}
			}
		})
	}
}
