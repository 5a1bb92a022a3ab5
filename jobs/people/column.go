package people

import (
	"slices"
	"strings"
)

// A column is a field as Compare sees it.
type column struct {
	field  Field
	always bool                 // every snapshot has it
	key    func(*Person) string // equal keys mean no difference
	text   func(*Person) string // for people; nil if key serves
}

func (col column) show(p *Person) string {
	if col.text == nil {
		return col.key(p)
	}
	return col.text(p)
}

// anywhere reports whether a person of the snapshot has a value.
func (col column) anywhere(s *Snapshot) bool {
	return slices.ContainsFunc(s.People, func(p Person) bool { return col.key(&p) != "" })
}

func (s *Snapshot) has(f Field) bool {
	return slices.Contains(s.Fields, f) || !slices.Contains(AllFields(), f)
}

func differences(columns []column, old, now *Person) []Difference {
	var list []Difference
	for _, col := range columns {
		if col.key(old) != col.key(now) {
			list = append(list, Difference{col.field, col.show(old), col.show(now)})
		}
	}
	return list
}

// columns returns a column for each field.
func columns() []column {
	return []column{
		{"status", true, func(p *Person) string { return string(p.Status) }, nil},
		{"notes", true, func(p *Person) string { return joinText(p.Notes, ", ") }, nil},
		{"created_at", true, func(p *Person) string { return p.CreatedAt.String() }, nil},
		{"starts_on", true, func(p *Person) string { return p.StartsOn.String() }, nil},
		{"ends_on", true, func(p *Person) string { return p.EndsOn.String() }, nil},
		{"terminated_on", true, func(p *Person) string { return p.TerminatedOn.String() }, nil},
		{FieldName, false, nameKey, nameText},
		{FieldLoginEmail, false, func(p *Person) string { return p.LoginEmail }, nil},
		{FieldEmail, false, func(p *Person) string { return p.Email }, nil},
		{FieldCompanyIdentifier, false, func(p *Person) string { return p.CompanyIdentifier }, nil},
		{FieldJobTitle, false, func(p *Person) string { return p.JobTitle }, nil},
		{FieldHours, false, hoursKey, hoursText},
		{FieldTeams, false, teamsKey, teamsText},
		{FieldManager, false, func(p *Person) string { return string(p.Manager.ID) }, func(p *Person) string { return p.Manager.text() }},
		{FieldLocation, false, func(p *Person) string { return string(p.Location.ID) }, func(p *Person) string { return p.Location.text() }},
		{FieldLegalEntity, false, func(p *Person) string { return string(p.LegalEntity.ID) }, func(p *Person) string { return p.LegalEntity.text() }},
		{FieldTerminationReason, false, func(p *Person) string { return p.TerminationReason }, nil},
		{FieldSalary, false, salaryText, nil},
	}
}

// text returns the name, or the id of a record that the credential does not see.
func (r Ref) text() string {
	if r.Name == "" {
		return string(r.ID)
	}
	return r.Name
}

func nameKey(p *Person) string {
	parts := []string{p.FirstName, p.LastName, p.PreferredName, p.FullName}
	if strings.Join(parts, "") == "" {
		return ""
	}
	return strings.Join(parts, "\x00")
}

func nameText(p *Person) string {
	name := p.FullName
	if name == "" {
		name = strings.TrimSpace(p.FirstName + " " + p.LastName)
	}
	if p.PreferredName != "" {
		name += " (" + p.PreferredName + ")"
	}
	return name
}

func hoursKey(p *Person) string {
	if p.Hours == nil {
		return ""
	}
	return p.Hours.Agreed.String() + " " + p.Hours.Per + strings.Repeat("+", p.Hours.Days)
}

func hoursText(p *Person) string {
	if p.Hours == nil {
		return ""
	}
	if week, ok := p.Hours.Week(); ok {
		return week.String() + " a week"
	}
	if p.Hours.Per == "" {
		return p.Hours.Agreed.String()
	}
	return p.Hours.Agreed.String() + " a " + p.Hours.Per
}

func salaryText(p *Person) string {
	if p.Salary == nil {
		return ""
	}
	return strings.TrimSpace(strings.Join([]string{p.Salary.Amount.String(), p.Salary.Currency, p.Salary.Per}, " "))
}

func teamsKey(p *Person) string {
	var b strings.Builder
	for _, t := range p.Teams {
		b.WriteString(string(t.ID))
		if t.Lead {
			b.WriteString("\x00lead")
		}
		b.WriteString("\x00")
	}
	return b.String()
}

func teamsText(p *Person) string {
	names := make([]string, len(p.Teams))
	for i, t := range p.Teams {
		names[i] = Ref{t.ID, t.Name}.text()
		if t.Lead {
			names[i] += " (lead)"
		}
	}
	return strings.Join(names, ", ")
}

func joinText[T ~string](list []T, sep string) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = string(v)
	}
	return strings.Join(texts, sep)
}
