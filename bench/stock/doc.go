// Package stock is the client that oapi-codegen generates with its own templates for one operation
// of this API, GET employees/employees.
package stock

//go:generate go tool oapi-codegen -config config.yaml ../../api/openapi.yaml
