package clock

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/employees"
)

// Person is an employee at a workplace. Get it from a [Clock]: a Person that a program makes itself
// supports only Moments. It is safe for concurrent use: its punches and the writes of its plans
// follow one another.
type Person struct {
	ID         factorialhr.ID // the ID of an employees.Employee
	LocationID factorialhr.ID // the ID of a locations.Location, empty if the employee has none
	Zone       *time.Location // the time zone of the workplace

	clock *Clock
	turn  chan struct{} // holds one element while a method writes
}

var errNoClock = fmt.Errorf("%w: a Person comes from a Clock", factorialhr.ErrInvalidRequest)

// lock waits until no other method writes.
func (p *Person) lock(ctx context.Context) (unlock func(), err error) {
	if p.clock == nil {
		return nil, errNoClock
	}
	select {
	case p.turn <- struct{}{}:
		return func() { <-p.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Me returns the employee behind the credential. The credential of a company is an error,
// ErrCompanyCredential.
func (c *Clock) Me(ctx context.Context) (*Person, error) {
	credentials, err := c.public.Credentials.GetAll(ctx, nil)
	switch {
	case err != nil:
		return nil, fmt.Errorf("clock: Me: %w", err)
	case len(credentials) == 0 || credentials[0].EmployeeID == "":
		return nil, fmt.Errorf("clock: Me: %w", ErrCompanyCredential)
	}
	id := credentials[0].EmployeeID
	return c.find(ctx, "Me", &employees.EmployeeListParams{IDs: []factorialhr.ID{id}}, func(e *employees.Employee) bool { return e.ID == id })
}

// ByID returns the employee with the ID of an employees.Employee. It differs from access_id, the id
// of the employee's login.
func (c *Clock) ByID(ctx context.Context, id factorialhr.ID) (*Person, error) {
	return c.find(ctx, "ByID", &employees.EmployeeListParams{IDs: []factorialhr.ID{id}}, func(e *employees.Employee) bool { return e.ID == id })
}

// ByEmail returns the employee with an e-mail address: that of the company, of the login, for
// messages, or the personal one. It ignores case.
func (c *Clock) ByEmail(ctx context.Context, email string) (*Person, error) {
	return c.find(ctx, "ByEmail", &employees.EmployeeListParams{Emails: []string{email}}, func(e *employees.Employee) bool {
		return slices.ContainsFunc([]string{e.Email, e.LoginEmail, e.CommunicationsEmail, e.PersonalEmail},
			func(address string) bool { return strings.EqualFold(address, email) })
	})
}

// ByCompanyIdentifier returns the employee with the company's own number, such as the number of a
// badge.
func (c *Clock) ByCompanyIdentifier(ctx context.Context, identifier string) (*Person, error) {
	if strings.TrimSpace(identifier) == "" {
		return nil, fmt.Errorf("clock: ByCompanyIdentifier: the identifier is empty: %w", ErrNoEmployee)
	}
	return c.find(ctx, "ByCompanyIdentifier", &employees.EmployeeListParams{CompanyIdentifier: identifier},
		func(e *employees.Employee) bool { return e.CompanyIdentifier == identifier })
}

// find returns the only employee that matches. It checks each record itself, because the API
// returns all employees if it ignores a filter.
func (c *Clock) find(ctx context.Context, op string, params *employees.EmployeeListParams, matches func(*employees.Employee) bool) (*Person, error) {
	var found []employees.Employee
	for e, err := range c.employees.Employees.All(ctx, params) {
		if err != nil {
			return nil, fmt.Errorf("clock: %s: %w", op, err)
		}
		if matches(e) {
			found = append(found, *e)
		}
	}
	if len(found) > 1 { // an employee who returned has two records with one address
		found = slices.DeleteFunc(found, hasLeft)
		if len(found) == 0 {
			return nil, fmt.Errorf("clock: %s: %w", op, ErrAmbiguous)
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("clock: %s: %w", op, ErrNoEmployee)
	case 1:
	default:
		return nil, fmt.Errorf("clock: %s: %w", op, ErrAmbiguous)
	}
	zone, err := c.zone(ctx, found[0].LocationID)
	if err != nil {
		return nil, fmt.Errorf("clock: %s: %w", op, err)
	}
	return &Person{ID: found[0].ID, LocationID: found[0].LocationID, Zone: zone, clock: c, turn: make(chan struct{}, 1)}, nil
}

// hasLeft reports whether the employment ended before today.
func hasLeft(e employees.Employee) bool {
	return !e.TerminatedOn.IsZero() && e.TerminatedOn.Valid() && e.TerminatedOn.Time().Before(time.Now().AddDate(0, 0, -1))
}

// zone reads the time zone of a workplace.
func (c *Clock) zone(ctx context.Context, location factorialhr.ID) (*time.Location, error) {
	name := ""
	if location != "" {
		place, err := c.locations.Locations.Get(ctx, location)
		switch {
		case err == nil:
			name = place.Timezone
		case !errors.Is(err, factorialhr.ErrForbidden) && !errors.Is(err, factorialhr.ErrNotFound):
			return nil, err
		}
	}
	if name == "" {
		if c.fallback == nil {
			return nil, fmt.Errorf("%w: the employee has no workplace, or the credential may not see its time zone; set one with Fallback", ErrNoZone)
		}
		return c.fallback, nil
	}
	zone, err := loadZone(name)
	if err != nil {
		return nil, fmt.Errorf(`%w: this machine does not know %q; install the time zone database (package tzdata), or import _ "time/tzdata"`, ErrNoZone, name)
	}
	return zone, nil
}

// loadZone refuses "Local", which would be the zone of this machine.
func loadZone(name string) (*time.Location, error) {
	if name == "Local" {
		return nil, ErrNoZone
	}
	return time.LoadLocation(name)
}
