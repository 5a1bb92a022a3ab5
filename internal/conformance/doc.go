// Package conformance proves that the generated packages are what the vendor describes. It has tests only.
//
// The tests read the published description (api/upstream) themselves, with encoding/json: neither the generator nor what
// it makes of the description is asked. Each of the operations is then called through the public Go API over a network
// in memory, and what arrives and what comes back is compared with the description. Go names follow from the vendor's by
// the rule of the documentation, which name_test.go has a second time, so that a mistake in the generator's shows up.
package conformance
