package factorialhr

import "time"

// versionWarnings says what is wrong with calls at a version of the API.
func versionWarnings(version string, now time.Time) []string {
	switch {
	case old(version, now):
		return []string{"API version " + version + " is more than a year old: the server may treat requests as " +
			"requests for the oldest version that it still serves"}
	case !isDescribed(version):
		return []string{"this module does not know API version " + version + ": it cannot tell whether the version has the " +
			"parameters and properties that a call sets, and the API ignores those that it does not have"}
	case version > DefaultAPIVersion && version > now.UTC().Format(time.DateOnly):
		return []string{"API version " + version + " is a beta and may still change; the newest stable version that this " +
			"module knows is " + DefaultAPIVersion}
	case version > DefaultAPIVersion:
		return []string{"API version " + version + " was a beta when this module was generated and may have changed since: " +
			"update the module"}
	}
	return nil
}

// old reports whether a version of the API is over a year old, and thus no longer served.
func old(version string, now time.Time) bool {
	end, ok := endOf(version)
	return ok && now.After(end)
}

// endOf returns when Factorial stops serving a version: it serves each one for a year, and five at
// a time.
func endOf(version string) (end time.Time, ok bool) {
	date, err := time.Parse(time.DateOnly, version)
	return date.AddDate(1, 0, 0), err == nil
}
