package openapi

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// Normalise names everything and decides formats and units. Apply the overlay before.
func Normalise(d *Document) error {
	steps := []func(*Document) error{
		queryArrays,
		resources,
		models,
		events,
		typeNames,
		decideFormats,
		units,
	}
	for _, step := range steps {
		if err := step(d); err != nil {
			return err
		}
	}
	return nil
}

// queryArrays makes an array of every query parameter whose name ends in []. The spec gives a few
// of them a single value, although their example is a list and the API reads them as lists.
func queryArrays(d *Document) error {
	for _, op := range d.Operations {
		for _, p := range op.Params {
			if strings.HasSuffix(p.Name, "[]") && p.Schema.Kind != KindArray {
				item := *p.Schema
				item.Example, item.Deprecated = nil, false
				p.Schema = &Schema{
					Place: item.Place, Address: item.Address, Kind: KindArray, Items: &item,
					Example: p.Schema.Example, Description: item.Description, Meaning: item.Meaning, Deprecated: p.Schema.Deprecated,
				}
			}
			if op.Response == Page && slices.Contains(pagingNames, p.Name) {
				return fmt.Errorf("%s: the spec now has a paging parameter, %q", op.Place, p.Name)
			}
		}
	}
	return nil
}

// pagingNames are the paging parameters of every list. The spec does not mention them.
var pagingNames = []string{"limit", "after_id", "before_id", "page"}

var version = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

// resources groups the operations, and names their services and methods.
func resources(d *Document) error {
	if !version.MatchString(d.Version) {
		return fmt.Errorf("#/info/version: %q is not a date", d.Version)
	}
	byPath := map[string]*Resource{}
	for _, op := range d.Operations {
		key := op.Domain + "/" + op.Segment
		singular := name.Exported(op.Tag[strings.Index(op.Tag, " > ")+3:])
		r := byPath[key]
		if r == nil {
			r = &Resource{Domain: op.Domain, Segment: op.Segment, Service: name.Exported(op.Segment), Singular: singular}
			byPath[key] = r
		}
		if r.Singular != singular {
			return fmt.Errorf("%s: the tag %q does not fit the rest of %s", op.Place, op.Tag, key)
		}
		op.Resource = r
		op.GoName = methodName(op)
		op.Retry = retryClass(op)
		if (op.GoName == "List") != (op.Response == Page) {
			return fmt.Errorf("%s: a list must respond with {data, meta}, and no other operation may", op.Place)
		}
		for _, label := range []string{name.Exported(op.Domain), r.Service, r.Singular, op.GoName} {
			if err := goName(label, op.Place); err != nil {
				return err
			}
		}
		for _, other := range r.Operations {
			for _, method := range methodNames(op) {
				if slices.Contains(methodNames(other), method) {
					return fmt.Errorf("%s: duplicate name %s.%s, as %s", op.Place, r.Service, method, other.Place)
				}
			}
		}
		r.Operations = append(r.Operations, op)
	}
	return nil
}

func methodName(op *Operation) string {
	switch {
	case op.Action != "":
		return name.Exported(op.Action)
	case op.Method == "GET" && op.HasID:
		return "Get"
	case op.Method == "GET":
		return "List"
	case op.Method == "POST":
		return "Create"
	case op.Method == "PUT":
		return "Update"
	}
	return "Delete"
}

// methodNames lists the methods of a service that call an operation.
func methodNames(op *Operation) []string {
	if op.Response == Page {
		return []string{"List", "Pages", "All", "GetAll"}
	}
	return []string{op.GoName}
}

func retryClass(op *Operation) string {
	switch {
	case op.Retry != "": // from the overlay
		return op.Retry
	case op.Method == "GET":
		return "safe"
	case op.Method == "POST":
		return "unsafe"
	}
	return "idempotent"
}

// models names the components. If a resource responds with only one component, and no other
// resource does, the component has the singular of the resource. Another component keeps its own
// name.
func models(d *Document) error {
	resourcesOf := map[string][]*Resource{}
	modelsOf := map[*Resource][]string{}
	for _, op := range d.Operations {
		if !slices.Contains(resourcesOf[op.Model], op.Resource) {
			resourcesOf[op.Model] = append(resourcesOf[op.Model], op.Resource)
		}
		if !slices.Contains(modelsOf[op.Resource], op.Model) {
			modelsOf[op.Resource] = append(modelsOf[op.Resource], op.Model)
		}
	}
	domains := d.Domains()
	for _, c := range d.Components {
		if strings.HasPrefix(c.Name, "_") {
			continue
		}
		for _, domain := range domains {
			if strings.HasPrefix(c.Name, domain+"_") && len(domain) > len(c.Domain) {
				c.Domain = domain
			}
		}
		by := resourcesOf[c.Name]
		switch {
		case len(by) > 0:
			c.Used = true
			c.Domain = by[0].Domain
		case c.Domain == "":
			return fmt.Errorf("%s: belongs to no domain", c.Schema.Place)
		}
		c.GoName = name.Exported(strings.TrimPrefix(c.Name, c.Domain+"_"))
		if len(by) == 1 && len(modelsOf[by[0]]) == 1 {
			c.GoName = by[0].Singular
			c.Resource = by[0]
		}
		for _, r := range by {
			if r.Domain != c.Domain {
				return fmt.Errorf("%s: both %s and %s respond with it", c.Schema.Place, c.Domain, r.Domain)
			}
			if r.Model == nil {
				r.Model = c
			}
		}
		if c.Schema.FixedName {
			c.GoName = c.Schema.GoName
		}
		if c.Schema.Kind != KindObject {
			return fmt.Errorf("%s: a component must be an object with properties", c.Schema.Place)
		}
		c.Schema.GoName = c.GoName
	}
	return nil
}

// events names the webhooks: timeoff/leave/create → timeoff.EventLeaveCreate.
func events(d *Document) error {
	for _, e := range d.Events {
		parts := strings.Split(e.Name, "/")
		c := d.Component(e.Component)
		if c.Domain != parts[0] {
			return fmt.Errorf("%s: the event %s delivers %s of another domain", e.Place, e.Name, c.Name)
		}
		c.Used = true
		e.Domain = parts[0]
		if e.GoName == "" { // the overlay gives no name
			e.GoName = "Event" + name.Exported(parts[1]) + name.Exported(parts[2])
		}
	}
	return nil
}

// Domains lists the domains in alphabetical order.
func (d *Document) Domains() []string {
	var domains []string
	for _, op := range d.Operations {
		if !slices.Contains(domains, op.Domain) {
			domains = append(domains, op.Domain)
		}
	}
	slices.Sort(domains)
	return domains
}

// ByUse lists the resources of a domain, the most used first.
func (d *Document) ByUse(domain string) []*Resource {
	list := d.Resources(domain)
	slices.SortStableFunc(list, func(a, b *Resource) int { return rank(a) - rank(b) })
	return list
}

func rank(r *Resource) int {
	if r.Rank == 0 {
		return math.MaxInt32
	}
	return r.Rank
}

// Resources lists the resources of a domain in alphabetical order.
func (d *Document) Resources(domain string) []*Resource {
	var list []*Resource
	for _, op := range d.Operations {
		if op.Domain == domain && !slices.Contains(list, op.Resource) {
			list = append(list, op.Resource)
		}
	}
	slices.SortFunc(list, func(a, b *Resource) int { return strings.Compare(a.Segment, b.Segment) })
	return list
}
