package factorialhr

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Selectors says what the JSON body of an operation must name. Without it the operation acts on
// records that the body does not name: it deletes every shift, or takes everybody off a project. A
// call that does not comply fails with [ErrInvalidRequest] and sends nothing, unless it has the
// option [Everything]. The facts come from api/overlay.yaml.
type Selectors struct {
	// AnyOf holds groups of properties. The body must have every property of at least one group,
	// with a value.
	AnyOf [][]string
	// Lists holds properties that are lists, including those of AnyOf. If the body has one, it must
	// not be null or empty, and must not have an empty value.
	Lists []string
	// All holds booleans that select every record. The body must not set them.
	All []string
}

// Everything lets a call act on more than it names. The generated methods that need it say so:
// without it, they refuse a body that names no record, or whose list of rows is empty, since the
// API would then delete or replace everything (see [Operation.Selectors]). It is an option of a
// call, not of the client. Untyped calls ([Client.Post], [Client.Put]) are never checked and do not
// need it.
func Everything() RequestOption {
	return func(s *settings) {
		if !s.ofCall {
			s.reject("Everything is an option of a call, not of the client")
		}
		s.everything = true
	}
}

// checkSelectors returns an error if the body does not name what s requires. It refuses selectors
// in the query, because the API reads parameters of the query as if they were in the body. None of
// these functions is a method of Selectors: each generated package imports that type, and the
// compiler would follow the signatures of its methods.
func checkSelectors(s *Selectors, b body, query url.Values) error {
	members, err := membersOfBody(b)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if name, _, _ := strings.Cut(name, "["); isSelector(s, name) {
			return selectorError("%s must be in the body, not in the query", name)
		}
	}
	for _, name := range s.All {
		if value := members[name]; value != nil && value != false {
			return selectorError("%s selects every record", name)
		}
	}
	for _, name := range s.Lists {
		if value, ok := members[name]; ok && !isFullList(value) {
			return selectorError("%s is empty or has an empty value", name)
		}
	}
	if len(s.AnyOf) > 0 && !slices.ContainsFunc(s.AnyOf, func(group []string) bool { return isNamed(s, group, members) }) {
		return selectorError("the body must name %s", alternatives(s.AnyOf))
	}
	return nil
}

func selectorError(format string, args ...any) error {
	return fmt.Errorf("%w: "+format+"; the option Everything allows it", append([]any{ErrInvalidRequest}, args...)...)
}

// isNamed reports whether the body has a value for each property of a group. The check of Lists has
// already refused empty lists.
func isNamed(s *Selectors, group []string, members map[string]any) bool {
	return !slices.ContainsFunc(group, func(name string) bool {
		_, isText := members[name].(string)
		return members[name] == nil || !slices.Contains(s.Lists, name) && (!isText || !hasContent(members[name]))
	})
}

// isSelector reports whether s names a property.
func isSelector(s *Selectors, name string) bool {
	return slices.Contains(s.Lists, name) || slices.Contains(s.All, name) ||
		slices.ContainsFunc(s.AnyOf, func(group []string) bool { return slices.Contains(group, name) })
}

// alternatives writes the groups in words: ids, or start_at and end_at, or employee_ids.
func alternatives(groups [][]string) string {
	var words []string
	for _, group := range groups {
		words = append(words, strings.Join(group, " and "))
	}
	return strings.Join(words, ", or ")
}

// isFullList reports whether a JSON value is a list with a value, and without an empty one.
func isFullList(value any) bool {
	list, ok := value.([]any)
	return ok && len(list) > 0 && !slices.ContainsFunc(list, func(element any) bool { return !hasContent(element) })
}

// hasContent reports whether a JSON value is not null, a text of white space, an empty list, or
// an object of such.
func hasContent(value any) bool {
	switch v := value.(type) {
	case nil:
		return false
	case string:
		return strings.TrimSpace(v) != ""
	case []any:
		return len(v) > 0
	case map[string]any:
		for _, member := range v {
			if hasContent(member) {
				return true
			}
		}
		return false
	}
	return true
}

var errNotJudged = fmt.Errorf("%w: the body is not a JSON object, and this operation needs to see what it names; the option Everything allows it", ErrInvalidRequest)

// membersOfBody returns the properties of a JSON body, none if there is no body.
func membersOfBody(b body) (map[string]any, error) {
	if b.open == nil {
		return nil, nil
	}
	var members map[string]any
	if json.Unmarshal(b.json, &members) != nil { // the text of the error could quote a value
		return nil, errNotJudged
	}
	return members, nil
}
