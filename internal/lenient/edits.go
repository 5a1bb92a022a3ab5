package lenient

// Edits replace parts of data, in their order. They hold the edited data and
// nothing else, however many there are.
type edits struct {
	data []byte
	out  []byte // data up to done, edited
	done int
	some bool
}

// replace puts text in the place of data[start:end].
func (e *edits) replace(start, end int, text string) {
	if !e.some {
		e.out = make([]byte, 0, len(e.data)+len(e.data)/8)
		e.some = true
	}
	e.out = append(e.out, e.data[e.done:start]...)
	e.out = append(e.out, text...)
	e.done = end
}

// result returns the data with all edits made.
func (e *edits) result() []byte { return append(e.out, e.data[e.done:]...) }
