package factorialhr

import "time"

// versionWarnings says what is wrong with calls at a version of the API.
func versionWarnings(version string, now time.Time) []string {
	switch {
	case old(version, now):
		return []string{"Factorial no longer serves API version " + version + ": the server may treat requests as " +
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

// old reports whether a version of the API is no longer served.
func old(version string, now time.Time) bool {
	end, ok := endOf(version)
	return ok && !now.Before(end)
}

// endOf returns when Factorial stops serving a version. It publishes a version each quarter and
// serves five at a time, so a version ends when the fifth one after it appears, 15 months after its
// date. The source is the list of versions that the specs accept for a webhook subscription.
func endOf(version string) (end time.Time, ok bool) {
	date, err := time.Parse(time.DateOnly, version)
	return date.AddDate(0, 15, 0), err == nil
}
