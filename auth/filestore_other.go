//go:build !unix

package auth

const (
	openNoFollow = 0
	looseMode    = 0 // access control lists decide
)

// syncDir has nothing to do: directories cannot be synced here, and a rename is journalled.
func syncDir(string) error { return nil }
