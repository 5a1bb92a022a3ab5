package lenient

// edits replaces parts of data, in order. It keeps only the edited data, however many edits there
// are.
type edits struct {
	data []byte
	out  []byte // data up to done, edited
	done int
	some bool
}

// replace replaces data[start:end] by text.
func (e *edits) replace(start, end int, text string) {
	if !e.some {
		e.out = make([]byte, 0, len(e.data)+len(e.data)/8)
		e.some = true
	}
	e.out = append(e.out, e.data[e.done:start]...)
	e.out = append(e.out, text...)
	e.done = end
}

// result returns the edited data.
func (e *edits) result() []byte { return append(e.out, e.data[e.done:]...) }
