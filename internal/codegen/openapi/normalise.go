package openapi

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/name"
)

// Normalise names everything and decides formats and units. Apply the overlay before.
func Normalise(d *Document) error {
	// Each line needs the results of the lines before.
	steps := [][]func(*Document) error{
		{queryArrays, versionParts, resources},
		{models, events},
		{sameProperties},
		{typeNames},
		{decideFormats, units},
		{integersDecode, helpers},
	}
	for _, together := range steps {
		var errs []error
		for _, step := range together {
			errs = append(errs, step(d))
		}
		if err := errors.Join(errs...); err != nil {
			return err
		}
	}
	return nil
}

// queryArrays makes an array of every query parameter whose name ends in []. The spec gives a few
// of them a single value, although their example is a list and the API reads them as lists.
func queryArrays(d *Document) error {
	var all complaints
	for _, op := range d.Operations {
		for _, p := range op.Params {
			if strings.HasSuffix(p.Name, "[]") && p.Schema.Kind != KindArray {
				item := *p.Schema
				item.Example, item.Deprecated = nil, false
				p.Schema = &Schema{
					Range: item.Range, Instead: item.Instead,
					Place: item.Place, Address: item.Address, Kind: KindArray, Items: &item,
					Example: p.Schema.Example, Description: item.Description, Meaning: item.Meaning, Deprecated: p.Schema.Deprecated,
				}
			}
			if op.Response == Page && slices.Contains(pagingNames, p.Name) {
				all.fail(p.Schema.Place, "the spec now has a paging parameter, %q; remove the parameter in api/patches.yaml", p.Name)
			}
		}
	}
	return all.err()
}

// pagingNames are the paging parameters of every list. The spec does not mention them.
var pagingNames = []string{"limit", "after_id", "before_id", "page"}

var version = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

// resources groups the operations, and names their services and methods.
func resources(d *Document) error {
	if !version.MatchString(d.Version) {
		return fmt.Errorf("#/info/version: %q is not a date", d.Version)
	}
	var all complaints
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
			all.fail(op.Place+"/tags", "the tag %q does not fit the rest of %s; correct it in api/patches.yaml", op.Tag, key)
		}
		op.Resource = r
		op.GoName = methodName(op)
		op.Retry = retryClass(op)
		if (op.GoName == "List") != (op.Response == Page) {
			all.fail(op.Place+"/responses", "a list must respond with {data, meta}, and no other operation may; %s", removeIt)
		}
		for _, label := range []string{name.Exported(op.Domain), r.Service, r.Singular, op.GoName} {
			if goName(label, op.Place) != nil {
				all.fail(op.Place, "%q is not a Go name; %s", label, removeIt)
			}
		}
		for _, other := range r.Operations {
			for _, method := range methodNames(op) {
				if slices.Contains(methodNames(other), method) {
					all.fail(op.Place, "duplicate name %s.%s, as %s; remove one of them in api/patches.yaml", r.Service, method, other.Place)
				}
			}
		}
		r.Operations = append(r.Operations, op)
	}
	return all.err()
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
	case op.Method == "PUT", op.Method == "PATCH":
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
	case op.Method == "POST", op.Method == "PATCH":
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
	var all complaints
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
		case len(by) == 0 && (c.Repeated && c.Domain == "" || c.Schema.Kind != KindObject):
			continue // it has no type of its own: the schemas that refer to it repeat it
		case c.Domain == "":
			all.fail(c.Schema.Place, "belongs to no domain; %s", removeIt)
			continue
		}
		c.GoName = name.Exported(strings.TrimPrefix(c.Name, c.Domain+"_"))
		if len(by) == 1 && len(modelsOf[by[0]]) == 1 {
			c.GoName = by[0].Singular
			c.Resource = by[0]
		}
		for _, r := range by {
			if r.Domain != c.Domain {
				all.fail(c.Schema.Place, "both %s and %s respond with it; give one of them a component of its own in api/patches.yaml", c.Domain, r.Domain)
			}
			if r.Model == nil {
				r.Model = c
			}
		}
		if c.Schema.FixedName {
			c.GoName = c.Schema.GoName
		}
		if c.Schema.Kind != KindObject {
			all.fail(c.Schema.Place, "a component must be an object with properties; correct it in api/patches.yaml")
		}
		c.Schema.GoName = c.GoName
	}
	return all.err()
}

// events names the webhooks: timeoff/leave/create → timeoff.EventLeaveCreate.
func events(d *Document) error {
	var all complaints
	for _, e := range d.Events {
		parts := strings.Split(e.Name, "/")
		c := d.Component(e.Component)
		if c.Domain != parts[0] {
			all.fail(e.Place, "the event %s delivers %s of another domain; correct it in api/patches.yaml", e.Name, c.Name)
			continue
		}
		if c.Schema.Kind != KindObject {
			all.fail(e.Place, "the event %s delivers no object with properties; correct it in api/patches.yaml", e.Name)
			continue
		}
		c.Used = true
		e.Domain = parts[0]
		if e.GoName == "" { // the overlay gives no name
			e.GoName = "Event" + name.Exported(parts[1]) + name.Exported(parts[2])
		}
	}
	return all.err()
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
