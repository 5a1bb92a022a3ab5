package record

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// draft is a new record whose missing properties are about to be made up.
type draft struct {
	Synthesis
	store *Store
	shape *spec.Shape
	f     value.Fields
	n     int // the number of the record
}

// strangers is the first number of records whose id is not a number. It is larger than any company.
const strangers = 10_000_000

// Plausible adds to f, the properties of a new record with an id, those that a reader expects to
// follow from the others and from the records that it refers to: the full name of an employee, the
// length of a leave, the names of the employee and the type of a leave. It changes no property that
// is there. Complete makes up the rest.
func (y Synthesis) Plausible(s *Store, t *Table, id string, f value.Fields) {
	d := draft{y, s, t.Resource.Shape, f, strangers + len(t.Records)}
	if n, err := strconv.Atoi(id); err == nil && n > 0 && n < strangers {
		d.n = n
	}
	switch t.Resource.Path {
	case "employees/employees":
		d.employee()
	case "timeoff/leaves":
		d.leave()
	case "attendance/shifts":
		d.shift()
	case "contracts/contract_versions":
		d.set("effective_on", f["starts_on"])
		d.set("effective_on", value.Text(d.today()))
		d.set("starts_on", f["effective_on"])
	case "teams/memberships":
		d.set("direct", value.True)
	case "project_management/project_workers", "project_management/subproject_workers":
		d.set("assigned", value.True)
	}
	d.fullName()
	for _, of := range namesIn(y.API, t.Resource) {
		d.name(of)
	}
	d.moments()
}

// missing reports whether the shape has a property that f lacks.
func (d draft) missing(name string) bool {
	p := d.shape.Property(name)
	if p == nil {
		return false
	}
	v, ok := d.f[name]
	return !ok || p.Required && value.IsNull(v) && !d.KeepNull
}

// set sets a missing property, unless v is null.
func (d draft) set(name string, v json.RawMessage) {
	if !value.IsNull(v) && d.missing(name) {
		d.f[name] = v
	}
}

func (d draft) text(name string) string { return value.Plain(d.f[name]) }

func (d draft) today() string { return d.Now.Format(time.DateOnly) }

// employee makes the record one of an employee at work, unless terminated_on is not in the future.
func (d draft) employee() {
	given, family := d.Seed.Name(d.n)
	if first, last, ok := strings.Cut(d.text("full_name"), " "); ok && d.missing("first_name") && d.missing("last_name") {
		given, family = first, last
	}
	d.set("first_name", value.Text(given))
	d.set("last_name", value.Text(family))
	leaves := d.text("terminated_on")
	employed := leaves == "" || leaves > d.today()
	d.set("active", value.Bool(employed))
	d.set("attendable", value.Bool(employed))
	d.set("is_terminating", value.Bool(employed && leaves != ""))
	d.set("login_email", d.f["email"])
	d.set("access_id", value.NumericID(FirstAccess+d.n))
	if born, err := time.Parse(time.DateOnly, d.text("birthday_on")); err == nil {
		d.set("age_number", value.Number(age(born, d.Now)))
	}
}

func age(born, now time.Time) int {
	years := now.Year() - born.Year()
	if born.AddDate(years, 0, 0).After(now) {
		years--
	}
	return years
}

// leave sets the period and its length. A leave of a type that needs no approval is approved.
func (d draft) leave() {
	d.set("start_on", value.Text(d.today()))
	d.set("finish_on", d.f["start_on"])
	d.set("days_taken", value.Number(DaysBetween(d.text("start_on"), d.text("finish_on"))))
	types := d.store.Table("timeoff/leave_types")
	if kind := types.Find(d.text("leave_type_id")); kind != nil && value.Plain(kind.Get(types.Resource.Shape, "approval_required")) == "false" {
		d.set("approved", value.True)
	}
}

// DaysBetween counts the days of a period with both ends. It returns 1 if an end is not a date.
func DaysBetween(start, finish string) int {
	from, err := time.Parse(time.DateOnly, start)
	to, finishErr := time.Parse(time.DateOnly, finish)
	if err != nil || finishErr != nil {
		return 1
	}
	return int(to.Sub(from)/(24*time.Hour)) + 1
}

// shift sets the day and the minutes. An open shift has no minutes yet.
func (d draft) shift() {
	d.set("date", value.Text(d.today()))
	d.set("reference_date", d.f["date"])
	d.set("workable", value.True)
	minutes := 0
	if in, out := d.text("clock_in"), d.text("clock_out"); in != "" && out != "" {
		minutes = MinutesBetween(in, out)
	}
	d.set("minutes", value.Number(minutes))
}

// MinutesBetween counts the minutes between two times of day. A shift whose end is not after its
// beginning crosses midnight. Of a date-time, only the time counts. It returns 0 if a time cannot
// be read.
func MinutesBetween(in, out string) int {
	from, err := minuteOf(in)
	to, endErr := minuteOf(out)
	if err != nil || endErr != nil {
		return 0
	}
	minutes := int(to.Sub(from) / time.Minute)
	if minutes < 0 {
		minutes += 24 * 60
	}
	return minutes
}

func minuteOf(clock string) (time.Time, error) {
	if _, after, ok := strings.Cut(clock, "T"); ok {
		clock = after
	}
	return time.Parse("15:04", clock[:min(len(clock), len("15:04"))])
}

func (d draft) fullName() {
	if d.shape.Has("first_name") && d.shape.Has("last_name") {
		d.set("full_name", nonempty(strings.TrimSpace(d.text("first_name")+" "+d.text("last_name"))))
	}
}

// Rename makes the full name of a record follow its names, of which sent changes one. A full name
// in sent stays.
func Rename(shape *spec.Shape, f, sent value.Fields) {
	if !shape.Has("first_name") || !shape.Has("last_name") || !shape.Has("full_name") || sent["full_name"] != nil {
		return
	}
	if sent["first_name"] != nil || sent["last_name"] != nil {
		f["full_name"] = nonempty(strings.TrimSpace(value.Plain(f["first_name"]) + " " + value.Plain(f["last_name"])))
	}
}

func nonempty(s string) json.RawMessage {
	if s == "" {
		return value.Null
	}
	return value.Text(s)
}

// moments keeps the record from being updated before it was created.
func (d draft) moments() {
	for _, name := range []string{"created_at", "updated_at"} {
		if p := d.shape.Property(name); p == nil || p.Format != "date-time" {
			return
		}
	}
	now := string(value.DateTime(d.Now))
	if updated := d.f["updated_at"]; string(updated) < now {
		d.set("created_at", updated)
	}
	if created := d.f["created_at"]; string(created) > now {
		d.set("updated_at", created)
	}
}

// nameOf is a property with the name of the record that another property refers to:
// employee_full_name beside employee_id, leave_type_name beside leave_type_id.
type nameOf struct {
	property string
	id       string
	to       *spec.Resource
	name     string // in the record that id refers to
}

// namesIn returns the properties of a resource with the names of other records.
func namesIn(a *spec.API, r *spec.Resource) []nameOf {
	var all []nameOf
	for i := range r.Shape.Properties {
		property := r.Shape.Properties[i].Name
		for _, name := range []string{"full_name", "name"} {
			noun, ok := strings.CutSuffix(property, "_"+name)
			if !ok || !r.Shape.Has(noun+"_id") {
				continue
			}
			if to, key := a.ReferredInRole(r.Domain(), noun+"_id"); to != nil && key == to.Shape.ID && to.Shape.Has(name) {
				all = append(all, nameOf{property, noun + "_id", to, name})
			}
			break
		}
	}
	return all
}

// Names reports whether new records of a resource get names from other records, so that a fixture
// must have loaded those before.
func Names(a *spec.API, r *spec.Resource) bool { return len(namesIn(a, r)) > 0 }

func (d draft) name(of nameOf) {
	if id := d.text(of.id); id != "" && d.missing(of.property) {
		if r := d.store.Table(of.to.Path).Find(id); r != nil {
			d.set(of.property, r.Get(of.to.Shape, of.name))
		}
	}
}
