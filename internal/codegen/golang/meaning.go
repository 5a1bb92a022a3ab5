package golang

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// resourceMeaning is what x-factorial-domains says about a resource.
type resourceMeaning struct {
	text string
	rank int // by use, from 0
}

// about returns the text of the domain and the meanings of its resources by their segment.
func (v *view) about() (text string, resources map[string]resourceMeaning) {
	domain, _ := v.doc.Extensions["x-factorial-domain"].(map[string]any)
	text, _ = domain["description"].(string)
	list, _ := domain["resources"].([]any)
	resources = map[string]resourceMeaning{}
	for i, item := range list {
		entry, _ := item.(map[string]any)
		segment, _ := entry["name"].(string)
		described, _ := entry["description"].(string)
		resources[segment] = resourceMeaning{described, i}
	}
	return text, resources
}

// refers says which record an id names: the ID of an employees.Employee. Generated packages do not
// import each other, so the name of another package is no link.
func (v *view) refers(label string, extensions map[string]any, isList bool) string {
	domain, record, ok := strings.Cut(extension(extensions, "x-factorial-refers"), ".")
	if !ok {
		return ""
	}
	if domain != v.domain {
		record = name.Package(domain) + "." + record
	} else if strings.Contains(name.Exported(label), record) {
		return "see " + record + "Service" // the label names the record itself
	}
	key, keys := "ID", "IDs"
	if by := extension(extensions, "x-factorial-refers-by"); by != "" {
		key, keys = by, by+"s"
	}
	if isList {
		return fmt.Sprintf("the %s of %s records", keys, record)
	}
	return fmt.Sprintf("the %s of %s %s", key, article(record), record)
}

// The limits of an example in a comment.
const (
	longestExample = 32
	exampleWords   = 4
)

// example returns the note about an example that tells something: not for booleans, ids, dates and
// enums, whose types tell as much.
func example(s *openapi3.Schema, value any) string {
	var texts []string
	items, _ := value.([]any)
	if items == nil && value != nil {
		items = []any{value}
	}
	if s != nil && s.Items != nil && s.Items.Value != nil {
		s = s.Items.Value
	}
	if s == nil || s.Enum != nil || slices.Contains([]string{"id", "date", "date-time", "time-local", "binary"}, s.Format) {
		return ""
	}
	for _, item := range items[:min(len(items), 3)] {
		switch item := item.(type) {
		case string:
			if strings.ContainsAny(item, "\n\r\t") || len(strings.Fields(item)) > exampleWords {
				return ""
			}
			if strings.ContainsAny(item, " \"") || item == "" {
				item = fmt.Sprintf("%q", item)
			}
			texts = append(texts, item)
		case float64:
			if item != 0 && item != 1 {
				texts = append(texts, fmt.Sprint(item))
			}
		}
	}
	text := strings.Join(texts, ", ")
	if text == "" || text == `""` || utf8.RuneCountInString(text) > longestExample {
		return ""
	}
	return "e.g. " + text
}

// lowered writes the first letter of a sentence small, unless the word is a name.
func lowered(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	word := strings.FieldsFunc(text+" ", func(r rune) bool { return !unicode.IsLetter(r) })
	if len(word) == 0 || strings.ToUpper(word[0]) == word[0] && len(word[0]) > 1 || isName(word[0]) {
		return text
	}
	return string(unicode.ToLower(first)) + text[size:]
}

func isName(word string) bool {
	return slices.Contains([]string{
		"Base", "Dutch", "English", "Europe", "Factorial", "French", "German", "Google", "Italian", "Markdown", "Monday",
		"Portuguese", "Rails", "Spanish", "Sunday", "Unix",
	}, word)
}

// behind returns a text as a comment behind a field, if it is one short sentence.
func behind(text string) (note string, ok bool) {
	if text == "" || strings.Contains(text, "\n") || openapi.FirstSentence(text) != text || utf8.RuneCountInString(text) > longestNote {
		return "", false
	}
	return lowered(strings.TrimSuffix(text, ".")), true
}

// meant is the first paragraph of a method's comment: what the glossary says, joined to the name of
// the method, and what is true of every method of its kind.
func meant(s *serviceView, m *methodView, text string) string {
	verb, _, _ := strings.Cut(text, " ")
	if m.Name == "List" || !strings.HasSuffix(strings.TrimRight(verb, ".,"), "s") {
		first := openapi.FirstSentence(text)
		rest := strings.TrimSpace(strings.TrimPrefix(text, first))
		if m.Name != "List" || !strings.HasPrefix(first, "Lists ") {
			rest = text
		} else if len(strings.Fields(first)) > 5 {
			rest = "It " + lowered(text)
		}
		return strings.TrimSpace(does(s, m) + " " + rest)
	}
	sentence := m.Name + " " + lowered(text)
	switch m.Name {
	case "Create":
		sentence += " It returns the new record."
	case "Update":
		sentence += " It changes only the fields that are set in params, and returns the record."
	case "Delete":
		sentence += " It returns the deleted record."
	}
	return sentence
}

// effects returns the effects of an operation as Go: factorialhr.EffectWrites |
// factorialhr.EffectMails.
func effects(extension any) (code string, words []string) {
	words = texts(extension)
	var names []string
	for _, word := range words {
		names = append(names, "factorialhr.Effect"+name.Exported(strings.ReplaceAll(word, " ", "_")))
	}
	return strings.Join(names, " | "), words
}

// special reports whether the effects of a method are not those that its HTTP method tells.
func (m *methodView) special() bool {
	plain := map[string]string{"GET": "reads", "POST": "writes", "PUT": "writes", "DELETE": "deletes"}[m.Method]
	return len(m.Effects) > 0 && (len(m.Effects) > 1 || m.Effects[0] != plain)
}

// route is the last paragraph of a method's comment: the request, and effects that it does not
// tell.
func (m *methodView) route() string {
	if m.special() {
		return m.Method + " /" + m.Path + " (" + strings.Join(m.Effects, ", ") + ")"
	}
	return m.Method + " /" + m.Path
}

// eventsOf links the webhooks that deliver a model.
func (v *view) eventsOf(component string) []string {
	var links []string
	for _, item := range v.doc.Extensions["x-factorial-events"].([]any) {
		event, _ := item.(map[string]any)
		if event["model"] == component {
			links = append(links, fmt.Sprintf("[%s]", event["name"]))
		}
	}
	slices.Sort(links)
	return links
}

// serviceDoc says what a service calls, what its records are, and which webhooks report them.
func (v *view) serviceDoc(s *serviceView) string {
	text := s.Text
	if noun, ok := isNoun(text); ok {
		text = strings.ToUpper(article(s.One)[:1]) + article(s.One)[1:] + " " + s.One + " is " + noun
	}
	texts := []string{fmt.Sprintf("%s calls the %s endpoints.", s.Type, s.Path), text}
	if links := v.eventsOf(s.model()); len(links) > 0 {
		texts = append(texts, "Webhooks: "+sentence(links)+".")
	}
	l := s.lifetime()
	return paragraphs(append(texts, l.Since, l.Gone)...)
}

// isNoun reports whether a text begins with an article, so that a sentence can go on with it, and
// returns it with a small letter.
func isNoun(text string) (string, bool) {
	for _, article := range []string{"A ", "An ", "The "} {
		if strings.HasPrefix(text, article) {
			return lowered(text), true
		}
	}
	return text, false
}

// model returns the model of the service: that of its list or of its first method.
func (s *serviceView) model() string {
	if s.List != nil {
		return s.List.Model
	}
	return s.Methods[0].Model
}
