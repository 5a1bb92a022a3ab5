package files

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/glossary"
	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// summarise counts the parts of the spec, and searches the Go code for each of them.
func summarise(d *openapi.Document, packages map[string][]byte) Summary {
	s := Summary{Operations: len(d.Operations), Events: len(d.Events), Packages: len(d.Domains())}
	for _, op := range d.Operations {
		if !hasOperation(packages, op) {
			s.LeftOut = append(s.LeftOut, LeftOut{op.Address, "not generated"})
		}
	}
	for _, c := range d.Components {
		if strings.HasPrefix(c.Name, "_") || isRepeated(c) {
			continue
		}
		s.Components++
		if !hasType(packages, c) {
			s.LeftOut = append(s.LeftOut, LeftOut{"schema " + c.Name, "no operation or event refers to it"})
		}
	}
	for _, e := range d.Events {
		if !hasEvent(packages, e) {
			s.LeftOut = append(s.LeftOut, LeftOut{"event " + e.Name, "not generated"})
		}
	}
	for _, text := range packages {
		s.GoLines += bytes.Count(text, []byte("\n"))
	}
	s.Types = len(d.Types)
	s.Ranges, s.Differences = d.Counts(), d.Differences
	for _, keyword := range slices.Sorted(maps.Keys(d.Ignored)) {
		s.Ignored = append(s.Ignored, fmt.Sprintf("%s %d", keyword, d.Ignored[keyword]))
	}
	return s
}

// isRepeated reports whether a component has no Go type of its own, because the schemas that refer
// to it repeat it.
func isRepeated(c *openapi.Component) bool { return c.Repeated && c.GoName == "" }

func hasOperation(packages map[string][]byte, op *openapi.Operation) bool {
	table := packages[name.Package(op.Domain)+"/operations.go"]
	return bytes.Contains(table, fmt.Appendf(nil, "Method: %q, Path: %q", op.Method, op.Path()))
}

func hasType(packages map[string][]byte, c *openapi.Component) bool {
	for _, file := range slices.Sorted(maps.Keys(packages)) {
		if path.Dir(file) == name.Package(c.Domain) && c.GoName != "" &&
			bytes.Contains(packages[file], []byte("\ntype "+c.GoName+" struct {")) {
			return true
		}
	}
	return false
}

func hasEvent(packages map[string][]byte, e *openapi.Event) bool {
	return bytes.Contains(packages[name.Package(e.Domain)+"/events.go"], fmt.Appendf(nil, "] = %q", e.Name))
}

// coveragePage is the data of docs/coverage.md.
type coveragePage struct {
	Version string
	Rows    []coverageRow // one for each domain, then all together
	LeftOut []LeftOut

	Meaning     []glossary.Row // nil without a glossary
	Comments    int
	Tautologies []string
}

type coverageRow struct {
	Domain, Package             string
	Operations, Schemas, Events share
}

// share counts what gen/ has of what the spec has.
type share struct{ have, all int }

func (s *share) count(have bool) {
	s.all++
	if have {
		s.have++
	}
}

func (s share) String() string { return fmt.Sprintf("%d of %d", s.have, s.all) }

func coverage(d *openapi.Document, packages map[string][]byte, leftOut []LeftOut) coveragePage {
	rows := map[string]*coverageRow{}
	for _, domain := range d.Domains() {
		rows[domain] = &coverageRow{Domain: domain, Package: name.Package(domain)}
	}
	total := &coverageRow{Domain: "**all**"}
	for _, op := range d.Operations {
		have := hasOperation(packages, op)
		rows[op.Domain].Operations.count(have)
		total.Operations.count(have)
	}
	for _, c := range d.Components {
		if strings.HasPrefix(c.Name, "_") || isRepeated(c) {
			continue
		}
		have := hasType(packages, c)
		if row := rows[c.Domain]; row != nil {
			row.Schemas.count(have)
		}
		total.Schemas.count(have)
	}
	for _, e := range d.Events {
		have := hasEvent(packages, e)
		rows[e.Domain].Events.count(have)
		total.Events.count(have)
	}
	page := coveragePage{Version: d.Version, LeftOut: leftOut}
	for _, domain := range d.Domains() {
		page.Rows = append(page.Rows, *rows[domain])
	}
	page.Rows = append(page.Rows, *total)
	return page
}
