package factorialhr

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/query"
)

// checkFilters refuses a query with a filter that is set and selects nothing: a parameter without a
// value, a list with an empty value, an empty id. The API ignores such a filter and lists every
// record. A filter that excludes records may have no value, because it then excludes none. A value
// of only white space counts as empty.
func checkFilters(q url.Values) error {
	first, problem := "", ""
	for name, values := range q {
		found := ""
		switch {
		case len(values) == 0 && !query.LeavesOut(name):
			found = "has no value, and the API would select every record; leave it out (nil) to set no filter"
		case hasEmpty(values) && (strings.Contains(name, "[]") || len(values) > 1):
			found = "has an empty value"
		case hasEmpty(values) && isIDName(name):
			found = "is an empty id, and the API would select every record"
		}
		if found != "" && (first == "" || name < first) { // report the same one each time
			first, problem = name, found
		}
	}
	if problem == "" {
		return nil
	}
	return fmt.Errorf("%w: the query parameter %s %s", ErrInvalidRequest, parameterName(first), problem)
}

func hasEmpty(values []string) bool {
	for _, value := range values {
		if strings.TrimSpace(value) == "" {
			return true
		}
	}
	return false
}

// isIDName reports whether a parameter, or the member of an object such as
// managed_by_filter[manager_employee_id], holds one id. A cursor may be empty: it then means the
// first page.
func isIDName(name string) bool {
	if name == "after_id" || name == "before_id" {
		return false
	}
	if _, member, ok := strings.Cut(name, "["); ok {
		name = strings.TrimSuffix(member, "]")
	}
	name = strings.TrimSuffix(name, "s")
	return name == "id" || strings.HasSuffix(name, "_id")
}

// parameterName returns the name of a parameter for an error text. It withholds a name that is not
// written like the API's own, because such a name can contain anything.
func parameterName(name string) string {
	words := strings.FieldsFunc(name, func(c rune) bool { return c == '[' || c == ']' })
	if len(words) == 0 || slices.ContainsFunc(words, func(word string) bool { return !isPropertyName(word) }) {
		return "(name withheld)"
	}
	return name
}
