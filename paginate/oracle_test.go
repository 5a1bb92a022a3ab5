package paginate_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/paginate"
)

// An oracle says how a traversal of a list must go. It reads the documents as maps, keeps all
// pages, and shares no code with the package.
type oracle struct {
	start     paginate.Request
	backwards bool
	unpaged   bool
	keyed     bool

	handed  [][]string  // the ids of each page
	records int         // on those pages
	total   int         // the last one
	cursors [][2]string // where each page began and ended
	pages   []string    // the records of each page, as text
	told    []string
	err     error
}

// read reads the documents one after the other, again and again, until the traversal must end.
func (o *oracle) read(documents []string) {
	from := o.start.AfterID
	if o.backwards {
		from = o.start.BeforeID
	}
	o.cursors = [][2]string{{"", from}}
	for i := 0; ; i++ {
		if !o.page(served(documents, i)) {
			return
		}
	}
}

// page takes one page and tells whether the traversal continues.
func (o *oracle) page(document string) bool {
	var doc struct {
		Data []record
		Meta any
	}
	if err := json.Unmarshal([]byte(document), &doc); err != nil {
		panic(err)
	}
	meta, _ := doc.Meta.(map[string]any)
	text := func(name string) string { s, _ := meta[name].(string); return s }
	number := func(name string) int { n, _ := meta[name].(float64); return int(n) }
	near, far, question := text("start_cursor"), text("end_cursor"), "has_next_page"
	if o.backwards {
		near, far, question = far, near, "has_previous_page"
	}

	if len(doc.Data) > 0 && (o.cameWith(near, far) || o.cameTwice(doc.Data)) {
		o.err = paginate.ErrRepeatedPage
		return false
	}
	o.handed = append(o.handed, ids(doc.Data))
	o.pages = append(o.pages, o.text(doc.Data))
	o.records += len(doc.Data)
	if n := number("total"); n > 0 {
		o.total = n
	}
	led := o.led(far)
	o.cursors = append(o.cursors, [2]string{near, far})
	if excess := o.records - o.total; o.total > 0 && excess > o.total && excess > 100 && !slices.ContainsFunc(o.told, isTotal) {
		o.tell("/meta/total", o.total, o.records)
	}

	first := o.start.AfterID == "" && o.start.BeforeID == "" && o.start.Page < 2
	counting := first && !o.backwards && o.total > 0
	follow := func(missing error) bool {
		switch {
		case far == "":
			o.err = missing
		case led:
			o.err = paginate.ErrRepeatedCursor
		case len(o.pages) >= 100 && strings.Join(o.pages[len(o.pages)-100:], "") == "":
			o.err = paginate.ErrEmptyPages
		}
		return o.err == nil
	}
	end := func() bool {
		if counting && o.records < o.total {
			o.tell("/meta/total", o.total, o.records)
		}
		return false
	}
	full := len(doc.Data) >= 2
	if n := number("limit"); n == 1 {
		full = len(doc.Data) >= 1
	}
	answer := meta[question]
	_, stated := answer.(bool)
	switch {
	case o.unpaged && len(o.handed) == 1 && len(doc.Data) >= number("total"):
		return end()
	case answer == true:
		return follow(paginate.ErrNoCursor)
	case answer != nil && !stated, doc.Meta != nil && meta == nil:
		o.err = paginate.ErrMeta
		return false
	case answer == false:
		return end()
	case counting && o.records == o.total:
		return end()
	case counting && o.records < o.total:
		return follow(paginate.ErrMeta)
	case o.backwards && first && len(o.handed) == 1:
		return end()
	case full:
		o.err = paginate.ErrMeta
		return false
	}
	o.told = append(o.told, "/meta/"+question+": want bool, got nothing")
	return false
}

func (o *oracle) tell(pointer string, want, got int) {
	o.told = append(o.told, fmt.Sprintf("%s: want %d records, got %d records", pointer, want, got))
}

func isTotal(told string) bool { return strings.HasPrefix(told, "/meta/total") }

// led tells whether an earlier page ended at that cursor.
func (o *oracle) led(far string) bool {
	return slices.ContainsFunc(o.cursors, func(c [2]string) bool { return c[1] == far })
}

// cameWith tells whether the last page that ended at the cursor far began at near.
func (o *oracle) cameWith(near, far string) bool {
	for _, c := range slices.Backward(o.cursors) {
		if far != "" && c[1] == far {
			return c[0] == near
		}
	}
	return false
}

func (o *oracle) cameTwice(data []record) bool {
	n := 0
	for _, page := range o.pages {
		if page == o.text(data) {
			n++
		}
	}
	return n >= 2
}

// text identifies a page: two pages with the same text are equal.
func (o *oracle) text(data []record) string {
	if o.keyed && !slices.Contains(ids(data), "") {
		return strings.Join(ids(data), ",")
	}
	return strings.TrimPrefix(fmt.Sprintf("%q", data), "[]")
}
