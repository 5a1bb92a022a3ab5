//go:build go1.27

package factorialhr_test

// resetsAreCertain was false before Go 1.27: see http2_go126_test.go.
const resetsAreCertain = true
