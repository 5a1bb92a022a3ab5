// Command report compares two published specs and prints what an upgrade means for a caller.
//
//	go run ./internal/upgrade/report 2026-07-01 2026-10-01            the API, from api/upstream
//	go run ./internal/upgrade/report old.json new.json                the API, from files
//	go run ./internal/upgrade/report -goapi 2026-07-01 2026-10-01     also the Go API
//	go run ./internal/upgrade/report -since HEAD 2026-10-01 new.json  also the Go API since a commit
//
// With -goapi it generates the module for both versions in a temporary folder. With -since it
// compares the working tree with a commit.
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
	both := flags.Bool("goapi", false, "also compare the Go API that the generator makes of both")
	since := flags.String("since", "", "also compare the Go API of the working tree with that of a `commit`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return fmt.Errorf("needs two versions or files, has %d: make upgrade FROM=2026-07-01 TO=2026-10-01", flags.NArg())
	}
	var docs [2]*upgrade.Document
	var files [2]string
	for i := range docs {
		ref := *since
		if i == 1 {
			ref = ""
		}
		file, text, err := read(*root, flags.Arg(i), ref)
		if err != nil {
			return err
		}
		if docs[i], err = upgrade.Read(text); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		files[i] = file
	}
	var tail string
	switch {
	case *since != "":
		tail = goAPI(commit(*root, *since), workingTree(*root))
	case *both:
		tail = goAPI(generated(*root, files[0]), generated(*root, files[1]))
	}
	report := upgrade.Compare(docs[0], docs[1])
	_, err := io.WriteString(stdout, report.Markdown()+tail+report.Changelog())
	return err
}

// read reads the spec of a version, or in a file. It prefers the spec in a commit, if it gets one:
// the working tree may hold a newer spec of the same version, or none.
func read(root, name, commit string) (file string, text []byte, err error) {
	if text, err = os.ReadFile(name); err == nil {
		return name, text, nil
	}
	inside := filepath.Join("api", "upstream", name+".json")
	file = filepath.Join(root, inside)
	if commit != "" {
		if shown, err := command(root, "git", "show", commit+":"+filepath.ToSlash(inside)); err == nil {
			return file, []byte(shown), nil
		}
	}
	text, err = os.ReadFile(file)
	return file, text, err
}
