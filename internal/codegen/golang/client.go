package golang

import (
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// client fills client.go. The example in the package comment reads the list of the service that has
// the most methods.
func (v *view) client(services []*serviceView) clientFile {
	f := clientFile{Package: name.Package(v.domain), Domain: name.Phrase(v.domain), Services: services}
	for _, s := range services {
		f.width = max(f.width, len(s.Name))
		if s.List != nil && (f.Example == nil || len(s.Methods) > len(f.Example.Methods)) {
			f.Example = s
		}
	}
	return f
}

// Pad pads the name of a service with spaces to the length of the longest name.
func (f clientFile) Pad(name string) string {
	return name + strings.Repeat(" ", f.width-len(name))
}

// eventView is a webhook.
type eventView struct {
	Name, Event, Model, Doc string
}

func (v *view) events(operations []codegen.OperationDefinition) []eventView {
	var list []eventView
	for _, op := range operations {
		content := op.Spec.RequestBody.Value.Content["application/json"]
		e := eventView{
			Name:  extension(op.Spec.Extensions, "x-factorial-event"),
			Event: op.WebhookName,
			Model: strings.TrimPrefix(content.Schema.Ref, "#/components/schemas/"),
		}
		e.Doc = indented(e.Name + " is the subscription type " + e.Event + ".\n" + op.Spec.Description)
		l := v.lifetime(op.Spec.Extensions)
		if op.Spec.Deprecated && l.Gone == "" {
			e.Doc = withDeprecation(e.Doc)
		}
		e.Doc = l.above(e.Doc)
		list = append(list, e)
	}
	return list
}
