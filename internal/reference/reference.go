// Package reference tells which collection of the API a name refers to: employee_id names a record
// of employees/employees. The generator documents fields with it, and the fake API follows it.
package reference

import "strings"

// employees is the collection of the employees, whose records also have an access id.
const employees = "employees/employees"

// Collection returns the collection of a noun that means the same in every domain, and "" for any
// other noun. Those belong to the domain of the record: a project_worker_id in project management
// is one of its project workers.
func Collection(noun string) string {
	switch noun {
	case "contract_version":
		return "contracts/contract_versions"
	case "cost_center":
		return "finance/cost_centers"
	case "document":
		return "documents/documents"
	case "employee":
		return employees
	case "expense":
		return "expenses/expenses"
	case "leave":
		return "timeoff/leaves"
	case "leave_type":
		return "timeoff/leave_types"
	case "legal_entity":
		return "companies/legal_entities"
	case "location", "workplace":
		return "locations/locations"
	case "project":
		return "project_management/projects"
	case "task":
		return "tasks/tasks"
	case "team":
		return "teams/teams"
	}
	return ""
}

// roles lists the prefixes that give the role of the referenced record: author_employee_id is an
// employee. Other prefixes change the meaning: payroll_run_employee_id is not an employee.
func roles() []string {
	return []string{
		"assignee", "author", "created_by", "destination", "destination_parent", "last_updated_by", "mentioned",
		"new_reviewer", "override_approver", "owner", "parent", "peer", "requester", "target", "targets",
	}
}

// A Target is the collection that a name refers to.
type Target struct {
	Path   string // timeoff/leaves; empty if the name does not tell the collection
	Access bool   // the name holds the access_id of an employee, not the id of a record
}

// An Index holds the collections that names can refer to.
type Index struct {
	paths   map[string]bool
	nouns   map[string]string // timeoff/leave to timeoff/leaves
	domains []string
}

// NewIndex returns an index of collections, such as timeoff/leaves, in the order of the spec.
func NewIndex(paths []string) *Index {
	x := &Index{paths: map[string]bool{}, nouns: map[string]string{}}
	seen := map[string]bool{}
	for _, path := range paths {
		domain, segment, _ := strings.Cut(path, "/")
		x.paths[path] = true
		x.nouns[domain+"/"+Singular(segment)] = path
		if !seen[domain] {
			seen[domain] = true
			x.domains = append(x.domains, domain)
		}
	}
	return x
}

// Of returns the target of a name in a domain. It accepts singular and plural names: employee_id,
// ats_job_posting_ids.
func (x *Index) Of(domain, name string) Target {
	noun, ok := strings.CutSuffix(Singular(name), "_id")
	switch {
	case !ok:
		return Target{}
	case noun == "access" && x.paths[employees]:
		return Target{Path: employees, Access: true}
	case noun == "access":
		return Target{}
	}
	if path := Collection(noun); x.paths[path] {
		return Target{Path: path}
	}
	if path := x.nouns[domain+"/"+noun]; path != "" {
		return Target{Path: path}
	}
	for _, of := range x.domains {
		if rest, ok := strings.CutPrefix(noun, of+"_"); ok && x.nouns[of+"/"+rest] != "" {
			return Target{Path: x.nouns[of+"/"+rest]} // timeoff_policy_id
		}
	}
	return Target{}
}

// InRole is like Of, but also accepts names with a role: author_employee_id.
func (x *Index) InRole(domain, name string) Target {
	if t := x.Of(domain, name); t.Path != "" {
		return t
	}
	if name == "manager_id" || name == "timeoff_manager_id" {
		return x.Of(domain, "employee_id")
	}
	for _, role := range roles() {
		if rest, ok := strings.CutPrefix(name, role+"_"); ok {
			if t := x.Of(domain, rest); t.Path != "" {
				return t
			}
		}
	}
	return Target{}
}

// Singular returns the singular of a property name: employee_ids becomes employee_id, and
// job_postings becomes job_posting.
func Singular(name string) string {
	words := strings.Split(name, "_")
	last := len(words) - 1
	switch words[last] {
	case "ids":
		words[last] = "id"
		last--
	case "uuids":
		words[last] = "uuid"
		last--
	case "id":
		last--
	}
	if last >= 0 {
		words[last] = singularWord(words[last])
	}
	return strings.Join(words, "_")
}

func singularWord(w string) string {
	switch {
	case strings.HasSuffix(w, "ies"):
		return strings.TrimSuffix(w, "ies") + "y"
	case strings.HasSuffix(w, "uses"), strings.HasSuffix(w, "sses"):
		return strings.TrimSuffix(w, "es")
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us"):
		return strings.TrimSuffix(w, "s")
	}
	return w
}
