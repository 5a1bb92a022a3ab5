//go:build !go1.27

package factorialhr_test

// resetsAreCertain tells that a request which net/http would repeat was not processed. Before Go
// 1.27 net/http also repeated what the server had reset with PROTOCOL_ERROR.
const resetsAreCertain = false
