// Command codegen generates everything that follows from the published OpenAPI spec:
// api/openapi.yaml, the packages below gen/, the tables of the fake API, and the pages that count
// and review them.
//
//	go run ./internal/codegen                      regenerate, offline
//	go run ./internal/codegen -spec file.json      adopt another spec
//	go run ./internal/codegen -fetch 2027-01-01    download and adopt a spec
//
// The version of an adopted spec becomes the default. With -beta it becomes a beta: the generated
// code has it, and the default stays.
//
// The command reports all parts of the spec that it does not support, each with its place and what
// to do about it, and changes no file. It also changes no file if the generated code would not
// compile. In the end it prints what it read, wrote and left out. After it has adopted a spec, it
// also lists what the versions disagree about. internal/upgrade reports what the adopted spec means
// for callers.
//
// Its packages, in the order of the work:
//
//	ordered   reads and writes JSON and YAML in the order of their authors
//	name      turns Factorial's names into Go names
//	openapi   reads the published spec, corrects it, writes api/openapi.yaml
//	glossary  reads api/glossary: what the parts of the spec mean
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
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/codegen/files"
	"github.com/factorialhr-go/factorialhr/internal/codegen/openapi"
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
	beta := flags.Bool("beta", false, "adopt the spec as a beta: the default stays")
	if err := flags.Parse(args); err != nil {
		return err
	}
	text, version, err := spec(ctx, *file, *wanted)
	if err != nil {
		return err
	}
	in, err := files.Held(*root)
	if err != nil {
		return err
	}
	adopted := text != nil
	if adopted {
		if err := in.Adopt(version, text, *beta); err != nil {
			return err
		}
	}
	out, err := files.Generate(in)
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
			if err := in.Save(*root, version); err != nil {
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
	if adopted {
		for _, d := range out.Summary.Differences {
			fmt.Fprintf(stdout, "differs  %s\n", d)
		}
	}
	return nil
}

// spec returns the spec to adopt: that in a file or a downloaded one. It returns nil if the
// module's own specs are to be generated again.
func spec(ctx context.Context, file, wanted string) (text []byte, version string, err error) {
	switch {
	case file != "" && wanted != "":
		return nil, "", errors.New("-spec and -fetch exclude each other")
	case file != "":
		if text, err = os.ReadFile(file); err == nil {
			version, err = versionOf(text)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", file, err)
		}
		return text, version, err
	case wanted != "":
		text, err = fetch(ctx, wanted)
		return text, wanted, err
	}
	return nil, "", nil
}

func report(w io.Writer, out *files.Set, written, removed int) {
	s := out.Summary
	fmt.Fprintf(w, "read     %s: %d operations, %d schemas, %d events\n", out.Version, s.Operations, s.Components, s.Events)
	fmt.Fprintf(w, "made     %d packages, %d types, %d lines of Go\n", s.Packages, s.Types, s.GoLines)
	fmt.Fprintf(w, "files    %d; %d changed, %d removed\n", len(out.Files), written, removed)
	for _, name := range out.RemovedPackages {
		fmt.Fprintf(w, "removed  gen/%s: no version of the union has the domain\n", name)
	}
	for _, c := range s.Ranges {
		fmt.Fprintf(w, "%s came with it: %s; last had it: %s\n", c.Version, counts(c.Came), counts(c.Gone))
	}
	fmt.Fprintf(w, "left out %d\n", len(s.LeftOut))
	for _, l := range s.LeftOut {
		fmt.Fprintf(w, "         %s: %s\n", l.What, l.Why)
	}
	if len(s.Ignored) > 0 {
		fmt.Fprintf(w, "ignored  %s\n", strings.Join(s.Ignored, ", "))
	}
	if len(s.Missing) > 0 {
		fmt.Fprintf(w, "no text  %d; write them in api/glossary\n", len(s.Missing))
	}
	for _, what := range s.Missing {
		fmt.Fprintf(w, "         %s\n", what)
	}
}

// counts lists the numbers of parts.
func counts(p openapi.Parts) string {
	return fmt.Sprintf("%d operations, %d parameters, %d properties, %d values, %d events",
		p.Operations, p.Params, p.Properties, p.Values, p.Events)
}
