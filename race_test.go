//go:build race

package factorialhr_test

const raceDetector = true
