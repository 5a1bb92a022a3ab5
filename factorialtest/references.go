package factorialtest

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/reference"
)

// relation is a property that names records of a collection: employee_id, ats_job_posting_ids.
type relation struct {
	at  int // the index of the property
	to  *resource
	key int // the index of the referenced property: the id, or the access_id of an employee
}

// connect finds the references between the resources.
func (a *api) connect() {
	for _, res := range a.order {
		for i := range res.shape.properties {
			to, key := a.referred(res.domain(), res.shape.properties[i].Name)
			if to != nil && !(to == res && key == i) { // an employee's own access_id is not a reference
				res.references = append(res.references, relation{i, to, key})
			}
		}
	}
}

// referred returns the collection that a name refers to, and the index of the referenced property.
// It returns nil if the name does not tell the collection.
func (a *api) referred(domain, name string) (to *resource, key int) {
	return a.target(a.index.Of(domain, name))
}

// referredInRole is like referred, but also accepts names with a role.
func (a *api) referredInRole(domain, name string) (to *resource, key int) {
	return a.target(a.index.InRole(domain, name))
}

func (a *api) target(t reference.Target) (to *resource, key int) {
	to = a.resources[t.Path]
	switch {
	case to == nil:
		return nil, -1
	case t.Access:
		return to, to.shape.at("access_id")
	case to.shape.id < 0:
		return nil, -1
	}
	return to, to.shape.id
}

func (r *resource) domain() string { return r.path[:strings.IndexByte(r.path, '/')] }

// noun returns the name of one record of the resource in property names: job_posting.
func (r *resource) noun() string {
	return reference.Singular(r.path[strings.IndexByte(r.path, '/')+1:])
}
