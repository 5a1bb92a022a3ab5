// Package absences reads leaves and holidays as events, lists the employees who are away on a day,
// and finds the changes since the last run.
//
//	reader := absences.New(client)
//	found, err := reader.Between(ctx, from, to, absences.Query{Pending: true})
//	day, err := reader.On(ctx, today, absences.Query{TeamIDs: []factorialhr.ID{"7"}})
//	changes, next, err := reader.Since(ctx, state, from, to, absences.Query{})
//
// The package never changes a record. It returns values, from which a program makes a calendar, a
// table or a message. The UID of an [Event] stays the same as long as the leave exists, and its
// Revision changes when the event does. So a calendar updates an event and never duplicates it.
//
// # Leaves
//
// A leave counts if it overlaps the period, even by one day, and its event keeps its own dates. A
// leave without an end has a zero To. Approved leaves always count. An undecided leave is [Pending]
// and counts only with [Query.Pending]. [Reader.Between] also reads rejected and deleted leaves on
// request.
//
// A leave takes whole days, the [Morning] or the [Afternoon] of a day, or some [Hours] of a day.
// The API writes the morning in two spellings, and the package reads both. An unknown word makes
// the part [UnknownPart], and [Event.HalfDay] keeps the word.
//
// A leaver's events end on the last day of employment. The employee record decides this with
// terminated_on, not with active.
//
// # Holidays
//
// A holiday belongs to one location and concerns the employees whose default workplace it is now:
// the API has no history of workplaces. [Event.EmployeeIDs] lists those that the query selects; a
// holiday that concerns none of them is no event. Some contracts treat holidays as working days
// (bank_holiday_treatment). The package does not read contracts, so such an employee counts as away
// on a holiday.
//
// # Privacy
//
// The type of a leave can be health data. So an event omits it, even its id, unless [Query.Types]
// demands it. An event never contains the name of a person, or the reason or the description of a
// leave. Errors and notes contain no ids of employees, no dates and no names.
//
// # What it does not do
//
// It does not count working days: this takes contracts, schedules and the rules of the leave type.
// The server computes them: see IncludeDuration and IncludeDurationByDay of
// [timeoff.LeaveListParams].
//
// A credential of a user sees only part of the company, and the API blanks out what it does not
// show: an approved leave can then look pending. Without [Query.Pending] it becomes a [Note]. Use a
// credential of the company for a company's calendar.
package absences
