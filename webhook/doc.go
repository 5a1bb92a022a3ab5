// Package webhook receives the events of the Factorial API and maintains the subscriptions to them.
//
// The API delivers an event as a POST with the bare record as its body: no event name, no id, no
// time. Each event therefore has its own URL, built from its name. [On] registers a handler for an
// event and determines the type of its record:
//
//	mux, err := webhook.NewMux(webhook.Challenge(os.Getenv("FACTORIAL_CHALLENGE")))
//	…
//	webhook.On(mux, attendance.EventShiftClockIn, func(ctx context.Context, e webhook.Event[attendance.Shift]) error {
//		fmt.Println(e.Record.EmployeeID, e.Record.ClockIn)
//		return nil
//	})
//	http.Handle("/factorial/", http.StripPrefix("/factorial", mux))
//
// Serve it with an [net/http.Server] that sets ReadHeaderTimeout, ReadTimeout, WriteTimeout and
// IdleTimeout: the mux limits how long a client may take to send a body, but it never sees a header
// that does not end. docs/webhooks.md says how to choose them.
//
// [Sync] subscribes to every event that has a handler:
//
//	_, err = webhook.Sync(ctx, client, mux, "https://hooks.example.com/factorial")
//
// # When the mux responds
//
// The API attempts a delivery up to 20 times in 48 hours and then disables the subscription, so the
// mux must respond quickly. By default it checks a delivery, adds it to a bounded queue and
// acknowledges it; a few workers call the handlers. When the queue is full the mux responds with
// 503, and the API delivers again later.
//
// An acknowledged delivery exists only in the memory of this process. If its handler returns an
// error, the [Failed] function receives it. If [Mux.Shutdown] cannot wait for its handler, the
// error of Shutdown contains it. If the process crashes, it is lost. Use [Synchronous] for events
// that must survive a crash: their handlers run before the acknowledgement.
//
// The API may deliver an event more than once, and events out of order. A handler must tolerate
// both. [Deduplicate] drops most duplicates.
package webhook
