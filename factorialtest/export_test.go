package factorialtest

import (
	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/serve"
)

// Tables makes the server use tables of a test.
func Tables(tables *apitable.API) Option {
	return func(c *config) error {
		known := serve.Compile(tables)
		c.known = &known
		return nil
	}
}
