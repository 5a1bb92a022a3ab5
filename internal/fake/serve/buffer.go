package serve

import "sync"

// maxBuffer is the size of the largest buffer that is kept. A list without pages may need a much
// larger one.
const maxBuffer = 1 << 20

// buffers keeps the buffers of bodies for the next requests.
type buffers struct{ pool sync.Pool }

// buffer has a body. Nothing may refer to its bytes after put.
type buffer struct{ bytes []byte }

// get returns an empty buffer.
func (b *buffers) get() *buffer {
	if kept, ok := b.pool.Get().(*buffer); ok {
		return kept
	}
	return new(buffer)
}

// put takes a buffer back. A nil buffer does nothing.
func (b *buffers) put(used *buffer) {
	if used != nil && cap(used.bytes) <= maxBuffer {
		used.bytes = used.bytes[:0]
		b.pool.Put(used)
	}
}
