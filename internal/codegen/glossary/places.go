package glossary

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
)

// places holds the parts of a document by their address.
type places struct {
	values     map[string][]*openapi.Schema // properties and parameters
	enums      map[string][]*openapi.Schema // with and without the [] of a list
	operations map[string]*openapi.Operation
	resources  map[string]*openapi.Resource
	order      []string // the addresses of values
	labels     map[string]string
}

// placesOf lists the parts that an entry can describe.
func placesOf(d *openapi.Document) *places {
	p := &places{
		values: map[string][]*openapi.Schema{}, enums: map[string][]*openapi.Schema{}, labels: map[string]string{},
		operations: map[string]*openapi.Operation{}, resources: map[string]*openapi.Resource{},
	}
	for _, c := range d.Components {
		if !strings.HasPrefix(c.Name, "_") {
			p.members(c.Schema, c.Name)
		}
	}
	for _, op := range d.Operations {
		p.operations[op.Address] = op
		if op.Resource != nil {
			p.resources[op.Domain+"/"+op.Segment] = op.Resource
		}
		for _, param := range op.Params {
			p.value(param.Schema, op.Address+" ?"+param.Name, "?"+param.Name)
		}
		if op.Body != nil {
			p.members(op.Body.Schema, op.Address)
		}
	}
	return p
}

func (p *places) members(s *openapi.Schema, address string) {
	for s.Items != nil {
		s, address = s.Items, address+"[]"
	}
	for _, member := range s.Properties {
		p.value(member.Schema, address+"."+member.Name, member.Name)
	}
}

func (p *places) value(s *openapi.Schema, address, label string) {
	if p.values[address] == nil {
		p.order = append(p.order, address)
		p.labels[address] = label
	}
	p.values[address] = append(p.values[address], s)
	enum, at := s, address
	for enum.Items != nil {
		enum, at = enum.Items, at+"[]"
	}
	if enum.Enum != nil {
		p.enums[at] = append(p.enums[at], enum)
		if at != address {
			p.enums[address] = append(p.enums[address], enum)
		}
	}
	p.members(s, address)
}
