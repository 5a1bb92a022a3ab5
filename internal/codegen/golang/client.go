package golang

import (
	"fmt"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// client fills client.go. The example of the package comment reads the list of the service with the
// most methods.
func (v *view) client(services []*serviceView) clientFile {
	first := services[0]
	for _, s := range services {
		if s.List != nil && len(s.Methods) > len(first.Methods) || first.List == nil {
			first = s
		}
	}
	pkg := name.Package(v.domain)
	return clientFile{pkg, v.about(pkg, first, services), services}
}

// about is the package comment: what the package reaches and how it is used.
func (v *view) about(pkg string, first *serviceView, services []*serviceView) string {
	var b strings.Builder
	b.WriteString(wrapped(fmt.Sprintf("Package %s reaches the %s domain of the Factorial API.", pkg, name.Phrase(v.domain))))
	b.WriteString("\n//\n")
	b.WriteString("// [New] takes the client of the SDK and returns a struct with a service for each collection:\n//\n")
	width := 0
	for _, s := range services {
		width = max(width, len(s.Name))
	}
	for _, s := range services {
		fmt.Fprintf(&b, "//\t%-*s  %s\n", width, s.Name, s.Path)
	}
	if first.List != nil {
		fmt.Fprintf(&b, "//\n// Reading %s:\n//\n", first.Many)
		fmt.Fprintf(&b, "//\tapi := %s.New(client)\n", pkg)
		fmt.Fprintf(&b, "//\tfor record, err := range api.%s.All(ctx, nil) {\n", first.Name)
		b.WriteString("//\t\tif err != nil {\n//\t\t\treturn err\n//\t\t}\n//\t\t…\n//\t}\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// eventView is a webhook.
type eventView struct {
	Name, Event, Model, More string
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
		for line := range strings.Lines(comment(op.Spec.Description)) {
			e.More += "\n\t" + strings.TrimSpace(line)
		}
		if op.Spec.Deprecated {
			e.More += "\n\t//\n\t// Deprecated: the vendor marks it so."
		}
		list = append(list, e)
	}
	return list
}
