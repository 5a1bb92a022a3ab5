package factorialtest

// behaviour is what an operation does that no rule tells. It runs with the store locked for writing.
type behaviour func(*call) (*reply, error)

// behaviours are the operations with a behaviour of their own, by name. A name that a version of the API does not have
// is never looked up.
func behaviours() map[string]behaviour {
	return nil
}
