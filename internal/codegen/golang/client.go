package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// client fills client.go. The example in the package comment reads the list of the service that has
// the most methods.
func (v *view) client(services []*serviceView) clientFile {
	about, _ := v.about()
	f := clientFile{About: about, Package: name.Package(v.domain), Domain: name.Phrase(v.domain), Services: services}
	for _, s := range services {
		if s.List != nil && (f.Example == nil || len(s.Methods) > len(f.Example.Methods)) {
			f.Example = s
		}
	}
	f.ByUse = slices.Clone(services)
	slices.SortStableFunc(f.ByUse, func(a, b *serviceView) int { return a.rank - b.rank })
	return f
}

// List lists the services as links with a sentence each, the most used first.
func (f clientFile) List() string {
	var b strings.Builder
	for _, s := range f.ByUse {
		fmt.Fprintf(&b, "- [%s], %s", s.Type, s.Path)
		if s.Text != "" {
			b.WriteString(": " + openapi.FirstSentence(s.Text))
		}
		b.WriteString("\n")
	}
	return comment(b.String())
}

// eventView is a webhook.
type eventView struct {
	Name, Event, Model, Doc string
}

func (v *view) events(operations []codegen.OperationDefinition, services []*serviceView) []eventView {
	var list []eventView
	for _, op := range operations {
		content := op.Spec.RequestBody.Value.Content["application/json"]
		e := eventView{
			Name:  extension(op.Spec.Extensions, "x-factorial-event"),
			Event: op.WebhookName,
			Model: strings.TrimPrefix(content.Schema.Ref, "#/components/schemas/"),
		}
		see := ""
		for _, s := range services {
			if s.model() == e.Model {
				see = " See [" + s.Type + "]."
			}
		}
		e.Doc = indented(e.Name + " is the subscription type " + e.Event + "." + see + "\n" + op.Spec.Description)
		l := v.lifetime(op.Spec.Extensions)
		if op.Spec.Deprecated && l.Gone == "" {
			e.Doc = withDeprecation(e.Doc)
		}
		e.Doc = l.above(e.Doc)
		list = append(list, e)
	}
	return list
}
