package upgrade

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// likeness is how alike two names must be, from 0 to 1, to pass for a rename.
const likeness = 0.6

// pairs finds renames: names that are gone and names that are new, with equal shapes and similar
// spelling. Each name is in one pair at most; the most alike pairs come first.
func pairs(gone, came map[string]string, alike func(a, b string) float64) map[string]string {
	type pair struct {
		from, to string
		alike    float64
	}
	var candidates []pair
	for from, shape := range gone {
		for to, other := range came {
			if a := alike(from, to); shape == other && a >= likeness {
				candidates = append(candidates, pair{from, to, a})
			}
		}
	}
	slices.SortFunc(candidates, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.alike, a.alike), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	found, taken := map[string]string{}, map[string]bool{}
	for _, p := range candidates {
		if found[p.from] == "" && !taken[p.to] {
			found[p.from], taken[p.to] = p.to, true
		}
	}
	return found
}

// alikeNames compares the words of two names: the share of words that both have, where a word and
// its plural are one, and an ID is one whether it is a UUID or not.
func alikeNames(a, b string) float64 {
	if letters(a) == letters(b) {
		return 1
	}
	x, y := words(a), words(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	common := 0
	for w := range x {
		if y[w] {
			common++
		}
	}
	return 2 * float64(common) / float64(len(x)+len(y))
}

// alikePaths compares the paths of two operations or the names of two events, segment by segment.
// The domain may differ if all the rest is equal.
func alikePaths(a, b string) float64 {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	if len(x) != len(y) {
		return 0
	}
	least := 1.0
	for i := 1; i < len(x); i++ {
		least = min(least, alikeNames(x[i], y[i]))
	}
	if domain := alikeNames(x[0], y[0]); least < 1 {
		least = min(least, domain)
	}
	return least
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		w = strings.ToLower(w)
		if len(w) > 3 {
			w = strings.TrimSuffix(w, "s")
		}
		if w == "uuid" || w == "ids" {
			w = "id"
		}
		m[w] = true
	}
	return m
}

// shape writes a schema as text, for comparisons with equal shapes. An ID has one shape whether it
// is a number or a string.
func (c *comparison) shape(d *Document, s *schema) string {
	if s == nil {
		return "any"
	}
	if s.ref != "" {
		return cmp.Or(c.renamed[s.ref], s.ref)
	}
	kind := s.kind
	if kind == "integer" {
		kind = "string"
	}
	text := kind
	if len(s.enum) > 0 {
		text += fmt.Sprint(slices.Sorted(slices.Values(s.enum)))
	}
	if s.items != nil {
		text += "[" + c.shape(d, s.items) + "]"
	}
	for _, name := range slices.Sorted(maps.Keys(s.properties)) {
		text += " " + name + ":" + c.shape(d, s.properties[name])
	}
	return text
}

// element is the shape of a value or of the items of a list: a parameter that takes several values
// often replaces one that takes a single value.
func (c *comparison) element(d *Document, s *schema) string {
	if s != nil && s.kind == "array" {
		s = s.items
	}
	return c.shape(d, s)
}

func itself(list []string) map[string]string {
	m := map[string]string{}
	for _, v := range list {
		m[v] = ""
	}
	return m
}

func lacking(list, other []string) []string {
	var out []string
	for _, v := range list {
		if !slices.Contains(other, v) {
			out = append(out, v)
		}
	}
	return out
}

func same(a, b []string) bool {
	return len(lacking(a, b)) == 0 && len(lacking(b, a)) == 0
}
