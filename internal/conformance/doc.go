// Package conformance proves that the generated packages match the OpenAPI spec. It has only tests.
//
// The tests read the published specs (api/upstream) themselves, with encoding/json; they use
// neither the generator nor its output. They call each operation through the public Go API over an
// in-memory network, and compare the request and the result with the spec. The Go names follow from
// Factorial's names by the documented rule. name_test.go implements that rule a second time, to
// reveal a mistake in the generator.
package conformance
