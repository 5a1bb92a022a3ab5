package filter

import (
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/guess"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
)

// Resembling suggests the parameter of a version that the sent name stands for.
func (q *Query) Resembling(name string) string {
	version := q.Version
	if p, ok := q.known(name); ok && !spec.InVersion(version, p.Since, p.Until) {
		return "version " + version + " of the API does not have it" + spec.RangeText(p.Since, p.Until)
	}
	if q.Op.Verb != "list" {
		return "only lists have parameters"
	}
	known := slices.Clone(reply.PagingParameters)
	for _, p := range q.Set[q.Op] {
		if spec.InVersion(version, p.Since, p.Until) {
			known = append(known, p.Name)
		}
	}
	slices.Sort(known)
	base, _, _ := strings.Cut(name, "[")
	if slices.Contains(known, base+"[]") {
		return "it is a list, " + base + "[]"
	}
	if guess := guess.DidYouMean(name, known); guess != "" {
		return strings.TrimPrefix(guess, "; ")
	}
	return "the parameters are " + strings.Join(known, ", ")
}
