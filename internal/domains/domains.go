// Package domains lists the generated packages, for tests that use all of them: Go cannot find a
// package by its path at run time. It links every generated package.
package domains

import "github.com/factorialhr-go/factorialhr"

// Domain is a generated package.
type Domain struct {
	New        func(*factorialhr.Client) any
	Operations func() []*factorialhr.Operation
}
