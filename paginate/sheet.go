package paginate

import (
	"reflect"
)

// sheet is a page without the type of its records.
type sheet interface {
	meta() *Meta
	size() int
	mismatches() []Mismatch
	// keyOf returns the key of record i, by a func(*T) string.
	keyOf(i int, key any) string
	// equal tells whether other has the very same records.
	equal(other sheet) bool
}

func (p *Page[T]) meta() *Meta            { return &p.Meta }
func (p *Page[T]) size() int              { return len(p.Data) }
func (p *Page[T]) mismatches() []Mismatch { return p.Mismatches }

func (p *Page[T]) keyOf(i int, key any) string {
	return key.(func(*T) string)(&p.Data[i])
}

func (p *Page[T]) equal(other sheet) bool {
	o, ok := other.(*Page[T])
	return ok && reflect.DeepEqual(p.Data, o.Data)
}
