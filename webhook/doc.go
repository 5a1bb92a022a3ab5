// Package webhook receives the events of the Factorial API and keeps the subscriptions to them.
//
// A delivery of the API is a POST whose body is the bare record: no event name, no id, no time. So every event has a URL
// of its own, made of its name, and [On] ties a handler to it with the type of the record:
//
//	mux, err := webhook.NewMux(webhook.Challenge(os.Getenv("FACTORIAL_CHALLENGE")))
//	…
//	webhook.On(mux, attendance.EventShiftClockIn, func(ctx context.Context, e webhook.Event[attendance.Shift]) error {
//		fmt.Println(e.Record.EmployeeID, e.Record.ClockIn)
//		return nil
//	})
//	http.Handle("/factorial/", http.StripPrefix("/factorial", mux))
//
// Serve it with an [net/http.Server] that has a ReadHeaderTimeout, a ReadTimeout, a WriteTimeout
// and an IdleTimeout: the mux bounds how long a body takes, and sees nothing of a header that does
// not end. docs/webhooks.md says how to choose them.
//
// [Sync] subscribes at the API to what the mux has handlers for:
//
//	_, err = webhook.Sync(ctx, client, mux, "https://hooks.example.com/factorial")
//
// # When the API gets its answer
//
// The API tries a delivery up to 20 times in 48 hours and then disables the subscription, so an answer has to come
// quickly. By default a delivery is checked, put into a bounded queue and acknowledged; a few workers call the handlers.
// When the queue is full the answer is 503, and the API comes again. From the acknowledgement on, the delivery lives in
// the memory of this process: what a handler returns an error for goes to the function of [Failed], what [Mux.Shutdown]
// cannot wait for is in its error, and what a crash takes with it is lost. What must survive one is handled before it is
// acknowledged, see [Synchronous].
//
// The API may deliver an event several times, and several events in another order than they happened. A handler has to
// stand both. [Deduplicate] keeps most repetitions away from it.
package webhook
