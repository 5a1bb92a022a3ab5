// Package clock clocks employees in and out and fills their timesheets.
//
// A [Clock] finds the [Person], and the person punches:
//
//	me, err := clock.New(client).Me(ctx)
//	if err != nil {
//		return err
//	}
//	if _, err := me.CloseForgotten(ctx, time.Now(), time.Time{}); err != nil {
//		return err
//	}
//	punched, err := me.In(ctx, time.Now())
//
// # Who
//
// [Clock.Me] returns the employee behind the credential. The key of a company has none, so name the
// employee: [Clock.ByID], [Clock.ByEmail] or [Clock.ByCompanyIdentifier].
//
// # When
//
// The API takes the wall time of the employee's workplace and no zone. Every method of this package
// takes a moment, a [time.Time], and converts it with the time zone of the workplace.
// [Person.Moments] goes the other way: a wall time has no moment in the hour that the clock skips
// in spring, and two moments in the hour that comes twice in autumn. The server cannot tell these
// two apart: see [Punched.Ambiguous].
//
// # Punches
//
// [Person.In], [Person.Out], [Person.BreakStart] and [Person.BreakEnd] read the shifts, send the
// punch, and read the shifts again if the response leaves a doubt: a lost connection, a success
// without an id, a 404, 409 or 422. They never send a punch twice. If the doubt remains, the error
// is [factorialhr.ErrOutcomeUnknown]: call again with the same moment. The call reads before it
// sends, and if the server has the punch, it sends nothing.
//
// [Person.Status] tells whether the employee works, and for how long. [Person.CloseForgotten]
// closes a shift that stayed open on an earlier day.
//
// # Timesheets
//
// [Person.Fill] compares the plan of each day with the holidays, the leaves and the shifts that the
// server has. It changes nothing and returns a [Plan]: print it. [Plan.Do] creates the missing
// shifts. It reads before it writes, so doing it twice changes nothing, and after a failure it
// continues where it stopped:
//
//	plan, err := me.Fill(ctx, first, last, nil)
//	if err != nil {
//		return err
//	}
//	for _, d := range plan.Days {
//		fmt.Println(d.Date, d.Target, d.Recorded, d.Missing, d.Reason)
//	}
//	created, err := plan.Do(ctx)
//
// # Terminals
//
// A terminal without a network adds punches to a [Queue], a file, with the moment of each.
// [Queue.Send] sends them in the order of each employee when the network is back.
//
// # Concurrency and errors
//
// [Clock], [Person] and [Queue] are safe for concurrent use. The writes of one Person follow one
// another; use one Person for an employee within a program. An open queue holds a lock: a program
// that opens it again, in this process or another one, gets [ErrLocked].
//
// Errors begin with the name of the method, wrap the errors of package factorialhr, and contain no
// names, ids or addresses of people. [Queue.Send] numbers the punches instead.
package clock
