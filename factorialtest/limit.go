package factorialtest

import "errors"

// DocumentedPOSTLimit is the number of POSTs a minute that the real API accepts.
const DocumentedPOSTLimit = 200

// LimitPOST responds with 429 to more than n POSTs in a minute of the server's clock, as the real
// API does beyond [DocumentedPOSTLimit]. The default is no limit. The response has no Retry-After
// header, because none has been observed.
func LimitPOST(n int) Option {
	return func(c *config) error {
		if n < 1 {
			return errors.New("LimitPOST requires at least 1")
		}
		c.limit = n
		return nil
	}
}
