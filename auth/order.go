package auth

// held returns the version that this process goes on with as long as it knows no newer one: what
// the last request used, or what RefreshToken was given.
func (r *Refresher) held() version {
	if s := r.current.Load(); s != nil {
		return version{s.token, s.line}
	}
	return r.seed
}

// newest returns the newest version that is known. The generations decide, never the dates; see
// lineage. Of a stored token and the token that RefreshToken was given, that one is newer which
// begins a new login.
func (r *Refresher) newest(rec record) version {
	held := r.held()
	if !rec.stored {
		return held
	}
	stored := rec.version()
	switch {
	case r.current.Load() == nil && !r.seedStored:
		if r.seedBeginsLogin(rec) {
			return r.seedOver(rec)
		}
		return stored
	case stored.isStale(held):
		held.line = held.line.with(stored.line)
		held.line.generation = max(held.line.generation, stored.line.generation)
		return held
	default:
		return stored.after(held)
	}
}

// version returns what is stored.
func (r record) version() version {
	if r.line.generation == 0 {
		return version{r.token, r.line.adopting(r.token)}
	}
	return version{r.token, r.line}
}

// after adds to a stored version what the process knows that held another one.
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

// seedBeginsLogin reports whether the token that RefreshToken was given is a new login, and not the
// one with which the program has always started. A token that a program gave before is not, nor is
// one that was ever stored. The first token that a store sees beside its own is a new login if it is
// dated later by a margin; a token that replaces another one in the configuration is one always.
func (r *Refresher) seedBeginsLogin(rec record) bool {
	seed := r.seed.token
	switch {
	case seed.isZero() || seed.same(rec.token) || rec.line.knows(seed) || r.seedRefused.Load():
		return false
	case len(rec.line.seeds) > 0:
		return true
	case rec.line.partial:
		return false
	case seed.CreatedAt.IsZero() || rec.token.CreatedAt.IsZero():
		return false
	}
	margin := seedMargin
	if rec.line.isEmpty() {
		margin = seedMarginUnordered
	}
	return wall(seed.CreatedAt).After(wall(rec.token.CreatedAt).Add(margin))
}

// seedOver returns the seed as a login that begins after what is stored.
func (r *Refresher) seedOver(rec record) version {
	return version{r.seed.token, rec.version().line.beginning(r.seed.token)}
}

// untriedSeed returns the token that RefreshToken was given if the store does not know it. When the
// server keeps refusing the stored token, the seed may be a new login without a date. A record
// that lacks a part of its lineage says nothing about the seed, which may be spent.
func (r *Refresher) untriedSeed(rec record, line lineage) (version, bool) {
	seed := r.seed.token
	if r.seedStored || !rec.stored || rec.line.isEmpty() || rec.line.partial || !seed.canRefresh() || line.knows(seed) {
		return version{}, false
	}
	return r.seedOver(rec), true
}

// successor returns the version of a token that the server gave for from.
func (r *Refresher) successor(from version, t Token) version {
	line := from.line.following(from.token, t)
	if !r.seedStored && !r.seed.token.isZero() && !r.seedRefused.Load() {
		line.seeds = appended(line.seeds, maxSeeds, fingerprint(r.seed.token))
	}
	return version{t, line}
}
