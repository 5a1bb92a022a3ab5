package factorialhr

// This command generates everything that derives from the OpenAPI spec: api/openapi.yaml, the
// packages below gen, the tables of the fake API, docs/coverage.md. It works offline, and its
// output is reproducible.
//
//go:generate go run ./internal/codegen
