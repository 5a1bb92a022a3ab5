package factorialhr

// CountApplied returns an option that only counts how often it is applied.
func CountApplied(n *int) RequestOption {
	return func(*settings) { *n++ }
}
