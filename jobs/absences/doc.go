// Package absences tells who is away: leaves and holidays as events, the people who are away on a
// day, and what changed since the last run.
//
//	reader := absences.New(client)
//	found, err := reader.Between(ctx, from, to, absences.Query{Pending: true})
//	day, err := reader.On(ctx, today, absences.Query{TeamIDs: []factorialhr.ID{"7"}})
//	changes, next, err := reader.Since(ctx, state, from, to, absences.Query{})
//
// The package reads and never writes. It returns values: a program makes a calendar, a table or a
// message of them. An [Event] has a UID that stays the same as long as the leave exists, and a
// Revision that changes when the event does, so a calendar updates an event and never doubles it.
//
// # Leaves
//
// A leave counts if it overlaps the period, even by one day; events keep their own dates. A leave
// without an end has a zero To. Approved leaves always count. A leave that nobody has decided is
// [Pending]: it counts only with [Query.Pending]. [Reader.Between] also reads rejected and deleted
// leaves on request.
//
// A leave takes whole days, the [Morning] or the [Afternoon] of a day, or some [Hours] of a day.
// The API writes the morning in two spellings, and both are read. A word that the package does not
// know makes the part [UnknownPart], and [Event.HalfDay] keeps the word.
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
// The kind of a leave can be health data. So an event does not say it, not even by an id, unless
// [Query.Types] demands it. An event never has a name of a person, a reason or a description of a
// leave. Errors and notes contain no ids of people, no dates and no names.
//
// # What it does not do
//
// It does not count working days: that takes contracts, schedules and the rules of the leave type.
// The server computes them: see IncludeDuration and IncludeDurationByDay of
// [github.com/factorialhr-go/factorialhr/gen/timeoff.LeaveListParams].
//
// A credential of a user sees only part of the company, and the API blanks out what it does not
// show: an approved leave can then look pending. Use a credential of the company for a company's
// calendar.
package absences
