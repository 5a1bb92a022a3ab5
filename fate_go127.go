//go:build go1.27

package factorialhr

// repeatsAfterReset was true before Go 1.27: see fate_go126.go.
const repeatsAfterReset = false
