package golang

import (
	"maps"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// definitions holds the contents of a document as oapi-codegen understands them: it has resolved
// every schema to a Go type.
type definitions struct {
	types      []codegen.TypeDefinition
	operations []codegen.OperationDefinition
	webhooks   []codegen.OperationDefinition
}

// silent is a template that prints nothing: text/template does not replace a template by an empty
// one. A template of one line ends with a line end, or oapi-codegen takes it for the name of a
// file.
const silent = "{{print \"\"}}\n"

// resolve lets oapi-codegen read a document. Its only entry point, codegen.Generate, returns one
// string for everything. So resolve replaces the templates: three of them pass their data to a
// function that keeps it, and none prints anything.
func resolve(pkg string, doc *openapi3.T) (*definitions, error) {
	found := &definitions{}
	maps.Copy(codegen.TemplateFunctions, map[string]any{
		"keepTypes": func(list []codegen.TypeDefinition) string {
			found.types = append(found.types, list...)
			return ""
		},
		"keepOperations": func(list []codegen.OperationDefinition) string {
			found.operations = list
			return ""
		},
		"keepWebhooks": func(list []codegen.OperationDefinition) string {
			found.webhooks = list
			return ""
		},
	})
	none := ""
	_, err := codegen.Generate(doc, codegen.Configuration{
		PackageName:          pkg,
		Generate:             codegen.GenerateOptions{Models: true, Client: true},
		NoVCSVersionOverride: &none,
		OutputOptions: codegen.OutputOptions{
			SkipFmt:   true,
			SkipPrune: true,
			UserTemplates: map[string]string{
				"typedef.tmpl":               "{{keepTypes .Types}}\n",
				"client.tmpl":                "{{keepOperations .}}\n",
				"webhook-initiator.tmpl":     "{{keepWebhooks .}}\n",
				"imports.tmpl":               silent,
				"constants.tmpl":             silent,
				"param-types.tmpl":           silent,
				"request-bodies.tmpl":        silent,
				"client-with-responses.tmpl": silent,
			},
			TypeMapping: &codegen.TypeMapping{
				Number: codegen.FormatMapping{Default: codegen.SimpleTypeSpec{Type: "float64"}},
				String: codegen.FormatMapping{Formats: map[string]codegen.SimpleTypeSpec{
					"id":         {Type: "factorialhr.ID"},
					"date":       {Type: "factorialhr.Date"},
					"date-time":  {Type: "factorialhr.DateTime"},
					"time-local": {Type: "factorialhr.TimeOfDay"},
					"decimal":    {Type: "factorialhr.Decimal"},
					"binary":     {Type: "factorialhr.File"},
				}},
			},
		},
	})
	return found, err
}
