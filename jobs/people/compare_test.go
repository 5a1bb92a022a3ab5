package people_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/jobs/people"
)

const (
	staff    = "employees/employees"
	versions = "contracts/contract_versions"
	members  = "teams/memberships"
)

func TestWhatHappenedToAPersonBetweenTwoSnapshots(t *testing.T) {
	nothing := func(company) {}
	with := func(e fields, vs ...fields) func(company) {
		return func(c company) {
			c.insert(staff, ada.with(e))
			c.insert(versions, vs...)
		}
	}
	edit := func(resource, id string, f fields) func(company) {
		return func(c company) { c.change(resource, id, f) }
	}
	remove := func(resource, id string) func(company) {
		return func(c company) {
			if found, err := c.Remove(resource, id); err != nil || !found {
				c.t.Fatal(found, err)
			}
		}
	}
	next := terms.with(fields{"id": "71", "contracts_contract_id": "701", "starts_on": "2026-10-20", "effective_on": "2026-10-20"})
	tests := []struct {
		name          string
		before, event func(company)
		list          string
		reason        people.Reason
		fields        []people.Field // beside status and the days
	}{
		{"nothing happens", with(nil, terms), nothing, "", "", nil},
		{"a joiner", nothing, with(nil, next), "joined", people.Started, nil},
		{"a joiner whom HR registers late", nothing,
			with(fields{"created_at": "2026-10-16T08:00:00Z"}, terms.with(fields{"starts_on": "2026-10-12", "effective_on": "2026-10-12"})), "joined", people.Registered, nil},
		{"a joiner whom HR registers after the first snapshot of the day", nothing,
			with(fields{"created_at": "2026-10-15T18:00:00Z"}, terms.with(fields{"starts_on": "2026-10-12", "effective_on": "2026-10-12"})), "joined", people.Registered, nil},
		{"a joiner whose start was moved forward", with(nil, next), edit(versions, "71", fields{"starts_on": "2026-10-14", "effective_on": "2026-10-14"}),
			"joined", people.Started, nil},
		{"a joiner who was announced before", with(nil, next), nothing, "joined", people.Started, nil},
		{"a leaver who comes back", with(fields{"terminated_on": "2023-01-31"}, terms.with(fields{"ends_on": "2023-01-31"})),
			func(c company) { c.change(staff, "7", fields{"terminated_on": nil}); c.insert(versions, next) }, "joined", people.Rehired,
			[]people.Field{people.FieldHours, people.FieldJobTitle}},
		{"a termination that is taken back", with(fields{"terminated_on": "2026-10-10"}, terms),
			edit(staff, "7", fields{"terminated_on": nil}), "joined", people.Reinstated, []people.Field{people.FieldHours, people.FieldJobTitle}},
		{"a leaver", with(nil, terms), edit(staff, "7", fields{"terminated_on": "2026-10-20", "termination_reason_type": "resignation"}),
			"left", people.Terminated, []people.Field{people.FieldHours, people.FieldJobTitle, people.FieldTerminationReason}},
		{"a leaver whose last day was known", with(fields{"terminated_on": "2026-10-20"}, terms), nothing, "left", people.Terminated,
			[]people.Field{people.FieldHours, people.FieldJobTitle}},
		{"a termination ahead", with(nil, terms), edit(staff, "7", fields{"terminated_on": "2026-12-31"}), "moved", people.Edited, nil},
		{"a joiner who withdraws", with(nil, next), edit(staff, "7", fields{"terminated_on": "2026-10-20"}), "left", people.Terminated,
			[]people.Field{people.FieldHours, people.FieldJobTitle}},
		{"another manager", with(nil, terms), edit(staff, "7", fields{"manager_id": "99"}), "moved", people.Edited, []people.Field{people.FieldManager}},
		{"another workplace", with(nil, terms), edit(staff, "7", fields{"location_id": "2"}), "moved", people.Edited, []people.Field{people.FieldLocation}},
		{"another employer", with(nil, terms), edit(staff, "7", fields{"legal_entity_id": "2"}), "moved", people.Edited, []people.Field{people.FieldLegalEntity}},
		{"another team", with(nil, terms), func(c company) {
			c.insert(members, fields{"id": "2", "employee_id": "7", "team_id": "2", "lead": false, "direct": true})
		}, "moved", people.Edited, []people.Field{people.FieldTeams}},
		{"another login and name", with(nil, terms), edit(staff, "7", fields{"login_email": "ada.ruiz@example.com", "last_name": "Ruiz"}),
			"moved", people.Edited, []people.Field{people.FieldLoginEmail, people.FieldName}},
		{"other hours and another title", with(nil, terms), func(c company) {
			c.insert(versions, terms.with(fields{"id": "72", "effective_on": "2026-10-18", "working_hours": 2000, "job_title": "Lead"}))
		}, "moved", people.Edited, []people.Field{people.FieldHours, people.FieldJobTitle}},
		{"a raise", with(nil, terms), edit(versions, "70", fields{"salary_amount": 3_600_000}), "moved", people.Edited, []people.Field{people.FieldSalary}},
		{"another name of a team", with(nil, terms), edit("teams/teams", "1", fields{"name": "Core"}), "", "", nil},
		{"someone is hired", nothing, with(nil, next.with(fields{"starts_on": "2027-01-01", "effective_on": "2027-01-01"})), "planned", people.Hired, nil},
		{"the start is postponed", with(nil, next), edit(versions, "71", fields{"starts_on": "2027-01-01", "effective_on": "2027-01-01"}), "moved", people.Edited, nil},
		{"a record that can no longer be seen", with(nil, terms), remove(staff, "7"), "unclear", people.Missing, nil},
		{"a leaver's record that can no longer be seen", with(fields{"terminated_on": "2023-01-31"}, terms), remove(staff, "7"), "unclear", people.Missing, nil},
		{"a record that could not be seen before", nothing, with(nil, terms), "unclear", people.Appeared, nil},
		{"a contract that can no longer be seen", with(nil, terms), remove(versions, "70"), "unclear", people.Doubtful,
			[]people.Field{people.FieldHours, people.FieldJobTitle}},
		{"a contract that ends without a termination", with(nil, terms.with(fields{"ends_on": "2026-10-20"})), nothing, "unclear", people.Doubtful,
			[]people.Field{people.FieldHours, people.FieldJobTitle}},
		{"a late renewal", with(nil, terms.with(fields{"ends_on": "2026-10-14"})), edit(versions, "70", fields{"ends_on": "2027-10-14"}),
			"moved", people.Edited, []people.Field{people.FieldHours, people.FieldJobTitle}},
		{"a start that is postponed after the first day", with(nil, terms),
			edit(versions, "70", fields{"starts_on": "2027-01-01", "effective_on": "2027-01-01"}), "unclear", people.NotInForce, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newCompany(t)
			all := people.Fields(people.AllFields()...)
			tt.before(c)
			before := clone(t, c.read(today, all))
			tt.event(c)
			changes, err := people.Compare(before, c.read(date("2026-10-22"), all))
			if err != nil {
				t.Fatal(err)
			}
			lists := map[string][]people.Change{"joined": changes.Joined, "moved": changes.Moved, "left": changes.Left,
				"planned": changes.Planned, "unclear": changes.Unclear}
			if tt.list == "" {
				if !changes.Empty() {
					t.Errorf("%s", changes)
				}
				return
			}
			if len(changes.All()) != 1 || len(lists[tt.list]) != 1 {
				t.Fatalf("%s, want one in %s", changes, tt.list)
			}
			change := lists[tt.list][0]
			if change.Reason != tt.reason || change.Person().ID != "7" {
				t.Errorf("the reason is %s, want %s", change.Reason, tt.reason)
			}
			var got []people.Field
			for _, d := range change.Fields {
				if slices.Contains(people.AllFields(), d.Field) && d.Field != people.FieldSalary || d.Field == people.FieldSalary && tt.name == "a raise" {
					got = append(got, d.Field)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.fields) {
				t.Errorf("the fields are %q, want %q", got, tt.fields)
			}
		})
	}
}

func TestADifferenceHasBothValues(t *testing.T) {
	c := newCompany(t)
	c.insert(staff, ada)
	c.insert(versions, terms)
	before := c.read(today)
	c.change(staff, "7", fields{"location_id": "2", "manager_id": "99"})
	c.insert(versions, terms.with(fields{"id": "72", "effective_on": "2026-10-18", "working_hours": 2050}))
	changes, err := people.Compare(before, c.read(date("2026-10-22")))
	if err != nil {
		t.Fatal(err)
	}
	want := []people.Difference{
		{Field: people.FieldHours, From: "40h0m0s a week", To: "20h30m0s a week"},
		{Field: people.FieldManager, From: "Bo Ruiz", To: "99"},
		{Field: people.FieldLocation, From: "Vigo", To: "Porto"},
	}
	if got := changes.Moved[0].Fields; !slices.Equal(got, want) {
		encoded, _ := json.Marshal(got)
		t.Errorf("got %s", encoded)
	}
}

func TestFieldsOfOneSnapshotAreNotCompared(t *testing.T) {
	c := newCompany(t)
	before := c.read(today, people.Fields(people.FieldName))
	changes, err := people.Compare(before, c.read(today, people.Fields(people.FieldName, people.FieldHours)))
	if err != nil {
		t.Fatal(err)
	}
	if !changes.Empty() || !slices.Equal(changes.Ignored, []people.Field{people.FieldHours}) {
		t.Errorf("%s, ignored %q", changes, changes.Ignored)
	}
}

func TestAFieldThatEverybodyLosesIsReported(t *testing.T) {
	c := newCompany(t)
	c.insert(staff, ada)
	before := c.read(today)
	c.change(staff, "7", fields{"manager_id": nil, "location_id": nil})
	changes, err := people.Compare(before, c.read(today))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(changes.Blank, []people.Field{people.FieldManager}) { // one person has a location still
		t.Errorf("blank: %q", changes.Blank)
	}
}

func TestCompareRefuses(t *testing.T) {
	c := newCompany(t)
	s := c.read(today)
	edited := func(edit func(*people.Snapshot)) *people.Snapshot {
		other := clone(t, s)
		edit(other)
		return other
	}
	for name, other := range map[string]*people.Snapshot{
		"another company": edited(func(o *people.Snapshot) { o.CompanyID = "2" }),
		"an earlier day":  edited(func(o *people.Snapshot) { o.Day = date("2026-10-14") }),
		"no day":          edited(func(o *people.Snapshot) { o.Day = factorialhr.Date{} }),
		"nobody":          edited(func(o *people.Snapshot) { o.People = nil }),
		"a person twice":  edited(func(o *people.Snapshot) { o.People = append(o.People, o.People[0]) }),
		"another version": edited(func(o *people.Snapshot) { o.Version = 9 }),
		"nil":             nil,
	} {
		if changes, err := people.Compare(s, other); err == nil || changes != nil {
			t.Errorf("%s: %v, %v", name, changes, err)
		}
	}
}

func TestADamagedFileIsNoSnapshot(t *testing.T) {
	for _, text := range []string{`{}`, `null`, `[]`, `{"version":1}`, `{"version":2,"day":"2026-10-15","people":[{"id":"1","status":"employed"}]}`,
		`{"version":1,"day":"2026-10-15","people":[]}`, `{"version":1,"day":"x","people":[{"id":"1","status":"employed"}]}`,
		`{"version":1,"day":"2026-10-15","people":[{"status":"employed"}]}`, `{"version":1,"day":"2026-10-15","people":[{"id":"1","status":"gone"}]}`,
		`{"version":1,"day":"2026-10-15","people":[{"id":"1","status":"employed","hours":{"agreed":"ada@example.com"}}]}`} {
		var s people.Snapshot
		err := json.Unmarshal([]byte(text), &s)
		if !errors.Is(err, people.ErrFormat) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
