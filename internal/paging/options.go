package paging

import "context"

// Options says how to read a list. Package paginate documents each option.
type Options struct {
	Start     Request
	Backwards bool
	Unpaged   bool
	Prefetch  int
	Parallel  int
	Key       func(record any) string // record is a *T; nil if the records have no key
	Progress  func(Position)
	Report    func(context.Context, Mismatch) error
}

// fromStart tells whether the traversal begins with the first page.
func (o *Options) fromStart() bool {
	return o.Start.AfterID == "" && o.Start.BeforeID == "" && o.Start.Page <= 1
}

// readsBackwards tells whether the traversal goes towards the first page.
func (o *Options) readsBackwards() bool { return o.Backwards || o.Start.BeforeID != "" }

// byNumber tells whether the options allow a traversal by page numbers.
func (o *Options) byNumber() bool {
	return o.Parallel > 1 && o.fromStart() && !o.Backwards && !o.Unpaged
}
