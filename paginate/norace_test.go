//go:build !race

package paginate_test

const raceDetector = false
