// Package factorialtest is a fake Factorial API for tests: an HTTP server that knows every
// operation, keeps created records in memory, and fails on request. Tests run against it instead of
// a company's data.
//
//	func TestSync(t *testing.T) {
//		srv := factorialtest.New(t)
//		staff, err := employees.New(srv.Client()).Employees.GetAll(t.Context(), nil)
//		…
//	}
//
// The server is built from the tables of the OpenAPI spec, so it has everything that its version of
// the API has: lists with filters and cursors, single records, actions, uploads, OAuth and
// webhooks. Its error responses are those known from the real API. It starts with a small company:
// see [Seed].
//
// [New] is for tests. It runs in memory, so it works inside a testing/synctest bubble. [Start] is
// for programs and listens on a loopback address. Neither links package testing.
package factorialtest
