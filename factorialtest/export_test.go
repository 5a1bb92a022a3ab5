package factorialtest

import "github.com/factorialhr-go/factorialhr/internal/apitable"

// Tables makes the server use tables of a test.
func Tables(tables *apitable.API) Option {
	return func(c *config) error {
		c.api = compile(tables)
		return nil
	}
}
