package spec

import (
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/reference"
)

// Relation is a property that names records of a collection: employee_id, ats_job_posting_ids.
type Relation struct {
	At  int // the index of the property
	To  *Resource
	Key int // the index of the referenced property: the id, or the access_id of an employee
}

// connect finds the references between the resources.
func (a *API) connect() {
	for _, res := range a.Order {
		for i := range res.Shape.Properties {
			to, key := a.referred(res.Domain(), res.Shape.Properties[i].Name)
			if to != nil && !(to == res && key == i) { // an employee's own access_id is not a reference
				res.References = append(res.References, Relation{i, to, key})
			}
		}
	}
}

// referred returns the collection that a name refers to, and the index of the referenced property.
// It returns nil if the name does not tell the collection.
func (a *API) referred(domain, name string) (to *Resource, key int) {
	return a.target(a.index.Of(domain, name))
}

// ReferredInRole returns the collection that a name refers to, perhaps in a role such as
// author_employee_id, and the index of the referenced property. It returns nil if the name does not
// tell the collection.
func (a *API) ReferredInRole(domain, name string) (to *Resource, key int) {
	return a.target(a.index.InRole(domain, name))
}

func (a *API) target(t reference.Target) (to *Resource, key int) {
	to = a.Resources[t.Path]
	switch {
	case to == nil:
		return nil, -1
	case t.Access:
		return to, to.Shape.At("access_id")
	case to.Shape.ID < 0:
		return nil, -1
	}
	return to, to.Shape.ID
}

// Domain returns the first part of the path: timeoff.
func (r *Resource) Domain() string { return r.Path[:strings.IndexByte(r.Path, '/')] }

// Noun returns the name of one record of the resource in property names: job_posting.
func (r *Resource) Noun() string {
	return reference.Singular(r.Path[strings.IndexByte(r.Path, '/')+1:])
}

// Connects reports whether the resource's records exist to connect others.
func (r *Resource) Connects() bool {
	for _, word := range []string{"membership", "assignment", "worker"} {
		if strings.HasSuffix(r.Noun(), word) {
			return true
		}
	}
	return false
}

// Created reports whether a resource is empty until a client creates a record.
func (r *Resource) Created() bool { return r.Path == "api_public/webhook_subscriptions" }
