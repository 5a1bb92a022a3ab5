// Command codegen generates everything that follows from the API description:
// api/openapi.yaml, the packages below gen/, the tables of the fake API, and
// the pages that count and review them.
//
//	go run ./internal/codegen                       regenerate, offline
//	go run ./internal/codegen -spec file.json       adopt another description
//	go run ./internal/codegen -fetch 2027-01-01     adopt one from the vendor
//
// It stops at the first thing that it does not understand, naming the place,
// and leaves the files as they were. In the end it says what it read, wrote and
// left out, and of another description what is new in it and what is gone.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "codegen:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("codegen", flag.ContinueOnError)
	root := flags.String("root", ".", "the module's root")
	file := flags.String("spec", "", "adopt the description in this file")
	wanted := flags.String("fetch", "", "adopt the description of this version from the vendor")
	if err := flags.Parse(args); err != nil {
		return err
	}
	text, version, adopted, err := description(ctx, *root, *file, *wanted)
	if err != nil {
		return err
	}
	before, _, currentErr := current(*root) // to compare with
	overlay, err := os.ReadFile(filepath.Join(*root, "api", "overlay.yaml"))
	if err != nil {
		return err
	}
	out, err := files.Generate(text, overlay, version)
	if err != nil {
		return err
	}
	if err := out.AddREADME(*root); err != nil {
		return err
	}
	if adopted {
		if err := adopt(*root, version, text); err != nil {
			return err
		}
	}
	written, removed, err := out.Write(*root)
	if err != nil {
		return err
	}
	report(stdout, out, written, removed)
	if adopted && currentErr == nil {
		reportChanges(stdout, before, text)
	}
	return nil
}

// description finds the text to generate from: a file, the vendor's, or what
// the module has.
func description(ctx context.Context, root, file, wanted string) (text []byte, version string, adopted bool, err error) {
	switch {
	case file != "" && wanted != "":
		return nil, "", false, errors.New("-spec and -fetch exclude each other")
	case file != "":
		if text, err = os.ReadFile(file); err == nil {
			version, err = versionOf(text)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", file, err)
		}
		return text, version, true, err
	case wanted != "":
		text, err = fetch(ctx, wanted)
		return text, wanted, true, err
	}
	text, version, err = current(root)
	return text, version, false, err
}

func report(w io.Writer, out *files.Set, written, removed int) {
	s := out.Summary
	fmt.Fprintf(w, "read     %s: %d operations, %d schemas, %d events\n", out.Version, s.Operations, s.Components, s.Events)
	fmt.Fprintf(w, "made     %d packages, %d types, %d lines of Go\n", s.Packages, s.Types, s.GoLines)
	fmt.Fprintf(w, "files    %d, of which %d changed and %d were removed\n", len(out.Files), written, removed)
	fmt.Fprintf(w, "left out %d\n", len(s.LeftOut))
	for _, l := range s.LeftOut {
		fmt.Fprintf(w, "         %s: %s\n", l.What, l.Why)
	}
}
