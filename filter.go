package factorialhr

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/query"
)

// checkFilters refuses a query with a filter that is there and selects nothing: a parameter without a value, a list
// with an empty value, an empty id. The API ignores such a filter and lists every record. A filter that leaves records
// out may have no value, since nothing is left out then. White space alone is an empty value.
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
		if found != "" && (first == "" || name < first) { // the same one each time
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

// isIDName reports whether a parameter, or the member of an object like managed_by_filter[manager_employee_id], holds
// an id, or ids although its name has no brackets. A cursor may be empty: it is the one of the first page.
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

// parameterName returns the name of a parameter for the text of an error. A name that is not written like those of the
// API may hold anything.
func parameterName(name string) string {
	words := strings.FieldsFunc(name, func(c rune) bool { return c == '[' || c == ']' })
	if len(words) == 0 || slices.ContainsFunc(words, func(word string) bool { return !isPropertyName(word) }) {
		return "(whose name is not a word of the API)"
	}
	return name
}
