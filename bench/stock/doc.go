// Package stock is what oapi-codegen makes of one operation of this API, GET employees/employees, with the templates that
// it ships with.
package stock

//go:generate go tool oapi-codegen -config config.yaml ../../api/openapi.yaml
