package paginate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
	"github.com/factorialhr-go/factorialhr/paginate"
)

// pick consumes a byte and returns one of several texts by it.
func pick(code *[]byte, texts ...string) string {
	if len(*code) == 0 {
		return texts[0]
	}
	b := (*code)[0]
	*code = (*code)[1:]
	return texts[int(b)%len(texts)]
}

// documentsOf makes the documents of a list, up to 60 pages, from the bytes of a fuzzer. The
// records of a page depend on its place, so a list whose documents repeat has repeated pages. See
// served for the cursors.
func documentsOf(code []byte) []string {
	var documents []string
	for n := 0; len(code) > 0 && n < 60; n++ {
		records := strings.ReplaceAll(pick(&code,
			`{"ID":"#1"},{"ID":"#2"}`, `{"ID":"#1"}`, ``, `{"ID":"#1"},{"ID":"#2"},{"ID":"#3"}`, // new ones
			`{"ID":"a"},{"ID":"b"}`, `{"ID":"a","Name":"#"},{"ID":"b"}`, `{"ID":"a"}`, // the same
			`{"Name":"x"}`, `{"Name":"#"}`, `{"Name":"x"},{"ID":"a"}`, // without an id
		), "#", fmt.Sprint(n))
		cursors := func() string {
			return pick(&code, `"$"`, `"`+fmt.Sprint(n)+`"`, `"`+fmt.Sprint(n+1)+`"`, `null`, `""`, `"0"`, `"start"`, `{}`, ``)
		}
		follows := func() string { return pick(&code, `true`, `false`, `null`, ``, `true`, `"maybe"`, `[]`) }
		var members []string
		add := func(name, value string) {
			if value != "" {
				members = append(members, fmt.Sprintf(`%q:%s`, name, value))
			}
		}
		add("has_next_page", follows())
		add("end_cursor", cursors())
		add("total", pick(&code, ``, `null`, `2`, `4`, fmt.Sprint(2*n+2), fmt.Sprint(2*n+4), `0`, `-3`, `{}`, `1000000000000`))
		add("limit", pick(&code, ``, `2`, `null`, `1`, `0`, `-1`, `50`))
		add("has_previous_page", follows())
		add("start_cursor", cursors())
		whole := `,"meta":{` + strings.Join(members, ",") + `}`
		meta := pick(&code, whole, ``, whole, `,"meta":null`, whole, `,"meta":{}`, whole, `,"meta":[]`, whole, `,"meta":"x"`)
		documents = append(documents, `{"data":[`+records+`]`+meta+`}`)
	}
	return documents
}

// served returns the document of the response to request n. It replaces each $ by a new cursor.
func served(documents []string, n int) string {
	return strings.ReplaceAll(documents[n%len(documents)], "$", fmt.Sprint("fresh ", n))
}

// FuzzMetaSequences reads lists of odd pages in every direction. An oracle says which pages the
// loop gets in which order, how the list ends and what is reported.
func FuzzMetaSequences(f *testing.F) {
	f.Add([]byte{0, 0, 1, 5, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0})
	f.Add([]byte("a few pages of any kind, and then the same again"))
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0})                                                        // empty for ever
	f.Add([]byte{2, 0, 0, 0, 0, 0, 0, 0, 1})                                                     // almost
	f.Add(append(bytes.Repeat([]byte{2, 0, 0, 0, 0, 0, 0, 0}, 59), 0))                           // a few records between
	f.Add([]byte{0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1})                                               // cursors that come again
	f.Add(bytes.Repeat([]byte{3, 0, 0, 2, 0, 0, 0, 0}, 24))                                      // far beyond a total
	f.Add(append(bytes.Repeat([]byte{8, 0, 0, 0, 0, 0, 0, 0}, 4), 0, 1, 0, 0, 0, 1, 0, 0))       // records without a key
	f.Add(append(bytes.Repeat([]byte{0, 3, 0, 0, 0, 0, 0, 0}, 3), 0, 3, 0, 0, 0, 1, 0, 0))       // the way back only
	f.Add(append(bytes.Repeat([]byte{0, 3, 0, 9, 0, 3, 0, 0}, 3), 1, 3, 0, 5, 0, 3, 0, 0, 0, 1)) // a total only
	f.Add([]byte{0, 3, 1, 4, 1, 0, 0, 0, 0, 3, 1, 4, 1, 0, 0, 0, 1, 3, 7, 4})
	f.Add([]byte{4, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0})
	f.Add([]byte{2, 0, 0})
	f.Add(make([]byte, 8*24))
	for i := range byte(64) {
		code := make([]byte, 40)
		for j := range code {
			code[j] = byte(int(i)*(j+3)*(j+7)/3 + j*j)
		}
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code []byte) {
		documents := documentsOf(code)
		if len(documents) == 0 {
			return
		}
		for name, start := range map[string]struct {
			request paginate.Request
			opts    []paginate.Option
			want    oracle
		}{
			"from the beginning":       {},
			"from page 1":              {request: paginate.Request{Page: 1}},
			"from page 2":              {request: paginate.Request{Page: 2}},
			"resumed":                  {request: paginate.Request{AfterID: "start"}},
			"backwards":                {request: paginate.Request{BeforeID: "start"}, want: oracle{backwards: true}},
			"backwards from the start": {opts: []paginate.Option{paginate.Backwards()}, want: oracle{backwards: true}},
			"unpaged":                  {opts: []paginate.Option{paginate.Unpaged()}, want: oracle{unpaged: true}},
		} {
			start.request.Limit = 2
			for _, keyed := range []bool{false, true} {
				want := start.want
				want.start, want.keyed = start.request, keyed
				want.read(documents)
				opts := append([]paginate.Option{paginate.Start(start.request)}, start.opts...)
				if keyed {
					opts = append(opts, paginate.Key(idOf))
				}
				compareWithOracle(t, fmt.Sprintf("%s, keyed %t", name, keyed), documents, &want, opts)
				compareWithOracle(t, fmt.Sprintf("%s, keyed %t, prefetching", name, keyed), documents, &want, append(opts, paginate.Prefetch(2)))
			}
		}
		// By page numbers the documents come in an order that the oracle does not know. The
		// traversal ends all the same.
		_, err := paginate.GetAll(t.Context(), inTurn(documents), paginate.Parallel(3), paginate.Start(paginate.Request{Limit: 2}))
		if _, ours := errors.AsType[*paginate.Error](err); err != nil && !ours {
			t.Errorf("in parallel: got %v", err)
		}
	})
}

// inTurn returns one document after the other, again and again, as pages.
func inTurn(documents []string) paginate.Fetch[record] {
	var mu sync.Mutex
	n := 0
	return func(context.Context, paginate.Request) (*paginate.Page[record], error) {
		mu.Lock()
		document := []byte(served(documents, n))
		n++
		endless := n > 10_000
		mu.Unlock()
		if endless {
			return nil, errors.New("the reading does not end")
		}
		page := new(paginate.Page[record])
		mismatches, err := lenient.Decode(document, page)
		if err != nil {
			return nil, err
		}
		page.Mismatches = mismatches
		paginate.SetDocument(page, document)
		return page, nil
	}
}

func compareWithOracle(t *testing.T, name string, documents []string, want *oracle, opts []paginate.Option) {
	t.Helper()
	var told []string
	report := paginate.Report(func(_ context.Context, m paginate.Mismatch) error {
		told = append(told, fmt.Sprintf("%s: want %s, got %s", m.Pointer, m.Want, m.Got))
		return nil
	})
	got, err := drain(t, paginate.Pages(t.Context(), inTurn(documents), append(opts, report)...))
	if diff := cmp.Diff(want.handed, got); diff != "" || !errors.Is(err, want.err) || (err != nil) != (want.err != nil) {
		t.Errorf("%s: %s\ngot error %v, want %v; pages -want +got:\n%s", name, strings.Join(documents, "\n"), err, want.err, diff)
	}
	if !slices.Equal(told, want.told) {
		t.Errorf("%s: %s\ntold %q, want %q", name, strings.Join(documents, "\n"), told, want.told)
	}
	// A report that is an error comes after the pages that it is about.
	strict := errors.New("strict")
	refuse := paginate.Report(func(context.Context, paginate.Mismatch) error { return strict })
	got, err = drain(t, paginate.Pages(t.Context(), inTurn(documents), append(opts, refuse)...))
	if len(want.told) > 0 && err != strict || len(want.told) == 0 && !errors.Is(err, want.err) {
		t.Errorf("%s, strict: got error %v", name, err)
	}
	if !slices.EqualFunc(got, want.handed[:min(len(got), len(want.handed))], slices.Equal[[]string]) {
		t.Errorf("%s, strict: got %v, want the first of %v", name, got, want.handed)
	}
}
