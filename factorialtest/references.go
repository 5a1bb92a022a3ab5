package factorialtest

import "strings"

// reference is a property that names records of a collection: employee_id, ats_job_posting_ids.
type reference struct {
	at  int // the index of the property
	to  *resource
	key int // the index of the referenced property: the id, or the access_id of an employee
}

// collections maps the nouns that mean the same in every domain. Other nouns belong to the domain
// of the record: a project_worker_id in project management is one of its project workers.
var collections = map[string]string{
	"contract_version": "contracts/contract_versions",
	"cost_center":      "finance/cost_centers",
	"document":         "documents/documents",
	"employee":         "employees/employees",
	"expense":          "expenses/expenses",
	"leave":            "timeoff/leaves",
	"leave_type":       "timeoff/leave_types",
	"legal_entity":     "companies/legal_entities",
	"location":         "locations/locations",
	"project":          "project_management/projects",
	"task":             "tasks/tasks",
	"team":             "teams/teams",
	"workplace":        "locations/locations",
}

// roles are prefixes that give the role of the referenced record: author_employee_id is an
// employee. Other prefixes change the meaning: payroll_run_employee_id is not an employee.
var roles = []string{
	"assignee", "author", "created_by", "destination", "destination_parent", "last_updated_by", "mentioned", "new_reviewer",
	"override_approver", "owner", "parent", "peer", "requester", "target", "targets",
}

// connect finds the references between the resources.
func (a *api) connect() {
	for _, res := range a.order {
		for i := range res.shape.properties {
			to, key := a.referred(res.domain(), res.shape.properties[i].Name)
			if to != nil && !(to == res && key == i) { // an employee's own access_id is not a reference
				res.references = append(res.references, reference{i, to, key})
			}
		}
	}
}

// referred returns the collection that a name refers to, and the index of the referenced property.
// It returns nil if the name does not tell the collection.
func (a *api) referred(domain, name string) (to *resource, key int) {
	noun, ok := strings.CutSuffix(singular(name), "_id")
	if !ok {
		return nil, -1
	}
	if noun == "access" {
		if to = a.resources[collections["employee"]]; to != nil {
			return to, to.shape.at("access_id")
		}
		return nil, -1
	}
	if to = a.resources[collections[noun]]; to == nil {
		to = a.nouns[domain+"/"+noun]
	}
	for _, of := range a.domains {
		if rest, ok := strings.CutPrefix(noun, of+"_"); ok && to == nil {
			to = a.nouns[of+"/"+rest] // timeoff_policy_id
		}
	}
	if to == nil || to.shape.id < 0 {
		return nil, -1
	}
	return to, to.shape.id
}

// referredInRole is like referred, but also accepts names with a role.
func (a *api) referredInRole(domain, name string) (to *resource, key int) {
	if to, key = a.referred(domain, name); to != nil {
		return to, key
	}
	if name == "manager_id" || name == "timeoff_manager_id" {
		return a.referred(domain, "employee_id")
	}
	for _, role := range roles {
		if rest, ok := strings.CutPrefix(name, role+"_"); ok {
			if to, key = a.referred(domain, rest); to != nil {
				return to, key
			}
		}
	}
	return nil, -1
}

func (r *resource) domain() string { return r.path[:strings.IndexByte(r.path, '/')] }

// noun returns the name of one record of the resource in property names: job_posting.
func (r *resource) noun() string { return singular(r.path[strings.IndexByte(r.path, '/')+1:]) }
