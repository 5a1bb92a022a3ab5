package openapi

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/ordered"
)

// A Meaning says in our own words what a part of the spec means. Package glossary reads it.
type Meaning struct {
	Text  string // sentences
	Null  string // what null means
	SetBy string // the actor that sets the value: "the approver"
	Basis string // documented, seen or inferred; empty for a meaning that follows from the spec

	Values map[string]string // of an enum: the meaning of a value

	// The record that an id refers to.
	Refers *Component
	Access bool // the id is the access_id of an employee
}

// Prose returns the sentences of a meaning in one paragraph.
func (m Meaning) Prose() string {
	texts := []string{m.Text}
	if m.Null != "" && !strings.Contains(strings.ToLower(m.Text), "null") {
		texts = append(texts, "Null means "+strings.TrimSuffix(m.Null, ".")+".")
	}
	if m.SetBy != "" && !strings.Contains(m.Text, m.SetBy) {
		texts = append(texts, strings.ToUpper(m.SetBy[:1])+m.SetBy[1:]+" sets it.")
	}
	return strings.TrimSpace(strings.Join(texts, " "))
}

// FirstSentence returns the first sentence of a text.
func FirstSentence(text string) string {
	for i := range len(text) - 1 {
		if strings.ContainsRune(".!?", rune(text[i])) && text[i+1] == ' ' && !strings.HasSuffix(text[:i+1], "e.g.") {
			return text[:i+1]
		}
	}
	return text
}

// described joins the meaning of a part and its description.
func described(m Meaning, description string) string { return withNote(m.Prose(), description) }

// setMeaning writes the facts about a value that are not in its description.
func setMeaning(o *ordered.Object, m Meaning) {
	if m.Refers == nil {
		return
	}
	o.Set("x-factorial-refers", m.Refers.Domain+"."+m.Refers.GoName)
	if m.Access {
		o.Set("x-factorial-refers-by", "access_id")
	}
}

// domains lists the domains with their meaning and their resources, the most used first.
func (w *writer) domains() *ordered.Object {
	all := &ordered.Object{}
	for _, domain := range w.doc.Domains() {
		o := &ordered.Object{}
		setText(o, "description", w.doc.Meanings[domain].Text)
		resources := []any{}
		for _, r := range w.doc.ByUse(domain) {
			entry := ordered.NewObject("name", r.Segment)
			setText(entry, "description", r.Meaning.Text)
			resources = append(resources, entry)
		}
		o.Set("resources", resources)
		all.Set(domain, o)
	}
	return all
}

// enumTexts lists the values of an enum that have a meaning.
func enumTexts(s *Schema) *ordered.Object {
	o := &ordered.Object{}
	for _, value := range s.Enum {
		setText(o, value, s.Meaning.Values[value])
	}
	return o
}

// plainSummary says what an operation without a meaning does.
func (o *Operation) plainSummary() string {
	many, one := name.Phrase(o.Segment), name.Phrase(o.Resource.Singular)
	switch o.GoName {
	case "List":
		return "List " + many
	case "Get":
		return "Get one " + one
	case "Create":
		return "Create one " + one
	case "Update":
		return "Change one " + one
	case "Delete":
		return "Delete one " + one
	}
	return "Call " + o.Action + " of " + many
}

// unwrapped returns the reference in an allOf of one. Such an allOf lets a schema say more than its
// reference; one that says nothing more is only noise.
func unwrapped(o *ordered.Object) *ordered.Object {
	v, _ := o.Get("allOf")
	if members, _ := v.([]any); len(members) == 1 && o.Len() == 1 {
		if member, ok := members[0].(*ordered.Object); ok {
			return member
		}
	}
	return o
}
