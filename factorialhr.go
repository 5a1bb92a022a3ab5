// Package factorialhr is a client for the Factorial HR API.
//
// # Authenticate
//
// A [Client] sends the requests of all services. [New] creates one from a credential of package
// auth and options:
//
//	client, err := factorialhr.New(auth.APIKey(os.Getenv("FACTORIAL_API_KEY")))
//
// [FromEnv] reads the credential from the environment, BaseURL([Demo]) selects the sandbox, and
// [Client.Check] asks the API which company and employee the credential belongs to. The client
// sends the credential only to the host of the base URL.
//
// # Read
//
// Each of the 38 domains of the API is a package below gen. Its New function takes the client and
// returns a struct of services, one per resource. The methods have the same names in every service:
// List, Pages, All, GetAll, Get, Create, Update, Delete, and the actions of the resource, such as
// Approve.
//
//	hr := employees.New(client)
//	for e, err := range hr.Employees.All(ctx, &employees.EmployeeListParams{OnlyActive: new(true)}) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(e.ID, e.FullName)
//	}
//
// All fetches page after page while the loop runs; [Prefetch] and [Parallel] make it faster. Ids
// are opaque strings, see [ID]. A value that is null or absent decodes to zero, or to a nil pointer
// where zero would mean something else. A value of the wrong type affects only its own field, and
// the call succeeds: see [Mismatch] and [Strict].
//
// # Write
//
// Create sends the fields that are set. The params of Update have an [Opt] for every property, and
// Update sends only those that are set, null included:
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
// To upload a file, pass a [File], which the client can read again for a retry. To download files,
// use [Client.DownloadDocuments].
//
// # Errors
//
// Every error of a call is an [*Error]. Test its kind with [errors.Is] and the sentinels of this
// package, and read its details with [errors.AsType]:
//
//	if errors.Is(err, factorialhr.ErrNotFound) { … }
//	if e, ok := errors.AsType[*factorialhr.Error](err); ok {
//		fmt.Println(e.StatusCode, e.Messages, e.Fields)
//	}
//
// The text of an error is safe to log: it contains no record id, query value, body, secret or
// message of the server.
//
// # Retries and limits
//
// The client retries a call where that is safe, see [RetryClass]. It sends a POST again only if the
// server cannot have acted on it. If the server may have acted, the error matches
// [ErrOutcomeUnknown]: read the records before you try again. The client paces POSTs below the
// documented limit, a 429 response pauses all its calls, and every wait ends with the context of
// the call. [Observe] adds an observer of all calls; [ResponseInto] describes the response of one
// call.
//
// # More
//
// Use [Client.Get], [Client.Post], [Client.Put], [Client.Delete] and [Client.GetAll] for endpoints
// that no package below gen covers. Package factorialtest is a fake API for tests, and package
// webhook receives the events that Factorial sends.
package factorialhr
