//go:build ignore

// The tools of this module, for a reader. Their versions are pinned elsewhere: oapi-codegen's by the import in
// internal/codegen, the others' by the tool lines of go.mod. The tag is ignore and nothing else, so that the file is in
// nobody's build: with any other tag, go mod tidy in an importer's module would read it and bring in all of this.
package tools

import (
	_ "github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	_ "golang.org/x/vuln/cmd/govulncheck"
	_ "honnef.co/go/tools/cmd/staticcheck"
)
