package factorialhr

// Deref returns the value that p points to, or the zero value of its type if p is nil. Use it for a
// field where null and absent mean the same as zero to the program: a nil number becomes 0, a nil
// boolean false. Check for nil where they differ.
func Deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
