// Package golang writes the packages below gen/ from api/openapi.yaml.
//
// [Generate] works on one domain after another:
//
//	split      makes a document of each domain; its names lose their domain
//	resolve    lets oapi-codegen resolve the schemas of the document to Go types
//	view       turns types, operations and webhooks into the data of the templates
//	writer     executes a template for each file and formats the result
//
// The templates stand in the folder templates. Those whose names end in .go.tmpl write a file each
// and state what it imports; the others write a part of a file: method.tmpl a method of a service
// with its body, list_params.tmpl the parameters of a list, type.tmpl a type.
//
// The sentences that are the same for every service stand in the templates. What depends on the
// spec, such as the doc comment of an action, comes from the files doc_method.go and doc_type.go.
package golang
