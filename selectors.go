package factorialhr

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Selectors lists what the JSON body of an operation must name. Without these properties, the
// operation acts on records that the body does not name: for example, it deletes every shift, or
// removes all employees from a project. A call that does not comply fails with [ErrInvalidRequest]
// and sends nothing, unless it has the option [Everything]. The facts come from api/overlay.yaml.
type Selectors struct {
	// AnyOf holds groups of properties. The body must have a value for every property of at least
	// one group.
	AnyOf [][]string
	// Lists holds the properties that are lists, including those of AnyOf. A list in the body must
	// not be null, be empty, or contain an empty value.
	Lists []string
	// All holds the booleans that select all records. The body must not set them.
	All []string
}

// Everything lets a call act on more records than it names. The generated methods that need this
// option say so: without it, they refuse a body that names no record, or whose list of rows is
// empty, because the API would delete or replace everything (see [Operation.Selectors]). It is an
// option of a call, not of the client. The client does not check untyped calls ([Client.Post],
// [Client.Put]), which do not need it.
func Everything() RequestOption {
	return func(s *settings) {
		if !s.ofCall {
			s.reject("Everything is an option of a call, not of the client")
		}
		s.everything = true
	}
}

// checkSelectors returns an error if the body does not name what s requires. The API reads query
// parameters as if they were in the body, so checkSelectors refuses them there. These functions are
// not methods of Selectors: every generated package imports Selectors, and the compiler would
// follow the signatures of its methods there.
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

// isNamed reports whether the body has a value for each property of a group. It need not check the
// lists in s.Lists, because checkSelectors already has.
func isNamed(s *Selectors, group []string, members map[string]any) bool {
	return !slices.ContainsFunc(group, func(name string) bool {
		_, isText := members[name].(string)
		return members[name] == nil || !slices.Contains(s.Lists, name) && (!isText || !hasContent(members[name]))
	})
}

// isSelector reports whether s lists the property.
func isSelector(s *Selectors, name string) bool {
	return slices.Contains(s.Lists, name) || slices.Contains(s.All, name) ||
		slices.ContainsFunc(s.AnyOf, func(group []string) bool { return slices.Contains(group, name) })
}

// alternatives joins the groups for an error text: ids, or start_at and end_at, or employee_ids.
func alternatives(groups [][]string) string {
	var words []string
	for _, group := range groups {
		words = append(words, strings.Join(group, " and "))
	}
	return strings.Join(words, ", or ")
}

// isFullList reports whether a JSON value is a list that has a value and no empty one.
func isFullList(value any) bool {
	list, ok := value.([]any)
	return ok && len(list) > 0 && !slices.ContainsFunc(list, func(element any) bool { return !hasContent(element) })
}

// hasContent reports whether a JSON value has content. Null, a text of white space, an empty list,
// and an object of only such values have none.
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

var errNoObject = fmt.Errorf("%w: the body must be a JSON object, so that the client can check what it names; the option Everything allows it", ErrInvalidRequest)

// membersOfBody returns the properties of a JSON body, or none if there is no body.
func membersOfBody(b body) (map[string]any, error) {
	if b.open == nil {
		return nil, nil
	}
	if b.streams || b.contentType != "application/json" {
		return nil, errNoObject
	}
	r, err := b.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var members map[string]any
	if json.Unmarshal(content, &members) != nil { // the text of the error could quote a value
		return nil, errNoObject
	}
	return members, nil
}
