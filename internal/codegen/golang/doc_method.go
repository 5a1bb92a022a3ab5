package golang

import (
	"fmt"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// methodDoc says what a method does and which request it sends.
func methodDoc(s *serviceView, m *methodView, op codegen.OperationDefinition) string {
	does, summary, description := does(s, m), op.Spec.Summary, op.Spec.Description
	if op.Spec.Extensions["x-factorial-described"] == true {
		text, rest, _ := strings.Cut(description, "\n\n")
		does, description = meant(s, m, text), rest
		if strings.HasPrefix(text, summary) {
			summary = ""
		}
	}
	if op.Spec.Extensions["x-factorial-plain"] == true {
		summary = ""
	}
	texts := []string{does, closed(summary), closed(description), m.Selectors.doc(), changes(op)}
	texts = append(texts, m.route(), m.Lifetime.Since, m.Lifetime.deprecation(op.Spec.Deprecated))
	return paragraphs(texts...)
}

// does is the first sentence of a method's comment.
func does(s *serviceView, m *methodView) string {
	switch m.Name {
	case "List":
		if m.Unpaged {
			return fmt.Sprintf("List returns all %s at once: the API ignores Limit, AfterID, BeforeID and Page here.", s.Many)
		}
		return fmt.Sprintf("List returns one page of %s.", s.Many)
	case "Get":
		return fmt.Sprintf("Get returns the %s with the given ID.", s.One)
	case "Create":
		return fmt.Sprintf("Create creates %s %s and returns it.", article(s.One), s.One)
	case "Update":
		return fmt.Sprintf("Update changes only the fields that are set in params, and returns the %s.", s.One)
	case "Delete":
		return fmt.Sprintf("Delete deletes the %s with the given ID and returns the deleted record.", s.One)
	}
	return actionDoes(s, m)
}

// actionDoes makes a sentence of the action's name if that is a plain verb and the action takes a
// record. For any other action, the sentence only mentions the name.
func actionDoes(s *serviceView, m *methodView) string {
	action := m.Path[strings.LastIndex(m.Path, "/")+1:]
	if verb := thirdPerson(action); verb != "" && m.TakesID {
		return fmt.Sprintf("%s %s the %s.", m.Name, verb, s.One)
	}
	target := s.Many
	if m.TakesID {
		target = s.One
	}
	text := fmt.Sprintf("%s calls the %s action of the %s.", m.Name, action, target)
	if m.Retry == "RetrySafe" {
		text += " The action only reads."
	}
	return text
}

// changes says how a list is read by change.
func changes(op codegen.OperationDefinition) string {
	var names []string
	for _, p := range op.QueryParams {
		switch p.ParamName {
		case "updated_after", "updated_from", "updated_since", "updated_at_gteq":
			names = append(names, name.Exported(p.ParamName))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "To read only new and changed records, set " + strings.Join(names, " or ") + "."
}
