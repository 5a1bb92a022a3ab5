package spec

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

const (
	// textIDs is the first version with strings as ids, for tables that describe a single version.
	textIDs = "2026-07-01"
	// LastNumbers is the last version with numbers as ids, where no schema says so.
	LastNumbers = "2026-04-01"
)

// Nearest returns the described version that the server uses for a version: the latest that is not
// newer, or else the oldest.
func (a *API) Nearest(version string) string {
	if len(a.versions) == 0 {
		return version
	}
	i, found := slices.BinarySearch(a.versions, version)
	if !found {
		i = max(i-1, 0)
	}
	return a.versions[i]
}

// InVersion reports whether a version is between since and until. Versions are dates, which compare
// as texts.
func InVersion(version, since, until string) bool {
	return version >= since && (until == "" || version <= until)
}

// RangeText names the versions that have something, for a hint.
func RangeText(since, until string) string {
	switch {
	case since == "" && until == "":
		return ""
	case since == "":
		return "; the versions until " + until + " do"
	case until == "":
		return "; the versions since " + since + " do"
	}
	return "; the versions from " + since + " to " + until + " do"
}

// HasEnum reports whether a version has a value of an enum.
func HasEnum(v apitable.Value, word, version string) bool {
	return slices.Contains(v.Enum, word) && InVersion(version, v.EnumSince[word], v.EnumUntil[word])
}

// IsEvent reports whether any version has an event.
func (a *API) IsEvent(name string) bool {
	return slices.ContainsFunc(a.Events, func(e apitable.Event) bool { return e.Name == name })
}

// HasEvent reports whether a version has an event.
func (a *API) HasEvent(name, version string) bool {
	return slices.ContainsFunc(a.Events, func(e apitable.Event) bool {
		return e.Name == name && InVersion(version, e.Since, e.Until)
	})
}

// WritesNumber reports whether a version has an integer where the tables have a string.
func (a *API) WritesNumber(v apitable.Value, version string) bool {
	if v.Type != "string" {
		return false
	}
	if len(a.versions) == 0 {
		return v.Format == "id" && version < textIDs
	}
	return v.IntegerUntil != "" && version <= v.IntegerUntil
}

// differing returns the versions in which the records of a shape do not have all its properties, or
// have numbers as ids.
func (a *API) differing(s *Shape) map[string]bool {
	all := make(map[string]bool)
	for _, version := range a.versions {
		if a.changes(apitable.Value{Type: "object", Properties: s.Properties}, version, 0) {
			all[version] = true
		}
	}
	return all
}

func (a *API) changes(v apitable.Value, version string, depth int) bool {
	if depth > MaxDepth {
		return false
	}
	if v = a.Resolve(v); v.Items != nil && a.changes(*v.Items, version, depth+1) {
		return true
	}
	return a.WritesNumber(v, version) || slices.ContainsFunc(v.Properties, func(p apitable.Property) bool {
		return !InVersion(version, p.Since, p.Until) || a.changes(p.Value, version, depth+1)
	})
}

// Differs reports whether records of a shape have another form in a version.
func (a *API) Differs(s *Shape, version string) bool {
	if len(a.versions) == 0 {
		return version < textIDs
	}
	return s != nil && s.differs != nil && s.differs()[version]
}

// ShapeAt returns the shape with the properties that a version has.
func (a *API) ShapeAt(s *Shape, version string) *Shape {
	if !a.Differs(s, version) {
		return s
	}
	return NewShape(s.Name, apitable.Value{Properties: PropertiesAt(s.Properties, version)})
}

// PropertiesAt returns those of the properties that a version has.
func PropertiesAt(all []apitable.Property, version string) []apitable.Property {
	return slices.DeleteFunc(slices.Clone(all), func(p apitable.Property) bool { return !InVersion(version, p.Since, p.Until) })
}
