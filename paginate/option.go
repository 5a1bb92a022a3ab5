package paginate

import "context"

// Option changes how a list is read.
type Option func(*options)

// options is what the options of one reading come to.
type options struct {
	start     Request
	backwards bool
	unpaged   bool
	prefetch  int
	parallel  int
	key       func(record any) string // of a *T
	keyFits   func(AnyPage) bool      // nil if it fits any
	progress  func(Position)
	report    func(context.Context, Mismatch) error
}

func collectOptions(opts []Option) *options {
	o := new(options)
	for _, option := range opts {
		option(o)
	}
	return o
}

// fromStart tells whether the reading begins with the first page.
func (o *options) fromStart() bool {
	return o.start.AfterID == "" && o.start.BeforeID == "" && o.start.Page <= 1
}

// readsBackwards tells whether the reading goes towards the first page.
func (o *options) readsBackwards() bool { return o.backwards || o.start.BeforeID != "" }

// Start begins with the page that r asks for instead of the first one. To resume a reading, give the end cursor of the
// last page that was dealt with as AfterID. A BeforeID reads [Backwards]. Limit holds for all pages, the rest of r for
// the first: from there the reading follows the cursor.
func Start(r Request) Option {
	return func(o *options) { o.start = r }
}

// Backwards reads towards the beginning: it follows HasPreviousPage and StartCursor, with BeforeID. It begins at the page
// that [Start] gives, usually one before a cursor; from the first page there is no way back, and the reading ends there.
// The records within a page keep the order of the server.
func Backwards() Option {
	return func(o *options) { o.backwards = true }
}

// Unpaged is for a list whose server ignores paging and answers everything at once, whatever its metadata says about a
// next page. The reading ends after one page, unless the metadata counts more records than came: then the list is paged
// after all and read like any other. Parallel does not apply.
func Unpaged() Option {
	return func(o *options) { o.unpaged = true }
}

// Prefetch reads up to n pages ahead while the loop works on one, in a goroutine that ends with the loop. The pages and
// their order are the same as without. Nothing is read ahead if n is less than 1.
func Prefetch(n int) Option {
	return func(o *options) { o.prefetch = n }
}

// Key tells how to get the key of a record, by which [Parallel] finds records that come twice. An empty key is that of no
// record. T must be the type of the records of the list.
func Key[T any](key func(*T) string) Option {
	return func(o *options) {
		o.key = func(record any) string { return key(record.(*T)) }
		o.keyFits = func(page AnyPage) bool {
			_, ok := page.(*Page[T])
			return ok
		}
	}
}

// KeyOf is [Key] for code that does not know T: key gets a *T.
func KeyOf(key func(record any) string) Option {
	return func(o *options) { o.key, o.keyFits = key, nil }
}

// Progress calls f for every page before the loop gets it, on the goroutine that ranges, never concurrently. The count
// begins again if [GetAll] has to, see [Parallel].
func Progress(f func(Position)) Option {
	return func(o *options) { o.progress = f }
}

// Position is how far a reading has come.
type Position struct {
	// Pages and Records count what was read, the page at hand included.
	Pages, Records int
	// Total is how many records the list has according to the page at hand, 0 if it does not say. A list can change while
	// it is read, so Records may end above or below it.
	Total int
}
