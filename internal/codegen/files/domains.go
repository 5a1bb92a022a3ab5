package files

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// domainRow is a line of docs/domains.md.
type domainRow struct {
	Package    string
	Operations int
	Services   string
}

// domainRows lists the packages with their services.
func domainRows(d *openapi.Document) []domainRow {
	var rows []domainRow
	for _, domain := range d.Domains() {
		row := domainRow{Package: name.Package(domain)}
		var services []string
		for _, r := range d.Resources(domain) {
			row.Operations += len(r.Operations)
			services = append(services, r.Service)
		}
		row.Services = strings.Join(services, ", ")
		rows = append(rows, row)
	}
	return rows
}
