// Package factorialhr is a client of the API of Factorial HR.
//
// # Authenticate
//
// A [Client] sends the requests of all services. It is made of a credential, one of those of package auth, and options:
//
//	client, err := factorialhr.New(auth.APIKey(os.Getenv("FACTORIAL_API_KEY")))
//
// [FromEnv] reads the credential from the environment, BaseURL([Demo]) leads to the sandbox, and [Client.Check] asks the
// API who the credential belongs to. The credential goes to the host of the base URL and nowhere else.
//
// # Read
//
// Each of the 38 domains of the API is a package below gen. Its New takes the client and returns a struct of services,
// one for each resource; what a service can do has the same names everywhere: List, Pages, All, GetAll, Get, Create,
// Update, Delete, and the actions of the resource, like Approve.
//
//	hr := employees.New(client)
//	for e, err := range hr.Employees.All(ctx, &employees.EmployeeListParams{OnlyActive: new(true)}) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(e.ID, e.FullName)
//	}
//
// All reads page by page while the loop runs; [Prefetch] and [Parallel] make it faster. Ids are opaque strings, see
// [ID]; a value that is null or absent is zero, or a nil pointer where zero would mean something else. A value that
// does not have the type that it should have costs that value and nothing else, see [Mismatch] and [Strict].
//
// # Write
//
// A Create sends what is set. An Update has an [Opt] for every property and sends only those that were set, null
// included:
//
//	leave, err := absences.Leaves.Create(ctx, timeoff.LeaveCreateParams{
//		EmployeeID: "12", LeaveTypeID: "3",
//		StartOn:    factorialhr.NewDate(2026, time.December, 24),
//		FinishOn:   factorialhr.NewDate(2026, time.December, 31),
//	})
//	_, err = absences.Leaves.Update(ctx, leave.ID, timeoff.LeaveUpdateParams{
//		Description: factorialhr.Set("moved"),
//		HalfDay:     factorialhr.Null[timeoff.LeaveHalfDay](),
//	})
//
// Files go up as a [File], which can be sent again if need be, and come down with [Client.DownloadDocuments].
//
// # Errors
//
// Every error of a call is an [*Error]. Ask what it is with [errors.Is] and the sentinels of this package, and get the
// details with [errors.AsType]:
//
//	if errors.Is(err, factorialhr.ErrNotFound) { … }
//	if e, ok := errors.AsType[*factorialhr.Error](err); ok {
//		fmt.Println(e.StatusCode, e.Messages, e.Fields)
//	}
//
// The text of an error may be logged: it holds no id, query value, body, secret or word of the server.
//
// # Retries and limits
//
// A call is repeated where that is safe: see [RetryClass]. A POST is sent again only when the server cannot have acted.
// Where it may have, the error says so, [ErrOutcomeUnknown]: look before trying again. POSTs are paced below the
// documented limit, a 429 pauses the whole client, and every wait ends with the context of the call. [Observe] shows
// what goes on; [ResponseInto] what became of one call.
//
// # The rest
//
// What no package below gen knows is within reach of [Client.Get], [Client.Post], [Client.Put], [Client.Delete] and
// [Client.GetAll]. Package factorialtest is a fake API to test against, package webhook receives what the API sends.
package factorialhr
