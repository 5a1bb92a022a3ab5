package factorialhr

import (
	"context"
	"log/slog"
	"sync"
)

// A VersionObserver is an [Observer] that also learns when a client calls an API version that is
// not one of [APIVersions]. The client cannot check such calls: see [APIVersion].
type VersionObserver interface {
	Observer
	// UnknownVersion is called after Start, for the first call of a client at such a version. The
	// version has the form YYYY-MM-DD.
	UnknownVersion(ctx context.Context, op *Operation, version string)
}

// unknownVersions are the versions without a spec in this module that observers know of.
type unknownVersions struct {
	mu   sync.Mutex
	told map[string]bool
}

// tell tells the observers of a call about its version, unless observers of this client know of it
// already. A nil set tells nothing.
func (u *unknownVersions) tell(ctx context.Context, c *call) {
	version := c.settings.apiVersion
	if u == nil || !c.hasVersion() || isDescribed(version) {
		return
	}
	var listening []VersionObserver
	for _, o := range c.settings.observers {
		if o, ok := o.(VersionObserver); ok {
			listening = append(listening, o)
		}
	}
	if len(listening) > 0 && u.add(version) {
		for _, o := range listening {
			o.UnknownVersion(ctx, c.op, version)
		}
	}
}

// add reports whether version is new in the set.
func (u *unknownVersions) add(version string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.told[version] {
		return false
	}
	if u.told == nil {
		u.told = make(map[string]bool)
	}
	u.told[version] = true
	return true
}

// UnknownVersion logs the version.
func (o *logObserver) UnknownVersion(ctx context.Context, op *Operation, version string) {
	level := o.levels.Version.Level()
	if !o.log.Enabled(ctx, level) {
		return
	}
	o.log.LogAttrs(ctx, level, "factorialhr calls an API version that it does not know",
		append(operationAttrs(op), slog.String("version", version), slog.Any("known", APIVersions()))...)
}
