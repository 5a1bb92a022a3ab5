package people

import (
	"errors"
	"fmt"
	"slices"
)

// A Field is a part of [Person] that Read includes on request. Its text suits a flag or a
// configuration file.
type Field string

// The fields. A Person always has ID, Status, Notes, CreatedAt, StartsOn, EndsOn and TerminatedOn,
// which comparing needs.
const (
	FieldName              Field = "name" // first, last, preferred and full name; also the manager's name
	FieldLoginEmail        Field = "login_email"
	FieldEmail             Field = "email"
	FieldCompanyIdentifier Field = "company_identifier"
	FieldJobTitle          Field = "job_title"
	FieldHours             Field = "hours"
	FieldTeams             Field = "teams"
	FieldManager           Field = "manager"
	FieldLocation          Field = "location"
	FieldLegalEntity       Field = "legal_entity"
	FieldTerminationReason Field = "termination_reason" // not in the default list
	FieldSalary            Field = "salary"             // not in the default list
)

// ErrUnknownField is the error for a field that the package does not know. No request was sent.
var ErrUnknownField = errors.New("unknown field")

// ErrNobody is the error for a company without a visible employee. A credential of another
// environment gets empty lists instead of a 401 response.
var ErrNobody = errors.New("the list of employees is empty: check the credential and its environment")

// DefaultFields returns the fields that Read includes without [Fields].
func DefaultFields() []Field {
	return AllFields()[:10]
}

// AllFields returns all fields. The sensitive ones come last.
func AllFields() []Field {
	return []Field{
		FieldName, FieldLoginEmail, FieldEmail, FieldCompanyIdentifier, FieldJobTitle, FieldHours,
		FieldTeams, FieldManager, FieldLocation, FieldLegalEntity, FieldTerminationReason, FieldSalary,
	}
}

// An Option changes what [Read] returns.
type Option func(*config)

type config struct{ fields []Field }

// Fields is the allow-list of what leaves HR. It replaces the default list; without an argument it
// leaves only the id and the employment.
func Fields(list ...Field) Option {
	return func(c *config) { c.fields = list }
}

// newConfig applies the options. The fields come out in the order of AllFields, each once.
func newConfig(opts []Option) (config, error) {
	c := config{fields: DefaultFields()}
	for _, o := range opts {
		o(&c)
	}
	all := AllFields()
	for _, f := range c.fields {
		if !slices.Contains(all, f) {
			return c, fmt.Errorf("%w %q", ErrUnknownField, f)
		}
	}
	asked := c.fields
	c.fields = slices.DeleteFunc(all, func(f Field) bool { return !slices.Contains(asked, f) })
	return c, nil
}

func (c config) wants(list ...Field) bool {
	return slices.ContainsFunc(list, func(f Field) bool { return slices.Contains(c.fields, f) })
}
