package factorialhr

// One command makes everything that follows from the description: api/openapi.yaml, the packages below gen, the tables
// of the fake API, docs/coverage.md. It works offline and gives the same bytes every time.
//
//go:generate go run ./internal/codegen
