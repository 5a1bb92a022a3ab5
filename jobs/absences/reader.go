package absences

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/apipublic"
	"github.com/factorialhr-go/factorialhr/gen/employees"
	"github.com/factorialhr-go/factorialhr/gen/holidays"
	"github.com/factorialhr-go/factorialhr/gen/locations"
	"github.com/factorialhr-go/factorialhr/gen/teams"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// A Reader reads absences. It has no state and is safe for concurrent use.
//
// Its methods return the complete result or an error, never a part. An error wraps the error of the
// call, for errors.Is and errors.As.
type Reader struct {
	credentials *apipublic.Client
	employees   *employees.Client
	holidays    *holidays.Client
	locations   *locations.Client
	teams       *teams.Client
	timeoff     *timeoff.Client
}

// New returns a Reader that sends its requests through client.
func New(client *factorialhr.Client) *Reader {
	return &Reader{
		credentials: apipublic.New(client),
		employees:   employees.New(client),
		holidays:    holidays.New(client),
		locations:   locations.New(client),
		teams:       teams.New(client),
		timeoff:     timeoff.New(client),
	}
}

// A Query selects employees and absences. The zero Query selects the approved leaves and the
// holidays of all employees.
type Query struct {
	// EmployeeIDs and TeamIDs select these employees and the members of these teams, together.
	// Nil for both selects all employees. A list without ids and an empty id are errors, as in
	// every filter of the client: [factorialhr.ErrInvalidRequest]. An employee or a team that the
	// credential does not see is [factorialhr.ErrNotFound]. A team without members selects no one.
	EmployeeIDs []factorialhr.ID
	TeamIDs     []factorialhr.ID

	Pending bool // adds leaves that nobody has decided
	// Rejected and Deleted add rejected leaves and deleted ones. Only [Reader.Between] uses them:
	// an employee with such a leave is not away.
	Rejected, Deleted bool
	NoHolidays        bool // leaves out holidays

	// Types decides what an event contains about the leave type, which can be health data.
	Types Types
}

// Types decides what an event contains about the type of a leave.
type Types int

// The choices for Query.Types.
const (
	NoTypes   Types = iota // nothing
	TypeIDs                // TypeID: an opaque id, but colleagues can learn its meaning
	TypeNames              // TypeID and TypeName
)

// Found holds the result of [Reader.Between].
type Found struct {
	Events []Event // in the order of From, then of UID
	Notes  []Note  // what the package could not read completely
}

// Between returns the leaves and holidays that overlap the days from and to, both inclusive.
func (r *Reader) Between(ctx context.Context, from, to factorialhr.Date, q Query) (*Found, error) {
	s, err := r.read(ctx, from, to, q)
	if err != nil {
		return nil, wrap("Between", err)
	}
	return &Found{Events: s.events, Notes: once(s.notes)}, nil
}

// A scene is the result of reading a period, with what it takes to judge further records.
type scene struct {
	from, to factorialhr.Date
	query    Query
	people   *people
	types    map[factorialhr.ID]string // the names of leave types
	events   []Event
	notes    []Note
}

func (r *Reader) read(ctx context.Context, from, to factorialhr.Date, q Query) (*scene, error) {
	if err := q.check(from, to); err != nil {
		return nil, err
	}
	s := &scene{from: day(from), to: day(to), query: q}
	var err error
	if s.people, err = r.people(ctx, q); err != nil {
		return nil, err
	}
	if s.people.nobody() {
		return s, nil
	}
	if s.types, err = r.typeNames(ctx, q); err != nil {
		return nil, err
	}
	if err := r.readHolidays(ctx, s); err != nil {
		return nil, err
	}
	if err := r.readLeaves(ctx, s); err != nil {
		return nil, err
	}
	s.sort()
	return s, nil
}

func (s *scene) sort() {
	slices.SortFunc(s.events, func(a, b Event) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.UID, b.UID))
	})
}

func (q Query) check(from, to factorialhr.Date) error {
	switch {
	case !from.Valid() || !to.Valid():
		return fmt.Errorf("the period needs two days: %w", factorialhr.ErrInvalidRequest)
	case to.Compare(from) < 0:
		return fmt.Errorf("the period ends before it begins: %w", factorialhr.ErrInvalidRequest)
	case q.EmployeeIDs != nil && (len(q.EmployeeIDs) == 0 || slices.Contains(q.EmployeeIDs, "")):
		return fmt.Errorf("Query.EmployeeIDs is empty or has an empty id: %w", factorialhr.ErrInvalidRequest)
	case q.TeamIDs != nil && (len(q.TeamIDs) == 0 || slices.Contains(q.TeamIDs, "")):
		return fmt.Errorf("Query.TeamIDs is empty or has an empty id: %w", factorialhr.ErrInvalidRequest)
	}
	return nil
}

func wrap(method string, err error) error { return fmt.Errorf("absences.%s: %w", method, err) }
