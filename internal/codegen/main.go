// Command codegen generates everything that follows from the published OpenAPI spec:
// api/openapi.yaml, the packages below gen/, the tables of the fake API, and the pages that count
// and review them.
//
//	go run ./internal/codegen                      regenerate, offline
//	go run ./internal/codegen -spec file.json      adopt another spec
//	go run ./internal/codegen -fetch 2027-01-01    download and adopt a spec
//
// The command reports all parts of the spec that it does not support, each with its place and what
// to do about it, and changes no file. It also changes no file if the generated code would not
// compile. In the end it prints what it read, wrote and left out. After it has adopted a
// spec, it also lists the new and the removed operations, schemas and webhooks.
//
// Its packages, in the order of the work:
//
//	ordered   reads and writes JSON and YAML in the order of their authors
//	name      turns Factorial's names into Go names
//	openapi   reads the published spec, corrects it, writes api/openapi.yaml
//	golang    writes the packages below gen/
//	files     holds all generated files and writes them to disk
//	typecheck finds out whether the generated packages compile
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

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
	root := flags.String("root", ".", "the root `folder` of the module")
	file := flags.String("spec", "", "adopt the spec in this `file`")
	wanted := flags.String("fetch", "", "download and adopt the spec of this API `version`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	text, version, adopted, err := spec(ctx, *root, *file, *wanted)
	if err != nil {
		return err
	}
	before, _, currentErr := current(*root)
	overlay, err := os.ReadFile(filepath.Join(*root, "api", "overlay.yaml"))
	if err != nil {
		return err
	}
	patched, err := patch(*root, text, version)
	if err != nil {
		return err
	}
	out, err := files.Generate(patched, overlay, version)
	if err != nil {
		return err
	}
	if err := out.AddREADME(*root); err != nil {
		return err
	}
	if err := check(ctx, *root, out); err != nil {
		return err
	}
	var written, removed int
	err = restoring(*root, func() (err error) {
		if adopted {
			if err := adopt(*root, version, text); err != nil {
				return err
			}
		}
		written, removed, err = out.Write(*root)
		return err
	})
	if err != nil {
		return err
	}
	report(stdout, out, written, removed)
	if adopted && currentErr == nil {
		reportChanges(stdout, before, text)
	}
	return nil
}

// spec returns the spec to generate from: that in a file, a downloaded one, or the module's own.
func spec(ctx context.Context, root, file, wanted string) (text []byte, version string, adopted bool, err error) {
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
	fmt.Fprintf(w, "files    %d; %d changed, %d removed\n", len(out.Files), written, removed)
	fmt.Fprintf(w, "left out %d\n", len(s.LeftOut))
	for _, l := range s.LeftOut {
		fmt.Fprintf(w, "         %s: %s\n", l.What, l.Why)
	}
	if len(s.Ignored) > 0 {
		fmt.Fprintf(w, "ignored  %s\n", strings.Join(s.Ignored, ", "))
	}
}
