//go:build !go1.27

package factorialhr

// repeatsAfterReset tells that net/http sends a request over HTTP/2 again when the server has reset it with
// PROTOCOL_ERROR, even a POST that the server carried out before, and without an end. Since Go 1.27 it repeats only what
// the server says it did not process (RFC 9113 section 8.7). It cannot be told which of the two is the case, so before
// that nothing with a body is repeated by net/http.
const repeatsAfterReset = true
