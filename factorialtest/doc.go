// Package factorialtest is a fake Factorial: an HTTP server that knows every operation of the API, keeps what is
// created in memory, and misbehaves on request. Tests run against it instead of a company's data.
//
//	func TestSync(t *testing.T) {
//		srv := factorialtest.New(t)
//		staff, err := employees.New(srv.Client()).Employees.GetAll(t.Context(), nil)
//		…
//	}
//
// It is built from the tables of the API's description, so it has whatever that version of the API has: lists with
// filters and cursors, single records, actions, uploads, OAuth, webhooks, and the error answers that the real API is
// known to give. A small company lives in it from the beginning: see [Seed].
//
// [New] is for tests; it runs in memory, so it works inside a bubble of testing/synctest. [Start] is for programs and
// listens on a loopback address. Neither links package testing.
package factorialtest
