package factorialhr

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// checkVersion refuses a call whose API version does not have the operation or a part that the call
// sets. The API ignores an unknown filter and lists every record, and it drops an unknown property.
// A version without a spec in this module may have any part, so checkVersion lets it pass.
func checkVersion(c *call, query url.Values, b body) error {
	op, version := c.op, c.settings.apiVersion
	if op.Since == "" && op.Until == "" && len(op.Parts) == 0 || !c.hasVersion() || !isDescribed(version) {
		return nil
	}
	if !inRange(version, op.Since, op.Until) {
		return fmt.Errorf("%w: API version %s does not have %s (%s); choose another version with the option APIVersion",
			ErrInvalidRequest, version, op.Name, rangeText(op.Since, op.Until))
	}
	var missing []string
	content := bodyContent{body: b}
	for i := range op.Parts {
		p := &op.Parts[i]
		if inRange(version, p.Since, p.Until) || op.BodyID && p.Body == "id" { // the client adds the id
			continue
		}
		if p.Query != "" && isInQuery(p, query) || p.Body != "" && content.has(p) {
			missing = append(missing, partText(p))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%w: at API version %s, %s does not have %s; leave it out, or choose another version with the option APIVersion",
		ErrInvalidRequest, version, op.Name, strings.Join(missing, ", "))
}

// hasVersion reports whether the client writes the API version into the path of the call. An
// absolute path names its own version.
func (c *call) hasVersion() bool {
	path := c.path
	if path == "" {
		path = c.op.Path
	}
	return !strings.HasPrefix(path, "/")
}

// isDescribed reports whether this module was generated from the spec of a version.
func isDescribed(version string) bool {
	return version == DefaultAPIVersion || slices.Contains(APIVersions(), version)
}

// inRange reports whether a version is between since and until. Versions are dates, which compare
// as texts.
func inRange(version, since, until string) bool {
	return version >= since && (until == "" || version <= until)
}

// rangeText describes the versions that have an operation or a part.
func rangeText(since, until string) string {
	switch {
	case since == "":
		return "until " + until
	case until == "":
		return "since " + since
	case since == until:
		return "only in " + since
	default:
		return "from " + since + " to " + until
	}
}

// partText names a part. All its words come from the spec.
func partText(p *Part) string {
	text := "the body property " + p.Body
	if p.Query != "" {
		text = "the query parameter " + p.Query
	}
	if p.Value != "" {
		text = "the value " + p.Value + " of " + text
	}
	return text + " (" + rangeText(p.Since, p.Until) + ")"
}

// isInQuery reports whether a query sets a part: by its name, or by a member of it, such as
// managed_by_filter[manager_employee_id].
func isInQuery(p *Part, query url.Values) bool {
	for name, values := range query {
		rest, found := strings.CutPrefix(name, p.Query)
		if !found || len(values) == 0 {
			continue
		}
		// A list is another parameter than a single value of the same name.
		isMember := strings.HasPrefix(rest, "[") && (strings.HasSuffix(p.Query, "[]") || !strings.HasPrefix(rest, "[]"))
		if (rest == "" || isMember) && (p.Value == "" || slices.Contains(values, p.Value)) {
			return true
		}
	}
	return false
}
