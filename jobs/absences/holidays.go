package absences

import (
	"context"
	"slices"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/gen/holidays"
)

// readHolidays adds the holidays of the period.
func (r *Reader) readHolidays(ctx context.Context, s *scene) error {
	if s.query.NoHolidays {
		return nil
	}
	list, odd, err := r.companyHolidays(ctx, &holidays.CompanyHolidayListParams{StartAt: s.from, EndAt: s.to})
	if err != nil {
		return err
	}
	s.notes = append(s.notes, odd...)
	seen := map[string]bool{}
	for i := range list {
		e, notes := s.holiday(&list[i])
		if seen[e.UID] || slices.ContainsFunc(odd, func(n Note) bool { return n.UID == e.UID }) {
			continue
		}
		seen[e.UID] = true
		if left(notes) {
			s.notes = append(s.notes, notes...)
		} else if s.absent(&e) == "" {
			s.notes = append(s.notes, notes...)
			s.events = append(s.events, e)
		}
	}
	return nil
}

func (r *Reader) companyHolidays(
	ctx context.Context, p *holidays.CompanyHolidayListParams,
) ([]holidays.CompanyHoliday, []Note, error) {
	return collect(r.holidays.CompanyHolidays.Pages(ctx, p),
		func(h *holidays.CompanyHoliday) string { return uid(Holiday, h.ID) }, "location_id", "date", "half_day")
}

// holiday makes an event of a holiday. If a note is Left, the event is not complete.
func (s *scene) holiday(h *holidays.CompanyHoliday) (Event, []Note) {
	e := Event{
		UID: uid(Holiday, h.ID), Kind: Holiday, ID: h.ID, LocationID: h.LocationID, TimeZone: s.people.zones[h.LocationID],
		From: day(h.Date), To: day(h.Date), HalfDay: string(h.HalfDay), Status: Approved, HolidayName: h.Summary,
	}
	var notes []Note
	if h.ID.IsZero() || h.LocationID.IsZero() || !h.Date.Valid() {
		notes = append(notes, Note{UID: e.UID, Field: "date", Text: "the id, the location or the day is missing", Left: true})
	}
	switch h.HalfDay {
	case "":
		e.Part = WholeDay
	case holidays.CompanyHolidayHalfDayBeginningOfDay, "beggining_of_day": // as in leaves
		e.Part = Morning
	case holidays.CompanyHolidayHalfDayEndOfDay:
		e.Part = Afternoon
	default:
		e.Part = UnknownPart
		notes = append(notes, Note{UID: e.UID, Field: "half_day", Text: "the word is not known"})
	}
	e.EmployeeIDs = s.people.at(h.LocationID, e.From)
	e.revise()
	return e, notes
}

// at returns the selected employees of a location who are employed on the day, sorted.
func (p *people) at(location factorialhr.ID, on factorialhr.Date) []factorialhr.ID {
	var ids []factorialhr.ID
	for id, one := range p.staff {
		if one.location == location && one.employedOn(on) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (p person) employedOn(day factorialhr.Date) bool {
	return p.lastDay.IsZero() || day.Compare(p.lastDay) <= 0
}
