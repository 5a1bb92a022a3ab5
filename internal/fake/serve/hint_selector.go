package serve

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// selectorHint warns about a body that names no record, although the operation then acts on records
// that the body does not name. The facts come from api/overlay.yaml.
func selectorHint(s *apitable.Selectors, body value.Fields) string {
	if s == nil {
		return ""
	}
	for _, name := range s.All {
		if string(body[name]) == "true" {
			return name + " selects every record"
		}
	}
	inGroup := func(name string) bool {
		return slices.ContainsFunc(s.AnyOf, func(group []string) bool { return slices.Contains(group, name) })
	}
	for _, name := range s.Lists {
		sent, ok := body[name]
		if !ok || !isEmpty(sent) {
			continue
		}
		if inGroup(name) {
			return name + " is empty: the API acts on every record"
		}
		return name + " is empty: the API deletes the rows that are not in it"
	}
	if len(s.AnyOf) == 0 || slices.ContainsFunc(s.AnyOf, func(group []string) bool { return namesAll(group, body) }) {
		return ""
	}
	for _, group := range s.AnyOf {
		if named, missing := halves(group, body); len(named) > 0 {
			return "the body names " + strings.Join(named, " and ") + " without " + strings.Join(missing, " and ") + ": the API acts on every record"
		}
	}
	var groups []string
	for _, group := range s.AnyOf {
		groups = append(groups, strings.Join(group, " and "))
	}
	if len(groups) == 1 {
		return "the body does not name " + groups[0] + ": the API acts on every record"
	}
	return "the body names neither " + strings.Join(groups, ", nor ") + ": the API acts on every record"
}

// namesAll reports whether a body names all selectors of a group.
func namesAll(group []string, body value.Fields) bool {
	_, missing := halves(group, body)
	return len(missing) == 0
}

// halves splits a group into the selectors that a body names and those that it does not.
func halves(group []string, body value.Fields) (named, missing []string) {
	for _, name := range group {
		if isEmpty(body[name]) {
			missing = append(missing, name)
		} else {
			named = append(named, name)
		}
	}
	return named, missing
}

// isEmpty reports whether a value is absent, null, a text of white space or an empty list.
func isEmpty(v json.RawMessage) bool {
	if value.IsNull(v) {
		return true
	}
	var text string
	if json.Unmarshal(v, &text) == nil {
		return strings.TrimSpace(text) == ""
	}
	var list []json.RawMessage
	return json.Unmarshal(v, &list) == nil && len(list) == 0
}
