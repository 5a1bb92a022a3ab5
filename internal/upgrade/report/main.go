// Command report compares two published specs and prints what an upgrade means for a caller.
//
//	go run ./internal/upgrade/report 2026-07-01 2026-10-01
//
// A version stands for the spec in api/upstream; a file stands for itself.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/factorialhr-go/factorialhr/internal/upgrade"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "upgrade:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("report", flag.ContinueOnError)
	root := flags.String("root", ".", "the root `folder` of the module")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return fmt.Errorf("needs two versions or files, has %d: make upgrade FROM=2026-07-01 TO=2026-10-01", flags.NArg())
	}
	var docs [2]*upgrade.Document
	for i := range docs {
		var err error
		if docs[i], err = read(*root, flags.Arg(i)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(stdout, upgrade.Compare(docs[0], docs[1]).Markdown())
	return err
}

// read reads the spec of a version, or in a file.
func read(root, name string) (*upgrade.Document, error) {
	file := name
	if _, err := os.Stat(name); err != nil {
		file = filepath.Join(root, "api", "upstream", name+".json")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	d, err := upgrade.Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}
