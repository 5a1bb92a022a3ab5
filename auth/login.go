package auth

// login is what the front of a Refresher shares with its renewal. Options complete it before the
// first use. After that only entry, seed and clock change; they are safe for concurrent use.
type login struct {
	config Config
	seed   seed
	entry  storeEntry
	isFile bool // the entry is a token file, which holds the config too
	clock  clock

	continueUnsaved bool
	report          func(*SaveError) // may be nil
}
