// Package people reads one view of each person from HR, compares two views, and matches people
// with the accounts of another system. It suits a program that keeps an identity provider, a
// directory or a payroll in step with Factorial.
//
// # Read
//
// [Read] returns a [Snapshot]: the people of the company on a day. Each [Person] joins the employee
// record, the contract in force on that day, teams, manager, workplace and legal entity.
//
//	today := factorialhr.NewDate(time.Now().Date())
//	now, err := people.Read(ctx, client, today)
//	for _, p := range now.Employed() {
//		fmt.Println(p.LoginEmail, p.JobTitle, p.Manager.Name)
//	}
//
// Read makes few requests: it reads whole lists of 100 records a page and joins them in memory. A
// company of 1,000 employees with two contract versions each takes about 45 requests. A failed page
// fails the call, so there is no half snapshot.
//
// The day decides employment, job title, hours and salary, because contracts have dates. Names,
// teams, managers, workplaces and legal entities have no history in the API: a snapshot of any day
// shows their present values.
//
// # Employment
//
// [Person.Status] follows from terminated_on and the contracts, never from active, which says
// whether a person can use the app. The last day of an employment still counts as employed. Where
// the records contradict each other or show too little, the status is [Unclear] and [Person.Notes]
// says why. A person whose fixed-term contract has ended without a termination is an example: HR
// may be late with the renewal. Do not lock an account because of Unclear.
//
// # Fields
//
// Only the fields of an allow-list leave HR. [Fields] replaces the default list, which has no
// salary and no reason of a termination. A field that is not in the list is absent from the value
// and its JSON. A list that no field needs is not read. Bank accounts, health, identity documents,
// home addresses and birthdays are not available at all.
//
//	now, err := people.Read(ctx, client, today, people.Fields(people.FieldName, people.FieldSalary))
//
// # Compare
//
// A Snapshot is a value: store it as JSON, load it the next day, and [Compare] the two. The result
// has joiners, movers with the old and the new value of each field, leavers, and people with a
// contract in the future.
//
// A person who is absent from the second snapshot has not left: Factorial does not delete leavers.
// The credential probably sees less than before. Such a person is in [Changes.Unclear], with the
// reason [Missing].
//
// # Match
//
// [Match] pairs people with the accounts of another system by login e-mail, company identifier or
// any other key. It pairs only what is unique on both sides under all keys. The rest is in
// [Matching.Review] with a reason.
//
// # Privacy
//
// Errors, and the text and log forms of all types, contain no personal data. JSON does: the values
// exist to be stored. slog's JSON handler encodes a slice of people as JSON, so log their number
// instead.
package people
