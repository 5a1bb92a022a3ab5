// Package domains lists the generated packages, because Go has no way from the path of a package to the package. It is for
// tests that go through all of them, and links them all.
package domains

import "github.com/factorialhr-go/factorialhr"

//go:generate go run ./registry ../../gen all.go

// Domain is a generated package.
type Domain struct {
	New        func(*factorialhr.Client) any
	Operations func() []*factorialhr.Operation
}
