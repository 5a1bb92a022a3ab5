package factorialtest

import (
	"encoding/json"
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
)

const (
	// textIDs is the first version with strings as ids, for tables that describe a single version.
	textIDs = "2026-07-01"
	// lastNumbers is the last version with numbers as ids, where no schema says so.
	lastNumbers = "2026-04-01"
)

// nearest returns the described version that the server uses for a version: the latest that is not
// newer, or else the oldest.
func (a *api) nearest(version string) string {
	if len(a.versions) == 0 {
		return version
	}
	i, found := slices.BinarySearch(a.versions, version)
	if !found {
		i = max(i-1, 0)
	}
	return a.versions[i]
}

// has reports whether a version is between since and until. Versions are dates, which compare as
// texts.
func has(version, since, until string) bool {
	return version >= since && (until == "" || version <= until)
}

// rangeText names the versions that have something, for a hint.
func rangeText(since, until string) string {
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

// hasEnum reports whether a version has a value of an enum.
func hasEnum(v apitable.Value, word, version string) bool {
	return slices.Contains(v.Enum, word) && has(version, v.EnumSince[word], v.EnumUntil[word])
}

// isEvent reports whether any version has an event.
func (a *api) isEvent(name string) bool {
	return slices.ContainsFunc(a.events, func(e apitable.Event) bool { return e.Name == name })
}

// hasEvent reports whether a version has an event.
func (a *api) hasEvent(name, version string) bool {
	return slices.ContainsFunc(a.events, func(e apitable.Event) bool {
		return e.Name == name && has(version, e.Since, e.Until)
	})
}

// writesNumber reports whether a version has an integer where the tables have a string.
func (a *api) writesNumber(v apitable.Value, version string) bool {
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
func (a *api) differing(s *shape) map[string]bool {
	all := make(map[string]bool)
	for _, version := range a.versions {
		if a.changes(apitable.Value{Type: "object", Properties: s.properties}, version, 0) {
			all[version] = true
		}
	}
	return all
}

func (a *api) changes(v apitable.Value, version string, depth int) bool {
	if depth > maxDepth {
		return false
	}
	if v = a.resolve(v); v.Items != nil && a.changes(*v.Items, version, depth+1) {
		return true
	}
	return a.writesNumber(v, version) || slices.ContainsFunc(v.Properties, func(p apitable.Property) bool {
		return !has(version, p.Since, p.Until) || a.changes(p.Value, version, depth+1)
	})
}

// differs reports whether records of a shape have another form in a version.
func (a *api) differs(s *shape, version string) bool {
	if len(a.versions) == 0 {
		return version < textIDs
	}
	return s != nil && s.differs != nil && s.differs()[version]
}

// shapeAt returns the shape with the properties that a version has.
func (a *api) shapeAt(s *shape, version string) *shape {
	if !a.differs(s, version) {
		return s
	}
	return newShape(s.name, apitable.Value{Properties: propertiesAt(s.properties, version)})
}

func propertiesAt(all []apitable.Property, version string) []apitable.Property {
	return slices.DeleteFunc(slices.Clone(all), func(p apitable.Property) bool { return !has(version, p.Since, p.Until) })
}

// recordsAt writes a record, or a list of records, in the form of a version.
func (a *api) recordsAt(version string, s *shape, body json.RawMessage) json.RawMessage {
	one := apitable.Value{Type: "object", Properties: s.properties}
	if len(body) > 0 && body[0] == '[' {
		return a.valueAt(version, apitable.Value{Type: "array", Items: &one}, body, 0)
	}
	return a.valueAt(version, one, body, 0)
}

// valueAt writes a value in the form of a version: without the properties that the version lacks,
// and with numeric ids as numbers where the version has integers.
func (a *api) valueAt(version string, v apitable.Value, raw json.RawMessage, depth int) json.RawMessage {
	if isNull(raw) || depth > maxDepth {
		return raw
	}
	v = a.resolve(v)
	switch {
	case a.writesNumber(v, version):
		if id := plain(raw); id != "" && digits(id) == len(id) && (id == "0" || id[0] != '0') {
			return json.RawMessage(id)
		}
	case v.Type == "array" && v.Items != nil && raw[0] == '[':
		all := elements(raw)
		for i := range all {
			all[i] = a.valueAt(version, *v.Items, all[i], depth+1)
		}
		return list(all)
	case v.Type == "object" && len(v.Properties) > 0 && raw[0] == '{':
		f, kept := members(raw), propertiesAt(v.Properties, version)
		for _, p := range kept {
			f[p.Name] = a.valueAt(version, p.Value, f[p.Name], depth+1)
		}
		return newShape("", apitable.Value{Properties: kept}).encode("", f).data
	}
	return raw
}
