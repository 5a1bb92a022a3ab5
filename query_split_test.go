package factorialhr

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// idList returns n ids, starting at first.
func idList(first, n int) []string {
	var all []string
	for i := range n {
		all = append(all, strconv.Itoa(first+i))
	}
	return all
}

func TestALongQueryIsDividedIntoPartsThatAddUp(t *testing.T) {
	tests := map[string]struct {
		query url.Values
		lists []string // the parameters to split
		limit int
		parts int
	}{
		"a short one":                {url.Values{"ids[]": idList(1, 100)}, nil, maxQueryBytes, 1},
		"none":                       {nil, nil, maxQueryBytes, 1},
		"one long list":              {url.Values{"ids[]": idList(1_000_000, 1000), "only_active": {"true"}}, []string{"ids[]"}, maxQueryBytes, 4},
		"the longer of two":          {url.Values{"ids[]": idList(1_000_000, 1000), "team_ids[]": idList(1, 5)}, []string{"ids[]"}, maxQueryBytes, 4},
		"two long ones":              {url.Values{"ids[]": idList(1_000_000, 60), "team_ids[]": idList(1_000_000, 50)}, []string{"ids[]", "team_ids[]"}, 600, 40},
		"values that need escaping":  {url.Values{"ids[]": slices.Repeat([]string{strings.Repeat("/", 1000)}, 1)}, nil, maxQueryBytes, 1},
		"one value that is too long": {url.Values{"ids[]": {strings.Repeat("1", 7000), "2"}}, []string{"ids[]"}, maxQueryBytes, 2},
		"e-mail addresses":           {url.Values{"emails[]": mails(400)}, []string{"emails[]"}, maxQueryBytes, 3},
		"what leaves records out":    {url.Values{"exclude_ids[]": idList(1_000_000, 1000), "without_ids[]": idList(1_000_000, 1000)}, nil, maxQueryBytes, 1},
		"a span of days":             {url.Values{"start_date[]": {strings.Repeat("2", 4000), strings.Repeat("2", 4000)}}, nil, maxQueryBytes, 1},
		"a long text":                {url.Values{"search": {strings.Repeat("x", 7000)}}, nil, maxQueryBytes, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			before := fmt.Sprint(test.query)
			parts, err := splitQuery(test.query, test.limit)
			if err != nil {
				t.Fatal(err)
			}
			if len(parts) > test.parts || len(parts) < min(test.parts, 2) {
				t.Errorf("got %d parts, want %d at most", len(parts), test.parts)
			}
			if fmt.Sprint(test.query) != before {
				t.Error("the query of the caller was changed")
			}
			for _, part := range parts {
				longest := slices.Max(append(lengths(part), 0))
				if n := encodedLength(part); len(parts) > 1 && n > test.limit && longest < test.limit {
					t.Errorf("a part has %d bytes", n)
				}
				for name, values := range test.query {
					if !slices.Contains(test.lists, name) && !cmp.Equal(part[name], values) {
						t.Errorf("%s is %q in a part", name, part[name])
					}
				}
			}
			// Exactly one part selects each combination of values of the split lists.
			if want := selections(test.lists, []url.Values{test.query}); !cmp.Equal(selections(test.lists, parts), want) {
				t.Errorf("the parts do not add up to the whole")
			}
		})
	}
}

func mails(n int) []string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("person.%d@example.com", i))
	}
	return all
}

func lengths(query url.Values) []int {
	var all []int
	for _, values := range query {
		for _, value := range values {
			all = append(all, len(value))
		}
	}
	return all
}

// selections counts how often the parts select each combination of values of the lists.
func selections(lists []string, parts []url.Values) map[string]int {
	count := map[string]int{}
	for _, part := range parts {
		combinations := []string{""}
		for _, name := range lists {
			var longer []string
			for _, c := range combinations {
				for _, value := range part[name] {
					longer = append(longer, c+" "+value)
				}
			}
			combinations = longer
		}
		for _, c := range combinations {
			count[c]++
		}
	}
	return count
}

func TestAListThatIsDividedKeepsItsOrderAndLosesItsRepetitions(t *testing.T) {
	ids := idList(1_000_000, 1000)
	slices.Reverse(ids)
	parts, err := splitQuery(url.Values{"ids[]": append(slices.Clone(ids), ids[:500]...)}, maxQueryBytes)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, part := range parts {
		got = append(got, part["ids[]"]...)
	}
	if !slices.Equal(got, ids) {
		t.Errorf("got %d ids in another order or more than once", len(got))
	}
}

func TestAListThatIsDividedCannotBeginInTheMiddle(t *testing.T) {
	for _, position := range []string{"after_id", "before_id", "page"} {
		long := url.Values{"ids[]": idList(1_000_000, 1000), position: {"2"}}
		if _, err := splitQuery(long, maxQueryBytes); !errors.Is(err, ErrInvalidRequest) {
			t.Errorf("%s: got %v, want ErrInvalidRequest", position, err)
		}
		short := url.Values{"ids[]": {"1"}, position: {"2"}}
		if parts, err := splitQuery(short, maxQueryBytes); err != nil || len(parts) != 1 {
			t.Errorf("%s: got %v, %v", position, parts, err)
		}
	}
}
