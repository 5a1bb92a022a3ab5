package clock

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/attendance"
	"github.com/factorialhr-go/factorialhr/gen/contracts"
	"github.com/factorialhr-go/factorialhr/gen/holidays"
	"github.com/factorialhr-go/factorialhr/gen/timeoff"
)

// FillOptions says how a day of work looks. The zero value is work from 09:00 without a break.
type FillOptions struct {
	// Start is the beginning of the day, a wall time of the workplace. Zero means 09:00.
	Start factorialhr.TimeOfDay
	// BreakAt and BreakLength are the break of a day. Do records it as a shift that is not
	// workable, which does not count as work. A day whose work ends before the break has none.
	BreakAt     factorialhr.TimeOfDay
	BreakLength time.Duration
	// PendingLeaves treats leaves that nobody has decided as approved.
	PendingLeaves bool
}

// Reason says why Missing is empty, or does not reach the target.
type Reason string

// The reasons of a day.
const (
	Complete      Reason = "complete"        // the shifts of the day reach the target
	NoPlan        Reason = "no_plan"         // the server does not know what the employee should work
	DayOff        Reason = "day_off"         // the plan has no minutes
	Holiday       Reason = "holiday"         // of the location
	OnLeave       Reason = "leave"           // the leaves take the whole day
	ShiftOpen     Reason = "shift_open"      // close it first: see CloseForgotten
	CountsHalves  Reason = "counts_halves"   // the company counts half days, which Fill does not record
	NotEnoughRoom Reason = "not_enough_room" // the missing time does not fit before midnight
)

// Interval is a shift to create. Its times are wall times of the workplace on one day; an end at
// 00:00 is the midnight after it.
type Interval struct {
	From, To factorialhr.TimeOfDay
	Break    bool
}

// Day is one day of a plan.
type Day struct {
	Date     factorialhr.Date
	Planned  time.Duration // what the server expects, holidays and leaves ignored
	Target   time.Duration // what remains after holidays and leaves
	Recorded time.Duration // the work that the server has
	Missing  []Interval    // the shifts to create, in order
	// Reason is empty if Missing fills the day up to its target.
	Reason Reason
}

// Plan is what Fill would create. It is a plain value: print it, or remove days before Do.
type Plan struct {
	Days []Day

	person *Person
}

// Fill plans the shifts that the days from first to last lack. It changes nothing: see [Plan.Do].
//
// The target of a day is its estimated time without the holidays of the location and the leaves of
// the person, whole days, half days and hours. Pending leaves count if opts says so. For employees
// whose contract treats bank holidays as working days, holidays do not count. Fill uses the length
// of the plan and never the times of planned shifts.
//
// Shifts that the server has stay as they are. Fill works around them, and fills up a day that has
// a part of its time. Days in the future are days like any other. opts may be nil.
func (p *Person) Fill(ctx context.Context, first, last factorialhr.Date, opts *FillOptions) (*Plan, error) {
	if !first.Valid() || !last.Valid() || first.Compare(last) > 0 {
		return nil, fmt.Errorf("clock: Fill: %w: the period needs a first day and a last day", factorialhr.ErrInvalidRequest)
	}
	if opts == nil {
		opts = &FillOptions{}
	}
	if p.clock == nil {
		return nil, fmt.Errorf("clock: Fill: %w", errNoClock)
	}
	f, err := p.facts(ctx, midnight(first), midnight(last), opts)
	if err != nil {
		return nil, fmt.Errorf("clock: Fill: %w", err)
	}
	plan := &Plan{person: p}
	for day := midnight(first); !day.After(midnight(last)); day = day.AddDate(0, 0, 1) {
		plan.Days = append(plan.Days, f.plan(p, day, opts))
	}
	return plan, nil
}

func midnight(d factorialhr.Date) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

// facts are the records that decide over a period.
type facts struct {
	estimates map[string]attendance.EstimatedTime // by day
	shifts    []attendance.Shift
	leaves    []timeoff.Leave
	holidays  []holidays.CompanyHoliday
}

func (p *Person) facts(ctx context.Context, from, to time.Time, opts *FillOptions) (f facts, err error) {
	if f.estimates, err = p.estimates(ctx, from, to); err != nil {
		return f, err
	}
	if f.shifts, err = p.shifts(ctx, from.AddDate(0, 0, -1), to.AddDate(0, 0, 1)); err != nil {
		return f, err
	}
	if f.leaves, err = p.leaves(ctx, from, to, opts.PendingLeaves); err != nil {
		return f, err
	}
	works, err := p.worksOnHolidays(ctx)
	if err == nil && !works {
		f.holidays, err = p.holidays(ctx, from, to)
	}
	return f, err
}

func (p *Person) estimates(ctx context.Context, from, to time.Time) (map[string]attendance.EstimatedTime, error) {
	list, err := read(p.clock.attendance.EstimatedTimes.Pages(ctx, &attendance.EstimatedTimeListParams{
		StartOn: dateOf(from), EndOn: dateOf(to), EmployeeIDs: []factorialhr.ID{p.ID},
	}), "date", "employee_id", "minutes", "expected_minutes", "source", "time_unit")
	if err != nil {
		return nil, err
	}
	byDay := make(map[string]attendance.EstimatedTime)
	for _, e := range list {
		if e.EmployeeID != p.ID {
			continue
		}
		if !e.Date.Valid() || e.Minutes < 0 || e.ExpectedMinutes < 0 {
			return nil, fmt.Errorf("%w: an estimated time", ErrUnreadable)
		}
		byDay[dateOf(e.Date.Time()).String()] = e
	}
	return byDay, nil
}

// leaves reads the leaves that overlap a period and count.
func (p *Person) leaves(ctx context.Context, from, to time.Time, pending bool) ([]timeoff.Leave, error) {
	list, err := read(p.clock.timeoff.Leaves.Pages(ctx, &timeoff.LeaveListParams{
		EmployeeIDs: []factorialhr.ID{p.ID}, From: dateOf(from), To: dateOf(to),
	}), "employee_id", "start_on", "finish_on", "half_day", "approved", "start_time", "hours_amount_in_cents", "deleted_at")
	if err != nil {
		return nil, err
	}
	var counting []timeoff.Leave
	for _, l := range list {
		counts := l.EmployeeID == p.ID && l.DeletedAt.IsZero() && (l.Approved == nil && pending || l.Approved != nil && *l.Approved)
		if !counts {
			continue
		}
		if !l.StartOn.Valid() || odd(l.FinishOn) || odd(l.StartTime) || halfOf(string(l.HalfDay)) == unknownHalf {
			return nil, fmt.Errorf("%w: a leave", ErrUnreadable)
		}
		counting = append(counting, l)
	}
	return counting, nil
}

// holidays reads the holidays of the person's location.
func (p *Person) holidays(ctx context.Context, from, to time.Time) ([]holidays.CompanyHoliday, error) {
	params := &holidays.CompanyHolidayListParams{StartAt: dateOf(from), EndAt: dateOf(to)}
	if p.LocationID == "" {
		return nil, nil
	}
	params.LocationIDs = []factorialhr.ID{p.LocationID}
	list, err := read(p.clock.holidays.CompanyHolidays.Pages(ctx, params), "location_id", "date", "half_day")
	if err != nil {
		return nil, err
	}
	var here []holidays.CompanyHoliday
	for _, h := range list {
		if h.LocationID != p.LocationID {
			continue
		}
		if !h.Date.Valid() || halfOf(string(h.HalfDay)) == unknownHalf {
			return nil, fmt.Errorf("%w: a holiday", ErrUnreadable)
		}
		here = append(here, h)
	}
	return here, nil
}

// worksOnHolidays reads from the contract whether holidays are working days. A credential that may
// not see contracts takes them as days off.
func (p *Person) worksOnHolidays(ctx context.Context) (bool, error) {
	list, err := read(p.clock.contracts.ReferenceContracts.Pages(ctx, &contracts.ReferenceContractListParams{EmployeeIDs: []factorialhr.ID{p.ID}}),
		"employee_id", "bank_holiday_treatment")
	if errors.Is(err, factorialhr.ErrForbidden) || errors.Is(err, factorialhr.ErrNotFound) {
		return false, nil
	}
	for _, v := range list {
		if v.EmployeeID != p.ID {
			continue
		}
		switch v.BankHolidayTreatment {
		case contracts.ContractVersionBankHolidayTreatmentWorkable:
			return true, nil
		case contracts.ContractVersionBankHolidayTreatmentNonWorkable, "":
			return false, nil
		default:
			return false, fmt.Errorf("%w: bank_holiday_treatment", ErrUnreadable)
		}
	}
	return false, err
}
