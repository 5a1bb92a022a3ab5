package auth

import "slices"

// version is a token with its place in the order.
type version struct {
	token Token
	line  lineage
}

// version returns the stored version.
func (r record) version() version {
	if r.line.generation == 0 {
		return version{r.token, r.line.adopting(r.token)}
	}
	return version{r.token, r.line}
}

// after adds to a stored version what this process knows from the version that it held before.
func (v version) after(held version) version {
	old := held.token
	sameLogin := v.line.generation == 0 || v.line.login() == held.line.login()
	if old.canRefresh() && sameLogin && fingerprint(old) != fingerprint(v.token) {
		held.line.spent = appended(held.line.spent, maxSpent, fingerprint(old))
	}
	v.line = v.line.with(held.line)
	v.line.spent = without(v.line.spent, fingerprint(v.token))
	return v
}

// isStale reports whether a stored version is older than the version that this process holds,
// because the store was restored from a backup or a program wrote an old token into it.
func (v version) isStale(held version) bool {
	stored, own := v.line, held.line
	if v.token.same(held.token) {
		return false
	}
	if own.hasSpent(v.token) {
		return true
	}
	if stored.hasSpent(held.token) {
		return false
	}
	if stored.generation == 0 { // newer, unless a login began with it before
		f := fingerprint(v.token)
		return f != fingerprint(held.token) && slices.Contains(own.logins, f)
	}
	login := stored.login()
	switch {
	case login != own.login() && slices.Contains(own.logins, login) && !slices.Contains(stored.logins, own.login()):
		return true // a later login has replaced its login, and it does not know the later one
	case stored.generation > own.generation:
		return false
	case !slices.Contains(own.logins, login):
		return false // a person logged in after the store was restored
	default:
		return login != own.login() || stored.generation < own.generation
	}
}

// errSpent means that the only known refresh token is one whose successor was saved.
var errSpent error = spentError{}

type spentError struct{}

func (spentError) Error() string {
	return "auth: the refresh token was not sent, because it was exchanged before and its successor was saved " +
		"(was the store restored from a backup, or an old token written into it?): a person has to log in again"
}

// Is lets callers handle it like a refusal by the server.
func (spentError) Is(target error) bool { return target == ErrRefreshTokenRejected }
