package people

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/companies"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/locations"
	"github.com/factorialhr-go/factorialhr/gen/teams"
)

// Read returns the people of the company on a day, ordered by id: employees at work, upcoming ones
// and leavers. It reads employees and contract versions, and for their fields memberships and
// teams, locations and legal entities: six lists at most, one page of 100 records a request. It
// returns a whole snapshot or an error.
//
// The credential should be one of the company. What a user may not see looks like an empty value:
// a hidden termination, for example, looks like an employment.
func Read(ctx context.Context, client *factorialhr.Client, day factorialhr.Date, opts ...Option) (*Snapshot, error) {
	s, err := read(ctx, client, day, opts)
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	return s, nil
}

func read(ctx context.Context, client *factorialhr.Client, day factorialhr.Date, opts []Option) (*Snapshot, error) {
	c, err := newConfig(opts)
	if err != nil {
		return nil, err
	}
	if day.IsZero() || !day.Valid() {
		return nil, errDay
	}
	src, err := readSources(ctx, client, c)
	if err != nil {
		return nil, err
	}
	if len(src.staff) == 0 {
		return nil, ErrNobody
	}
	s := &Snapshot{Version: Version, Day: day, APIVersion: client.APIVersion(), CompanyID: src.company(), Fields: c.fields}
	for id := range src.staff {
		s.People = append(s.People, src.person(id, day, c))
	}
	slices.SortFunc(s.People, func(a, b Person) int { return compareID(a.ID, b.ID) })
	return s, nil
}

// sources are the lists that a snapshot is joined from, by the id that joins them.
type sources struct {
	staff     map[factorialhr.ID]*employees.Employee
	contracts map[factorialhr.ID][]contracts.ContractVersion // by employee
	members   map[factorialhr.ID][]teams.Membership          // by employee
	teams     map[factorialhr.ID]string
	locations map[factorialhr.ID]string
	entities  map[factorialhr.ID]companies.LegalEntity
	odd       map[factorialhr.ID]bool // employees with an unreadable value
}

func readSources(ctx context.Context, client *factorialhr.Client, c config) (*sources, error) {
	src := &sources{
		staff: map[factorialhr.ID]*employees.Employee{}, contracts: map[factorialhr.ID][]contracts.ContractVersion{},
		members: map[factorialhr.ID][]teams.Membership{}, teams: map[factorialhr.ID]string{},
		locations: map[factorialhr.ID]string{}, entities: map[factorialhr.ID]companies.LegalEntity{},
		odd: map[factorialhr.ID]bool{},
	}
	steps := []func(context.Context, *factorialhr.Client) error{src.readStaff, src.readContracts}
	if c.wants(FieldTeams) {
		steps = append(steps, src.readTeams, src.readMembers)
	}
	if c.wants(FieldLocation) {
		steps = append(steps, src.readLocations)
	}
	if c.wants(FieldLegalEntity, FieldSalary) { // the salary needs the currency
		steps = append(steps, src.readEntities)
	}
	for _, step := range steps {
		if err := step(ctx, client); err != nil {
			return nil, err
		}
	}
	return src, nil
}

func (src *sources) readStaff(ctx context.Context, client *factorialhr.Client) error {
	pages := employees.New(client).Employees.Pages(ctx, nil)
	return collect(pages, usedOfEmployees(), func(e *employees.Employee, odd bool) error {
		if e.ID == "" {
			return errNoID
		}
		src.staff[e.ID] = e
		src.odd[e.ID] = src.odd[e.ID] || odd
		return nil
	})
}

func (src *sources) readContracts(ctx context.Context, client *factorialhr.Client) error {
	pages := contracts.New(client).ContractVersions.Pages(ctx, nil)
	return collect(pages, usedOfContracts(), func(v *contracts.ContractVersion, odd bool) error {
		if odd && v.EmployeeID == "" {
			return factorialhr.ErrMismatch
		}
		src.odd[v.EmployeeID] = src.odd[v.EmployeeID] || odd
		src.contracts[v.EmployeeID] = append(src.contracts[v.EmployeeID], *v)
		return nil
	})
}

func (src *sources) readTeams(ctx context.Context, client *factorialhr.Client) error {
	pages := teams.New(client).Teams.Pages(ctx, nil)
	return collect(pages, []string{"id", "name"}, whole(func(t *teams.Team) { src.teams[t.ID] = t.Name }))
}

// readMembers skips the memberships that a person only inherits from a team below.
func (src *sources) readMembers(ctx context.Context, client *factorialhr.Client) error {
	pages := teams.New(client).Memberships.Pages(ctx, nil)
	return collect(pages, []string{"employee_id", "team_id", "lead", "direct"}, whole(func(m *teams.Membership) {
		if m.Direct == nil || *m.Direct {
			src.members[m.EmployeeID] = append(src.members[m.EmployeeID], *m)
		}
	}))
}

func (src *sources) readLocations(ctx context.Context, client *factorialhr.Client) error {
	pages := locations.New(client).Locations.Pages(ctx, nil)
	return collect(pages, []string{"id", "name"}, whole(func(l *locations.Location) { src.locations[l.ID] = l.Name }))
}

func (src *sources) readEntities(ctx context.Context, client *factorialhr.Client) error {
	pages := companies.New(client).LegalEntities.Pages(ctx, nil)
	return collect(pages, []string{"id", "legal_name", "currency"}, whole(func(l *companies.LegalEntity) { src.entities[l.ID] = *l }))
}

// person joins the view of one employee.
func (src *sources) person(id factorialhr.ID, day factorialhr.Date, c config) Person {
	e := src.staff[id]
	job := employmentOn(day, e.TerminatedOn, src.contracts[id])
	p := Person{
		ID: id, Status: job.status, Notes: job.notes, CreatedAt: e.CreatedAt,
		StartsOn: job.start, EndsOn: job.end, TerminatedOn: e.TerminatedOn,
	}
	if src.odd[id] && !p.Has(NoteUnreadable) {
		p.Status, p.Notes = Unclear, append(p.Notes, NoteUnreadable)
	}
	for _, f := range c.fields {
		src.fill(&p, f, e, job.terms, c)
	}
	return p
}

func (src *sources) fill(p *Person, f Field, e *employees.Employee, terms *contracts.ContractVersion, c config) {
	switch f {
	case FieldName:
		p.FirstName, p.LastName, p.PreferredName, p.FullName = e.FirstName, e.LastName, e.PreferredName, e.FullName
	case FieldLoginEmail:
		p.LoginEmail = e.LoginEmail
	case FieldEmail:
		p.Email = e.Email
	case FieldCompanyIdentifier:
		p.CompanyIdentifier = e.CompanyIdentifier
	case FieldTerminationReason:
		p.TerminationReason = e.TerminationReasonType
	case FieldTeams:
		p.Teams = src.teamsOf(e.ID)
	case FieldManager:
		p.Manager.ID = e.ManagerID
		if m := src.staff[e.ManagerID]; m != nil && c.wants(FieldName) {
			p.Manager.Name = m.FullName
		}
	case FieldLocation:
		p.Location = Ref{e.LocationID, src.locations[e.LocationID]}
	case FieldLegalEntity:
		p.LegalEntity = Ref{e.LegalEntityID, src.entities[e.LegalEntityID].LegalName}
	}
	if terms == nil {
		return
	}
	switch f {
	case FieldJobTitle:
		p.JobTitle = terms.JobTitle
	case FieldHours:
		p.Hours = hoursOf(terms)
	case FieldSalary:
		if amount, per, ok := terms.Salary(); ok {
			currency := cmp.Or(terms.SalaryCurrency, src.entities[e.LegalEntityID].Currency)
			p.Salary = &Salary{Amount: amount, Per: per, Currency: currency}
		}
	}
}

func (src *sources) teamsOf(id factorialhr.ID) []Team {
	byTeam := map[factorialhr.ID]Team{}
	for _, m := range src.members[id] {
		byTeam[m.TeamID] = Team{ID: m.TeamID, Name: src.teams[m.TeamID], Lead: m.Lead || byTeam[m.TeamID].Lead}
	}
	var list []Team
	for _, t := range byTeam {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b Team) int { return compareID(a.ID, b.ID) })
	return list
}

// company returns the company of the employees, or nothing if they belong to several.
func (src *sources) company() factorialhr.ID {
	var id factorialhr.ID
	for _, e := range src.staff {
		if id != "" && e.CompanyID != "" && e.CompanyID != id {
			return ""
		}
		id = cmp.Or(id, e.CompanyID)
	}
	return id
}

// compareID orders ids of digits by their number.
func compareID(a, b factorialhr.ID) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
