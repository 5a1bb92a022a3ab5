package auth

// Option changes RefreshToken.
type Option func(*Refresher)

// StoreIn keeps the newest token in store under key. A stored token wins over the token that
// RefreshToken was given, unless the given one begins a new login. The store remembers the tokens
// with which programs start. So the token with which a program has always started never wins, and a
// token that replaces it wins unless the server refuses it. The first token that a store sees
// beside its own wins only if its CreatedAt is later.
//
// The Refresher waits at most ten seconds for a Load or a Save of the store, and at most a minute
// for a Lock. It abandons a call that does not return by then. While four abandoned calls are still
// running, it makes no more calls.
func StoreIn(store TokenStore, key string) Option {
	return func(r *Refresher) { r.entry.store, r.entry.key = store, key }
}

// ContinueUnsaved keeps requests going while the store fails. The Refresher uses a new token that
// it could not save, and tries to save it every half minute and in Close. If the process crashes in
// that time, or another process uses the same store, the login is lost. Use it only from a single
// process.
//
// The Refresher calls report, which may be nil, once when the store begins to fail, and again only
// after the store has worked. It makes the call during a refresh, so report must not wait for one.
func ContinueUnsaved(report func(*SaveError)) Option {
	return func(r *Refresher) { r.continueUnsaved, r.report = true, report }
}
