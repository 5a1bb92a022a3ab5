//go:build ignore

// This file lists the tools of the module. Other files pin their versions: the import in
// internal/codegen pins oapi-codegen, and the tool lines of go.mod pin the others. The build tag
// must be ignore: with any other tag, go mod tidy in an importer's module would read this file and
// add all of these dependencies.
package tools

import (
	_ "github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	_ "golang.org/x/vuln/cmd/govulncheck"
	_ "honnef.co/go/tools/cmd/staticcheck"
)
