package repository_test

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// module is the import path of the root.
const module = "github.com/factorialhr-go/factorialhr"

var updateGolden = flag.Bool("update", false, "write the golden files")

// TestMain runs the tests in the root of the repository, so that paths are relative to it.
func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
