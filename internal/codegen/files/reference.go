package files

import (
	"fmt"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// domainPage is the data of docs/reference/<domain>.md, and of a part of docs/reference/all.md.
type domainPage struct {
	Domain, Title, Package string
	Text                   string
	First                  string // the first sentence of Text
	Resources              []resourcePart
}

// resourcePart is a section of a page.
type resourcePart struct {
	Path, Service, Text string
	Methods             []methodPart
	Model               string
	Fields, Filters     []valuePart
	Events              []eventPart
}

type methodPart struct {
	Go     string // Leaves.Approve(ctx, id)
	Route  string // POST /timeoff/leaves/approve
	Effect string // writes, mails
	Text   string
	Body   []valuePart
}

type valuePart struct {
	Name, Type, Text string
	Required         bool
	Own              bool // the text is more than types, formats and examples
}

type eventPart struct{ Name, Go string }

// pages is the data of the index and of the pages that hold everything.
type pages struct {
	Version string
	Domains []domainPage
}

// reference renders docs/reference and docs/llms.txt.
func (s *Set) reference(d *openapi.Document) error {
	all := pages{Version: d.Version}
	files := map[string]any{}
	for _, domain := range d.Domains() {
		page := referencePage(d, domain)
		all.Domains = append(all.Domains, page)
		files["docs/reference/"+domain+".md"] = page
	}
	for file, page := range files {
		if err := s.renderAs(file, "reference.md.tmpl", page); err != nil {
			return err
		}
	}
	for file, template := range map[string]string{
		"docs/reference/README.md": "reference_index.md.tmpl",
		"docs/reference/all.md":    "reference_all.md.tmpl",
		"docs/llms.txt":            "llms.txt.tmpl",
	} {
		if err := s.renderAs(file, template, all); err != nil {
			return err
		}
	}
	return nil
}

func referencePage(d *openapi.Document, domain string) domainPage {
	title := name.Phrase(domain)
	text := d.Meanings[domain].Text
	page := domainPage{
		Domain: domain, Title: strings.ToUpper(title[:1]) + title[1:], Package: name.Package(domain),
		Text: marked(d.Meanings[domain]), First: escaped(openapi.FirstSentence(text)),
	}
	bodies := map[*openapi.Schema]string{}
	for _, t := range d.Types {
		bodies[t.Schema] = t.Name
	}
	for _, r := range d.ByUse(domain) {
		part := resourcePart{Path: "/" + r.Domain + "/" + r.Segment, Service: r.Service, Text: marked(r.Meaning)}
		var model *openapi.Schema
		if r.Model != nil {
			part.Model, model = r.Model.GoName, r.Model.Schema
			part.Fields = valueParts(r.Model.Schema, "")
		}
		for _, op := range byUse(r.Operations) {
			part.Methods = append(part.Methods, methodOf(op, bodies, model))
			for _, p := range op.Params {
				part.Filters = append(part.Filters, valueOf(p.Schema, p.Name, p.Required))
			}
		}
		for _, e := range d.Events {
			if r.Model != nil && e.Component == r.Model.Name {
				part.Events = append(part.Events, eventPart{e.Name, page.Package + "." + e.GoName})
			}
		}
		page.Resources = append(page.Resources, part)
	}
	return page
}

// byUse sorts operations as callers use them: reading, writing, actions.
func byUse(operations []*openapi.Operation) []*openapi.Operation {
	order := []string{"List", "Get", "Create", "Update", "Delete"}
	rank := func(op *openapi.Operation) int {
		if i := slices.Index(order, op.GoName); i >= 0 {
			return i
		}
		return len(order)
	}
	return slices.SortedStableFunc(slices.Values(operations), func(a, b *openapi.Operation) int { return rank(a) - rank(b) })
}

func methodOf(op *openapi.Operation, bodies map[*openapi.Schema]string, model *openapi.Schema) methodPart {
	pkg := name.Package(op.Domain)
	arguments, method := []string{"ctx"}, op.GoName
	switch {
	case op.Response == openapi.Page && len(op.Params) > 0:
		arguments, method = append(arguments, "&"+pkg+"."+op.Resource.Singular+"ListParams{…}"), "All"
	case op.Response == openapi.Page:
		arguments, method = append(arguments, "nil"), "All"
	case op.HasID || op.BodyID():
		arguments = append(arguments, "id")
	}
	m := methodPart{Route: op.Method + " /" + op.Path(), Effect: strings.Join(op.Does(), ", "), Text: marked(op.Meaning)}
	if op.Description != "" {
		m.Text = strings.TrimSpace(m.Text + " " + escaped(op.Description))
	}
	if op.Body != nil {
		if body := bodies[op.Body.Schema]; body != "" {
			arguments = append(arguments, pkg+"."+body+"{…}")
		}
		for _, v := range valueParts(op.Body.Schema, "") {
			if op.BodyID() && v.Name == "id" {
				continue
			}
			m.Body = append(m.Body, v)
		}
	}
	m.Go = op.Resource.Service + "." + method + "(" + strings.Join(arguments, ", ") + ")"
	return m
}

// valueParts lists the members of an object, at any depth, by their path: hours.start, items[].id.
func valueParts(s *openapi.Schema, prefix string) []valuePart {
	for s.Items != nil {
		s, prefix = s.Items, strings.TrimSuffix(prefix, ".")+"[]."
	}
	var list []valuePart
	for _, p := range s.Properties {
		list = append(list, valueOf(p.Schema, prefix+p.Name, p.Required))
		list = append(list, valueParts(p.Schema, prefix+p.Name+".")...)
	}
	return list
}

func valueOf(s *openapi.Schema, label string, required bool) valuePart {
	inner, kind := s, ""
	for inner.Items != nil {
		inner, kind = inner.Items, "list of "+kind
	}
	kind += string(inner.Kind)
	switch {
	case inner.Enum != nil:
		kind = strings.TrimSuffix(kind, string(inner.Kind)) + "enum"
	case inner.Format != "":
		kind = strings.TrimSuffix(kind, string(inner.Kind)) + inner.Format
	}
	v := valuePart{Name: label, Type: kind, Required: required, Own: s.Meaning.Text != ""}
	if s.Unit != "" {
		v.Type += ", " + s.Unit
	}
	texts := []string{}
	if text := marked(s.Meaning); text != "" {
		texts = append(texts, text)
	}
	if s.Description != "" {
		texts = append(texts, escaped(s.Description))
	}
	if to := s.Meaning.Refers; to != nil {
		key := "ID"
		if s.Meaning.Access {
			key = "access_id"
		}
		if s.Items != nil {
			key += "s"
		}
		link := fmt.Sprintf("[%s.%s](%s.md)", name.Package(to.Domain), to.GoName, to.Domain)
		texts = append(texts, "The "+escaped(key)+" of "+link+".")
	}
	if inner.Enum != nil {
		texts = append(texts, valueList(inner))
	}
	v.Text = strings.Join(texts, " ")
	return v
}

// mostValues limits the values of an enum in a table.
const mostValues = 24

func valueList(s *openapi.Schema) string {
	var values []string
	for _, value := range s.Enum[:min(len(s.Enum), mostValues)] {
		text := "`" + value + "`"
		if meaning := s.Meaning.Values[value]; meaning != "" {
			text += " (" + escaped(meaning) + ")"
		}
		values = append(values, text)
	}
	list := "Values: " + strings.Join(values, ", ")
	if more := len(s.Enum) - mostValues; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list + "."
}

// renderAs executes a template for a file.
func (s *Set) renderAs(file, template string, data any) error {
	one := &Set{Files: map[string][]byte{}}
	if err := one.render(map[string]any{strings.TrimSuffix(template, ".tmpl"): data}); err != nil {
		return err
	}
	for _, text := range one.Files {
		s.Files[file] = text
	}
	return nil
}
