package factorialhr

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/query"
)

// maxQueryBytes is the length of a query from which the client splits its list of ids. Servers and
// proxies begin to refuse URLs at 8 KB.
const maxQueryBytes = 6000

var errSplitCursor = fmt.Errorf("%w: the filter is too long for one URL, and a list that is read in parts cannot begin at a cursor or a page", ErrInvalidRequest)

// splitQuery divides a query that is longer than limit bytes into several shorter ones. Together
// they select the same records: splitQuery divides the longest list of ids, keeps its order and
// drops its repetitions, and then divides the next list if that is not enough. It returns a query
// without such a list unchanged, for the server to judge.
//
// More than one part can select a record that belongs to several values of a list, such as an
// employee in two teams.
func splitQuery(query url.Values, limit int) ([]url.Values, error) {
	if encodedLength(query) <= limit {
		return []url.Values{query}, nil
	}
	name := longestList(query)
	if name == "" {
		return []url.Values{query}, nil
	}
	for _, position := range []string{"after_id", "before_id", "page"} {
		if query.Has(position) {
			return nil, errSplitCursor
		}
	}
	rest := maps.Clone(query)
	delete(rest, name)
	room := max(limit-encodedLength(rest), limit/4) // a rest that is too long is divided next
	var parts []url.Values
	for _, values := range chunks(name, distinct(query[name]), room) {
		part := maps.Clone(rest)
		part[name] = values
		divided, err := splitQuery(part, limit)
		if err != nil {
			return nil, err
		}
		parts = append(parts, divided...)
	}
	return parts, nil
}

// longestList names the list of ids that takes the most room. The name is empty if the query has no
// list to divide.
func longestList(query url.Values) (longest string) {
	most := 0
	for _, name := range slices.Sorted(maps.Keys(query)) {
		values := query[name]
		if len(values) < 2 || !selects(name) {
			continue
		}
		if n := encodedLength(url.Values{name: values}); n > most {
			longest, most = name, n
		}
	}
	return longest
}

// selects tells whether a list selects the records that have one of its values, so that its parts
// add up to the whole. A list that leaves records out (exclude_ids[], without_ids[]) would let
// every record through in parts, and the two values of a span (start_date[]) belong together.
func selects(name string) bool {
	switch name {
	case "emails[]", "identifiers[]", "serial_numbers[]":
		return true
	}
	return strings.HasSuffix(name, "ids[]") && !query.LeavesOut(name)
}

// chunks divides a list into pieces that take up to room bytes each and hold at least one value.
func chunks(name string, values []string, room int) [][]string {
	var all [][]string
	begin, size := 0, 0
	for i, value := range values {
		n := encodedLength(url.Values{name: {value}}) + len("&")
		if i > begin && size+n > room {
			all = append(all, values[begin:i:i])
			begin, size = i, 0
		}
		size += n
	}
	return append(all, values[begin:])
}

// distinct returns values without repetitions.
func distinct(values []string) []string {
	seen := make(map[string]bool, len(values))
	return slices.DeleteFunc(slices.Clone(values), func(value string) bool {
		again := seen[value]
		seen[value] = true
		return again
	})
}

func encodedLength(query url.Values) int { return len(query.Encode()) }
