package golang

import (
	"fmt"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// selectorsView lists what the request body of an operation must name, for the table of operations
// and for the doc comment.
type selectorsView struct {
	AnyOf      [][]string
	Lists, All []string
}

// newSelectors reads the extension of an operation. It returns nil for an operation without one.
func newSelectors(extension any) *selectorsView {
	o, ok := extension.(map[string]any)
	if !ok {
		return nil
	}
	s := &selectorsView{Lists: texts(o["lists"]), All: texts(o["all"])}
	groups, _ := o["any-of"].([]any)
	for _, group := range groups {
		s.AnyOf = append(s.AnyOf, texts(group))
	}
	return s
}

func texts(v any) []string {
	var all []string
	list, _ := v.([]any)
	for _, text := range list {
		all = append(all, fmt.Sprint(text))
	}
	return all
}

// Literal writes the value for the table of operations.
func (s *selectorsView) Literal() string {
	var fields []string
	if s.AnyOf != nil {
		fields = append(fields, strings.Replace(fmt.Sprintf("AnyOf: %#v", s.AnyOf), "[]string{", "{", -1))
		fields[0] = strings.Replace(fields[0], "[]{", "[][]string{", 1)
	}
	if s.Lists != nil {
		fields = append(fields, fmt.Sprintf("Lists: %#v", s.Lists))
	}
	if s.All != nil {
		fields = append(fields, fmt.Sprintf("All: %#v", s.All))
	}
	return "&factorialhr.Selectors{" + strings.Join(fields, ", ") + "}"
}

// doc says which calls the client refuses, in the names of the Go fields.
func (s *selectorsView) doc() string {
	if s == nil {
		return ""
	}
	var rules []string
	if s.AnyOf != nil {
		var groups []string
		for _, group := range s.AnyOf {
			groups = append(groups, sentence(exported(group)))
		}
		rules = append(rules, "The call must set "+strings.Join(groups, ", or ")+".")
	}
	if s.Lists != nil {
		rules = append(rules, "If the call sets "+strings.Join(exported(s.Lists), " or ")+", the list needs at least one value and no empty values.")
	}
	if s.All != nil {
		rules = append(rules, "The call must not set "+strings.Join(exported(s.All), " or ")+".")
	}
	rules = append(rules, "Otherwise the call fails with [factorialhr.ErrInvalidRequest] before it sends a request, "+
		"unless it has the option [factorialhr.Everything].")
	return strings.Join(rules, " ")
}

func exported(names []string) []string {
	var all []string
	for _, n := range names {
		all = append(all, name.Exported(n))
	}
	return all
}
