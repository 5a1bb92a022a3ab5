package clock

import (
	"errors"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/apipublic"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/holidays"
	"github.com/factorialhr-go/factorialhr/gen/locations"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// The sentinels of this package, for errors.Is. Errors of the API stay errors of package
// factorialhr.
var (
	// ErrNoEmployee means that no employee matches, or that the credential may not see the
	// employee.
	ErrNoEmployee = errors.New("no employee matches, or the credential may not see the employee")
	// ErrCompanyCredential means that the credential belongs to a company and not to an employee.
	ErrCompanyCredential = errors.New("the credential belongs to a company, not to an employee: name the employee with ByID, ByEmail or ByCompanyIdentifier")
	// ErrAmbiguous means that several employees match.
	ErrAmbiguous = errors.New("several employees match: name one of them with ByID")
	// ErrNoZone means that the time zone of the workplace is unknown.
	ErrNoZone = errors.New("the time zone of the workplace is unknown")

	// ErrOpenShift means that a shift, or a break, is open and does not allow the punch.
	ErrOpenShift = errors.New("a shift is open: clock out first, or use CloseForgotten if it is of an earlier day")
	// ErrNoOpenShift means that there is no open shift, or no open break, for the punch to end.
	ErrNoOpenShift = errors.New("no such shift is open")
	// ErrForgotten means that the open shift began too long ago for the punch: see CloseForgotten.
	ErrForgotten = errors.New("the open shift began too long ago: use CloseForgotten")
	// ErrOrder means that the punch lies before the beginning of the open shift in wall time. Times
	// of the API have no zone, so such a shift would seem to last until the next day.
	ErrOrder = errors.New("the wall time of the punch lies before the beginning of the open shift")
	// ErrNoEnd means that nothing says when a forgotten shift ended: pass the end.
	ErrNoEnd = errors.New("the plan of the day does not say when the shift ended: pass the end")

	// ErrUnreadable means that a record holds a value that this package needs and cannot read.
	ErrUnreadable = errors.New("a record holds a value that cannot be read")
	// ErrOverlap means that another shift covers the time of a punch, or that a planned shift
	// overlaps one that came after the plan was made: make a new plan.
	ErrOverlap = errors.New("another shift covers the time")
)

// Clock finds the people who punch. It is safe for concurrent use.
type Clock struct {
	public     *apipublic.Client
	attendance *attendance.Client
	contracts  *contracts.Client
	employees  *employees.Client
	holidays   *holidays.Client
	locations  *locations.Client
	timeoff    *timeoff.Client

	fallback *time.Location
	longest  time.Duration
}

// Option changes how a Clock works.
type Option func(*Clock)

// Fallback sets the time zone of employees without a workplace, and of workplaces without a time
// zone that the credential may see. Without it these employees are an error, ErrNoZone.
func Fallback(zone *time.Location) Option { return func(c *Clock) { c.fallback = zone } }

// LongestShift sets how long a shift may stay open before it counts as forgotten, if it is of an
// earlier day. The default is 14 hours, so that a night shift is not forgotten in the morning.
func LongestShift(d time.Duration) Option { return func(c *Clock) { c.longest = d } }

// New returns a Clock that uses the client. It makes no request.
func New(client *factorialhr.Client, opts ...Option) *Clock {
	c := &Clock{
		public: apipublic.New(client), attendance: attendance.New(client), contracts: contracts.New(client),
		employees: employees.New(client), holidays: holidays.New(client), locations: locations.New(client),
		timeoff: timeoff.New(client), longest: 14 * time.Hour,
	}
	for _, o := range opts {
		o(c)
	}
	return c
}
