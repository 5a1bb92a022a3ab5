// Package golang writes the packages below gen/ from api/openapi.yaml.
//
// [Generate] works on one domain after another:
//
//	split     makes one document per domain, in which names lose their domain
//	resolve   lets oapi-codegen resolve the schemas of a document to Go types
//	view      turns types, operations and webhooks into the data of the templates
//	writer    executes a template for each file and formats the result
//
// The folder templates has two kinds of templates. Those named *.go.tmpl each write one file and
// state its imports. The others write parts of files: method.tmpl writes a method with its body,
// list_params.tmpl the parameters of a list, and type.tmpl a type.
//
// Sentences that are the same for every service are in the templates. The files doc_method.go and
// doc_type.go compose the comments that depend on the spec.
package golang
