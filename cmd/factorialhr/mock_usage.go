package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

const mockUsage = `Usage: factorialhr mock [flags]

Runs a fake Factorial API until interrupted. It knows every operation, keeps
created records in memory, and starts with a small made-up company whose dates
lie around today. The path may contain any API version.

Besides the API it serves /openapi.json?version=2026-10-01, /healthz, a page at
/, and the control surface below /_fake/: GET /_fake/openapi.json describes it.
`

const mockFaults = `
Faults are kinds separated by commas. A kind takes =share, the share of requests
that fail, and @pattern, which selects operations. Both are optional:

  -faults server-error=0.05
  -faults rate-limit=0.1@*.Create,latency=200ms
  -faults reset-after=0.02@timeoff.*

`

// mockTopics are the flags in the order in which a reader needs them.
func mockTopics() []struct{ title, flags string } {
	return []struct{ title, flags string }{
		{"Where it listens", "host port files-port control cors tls tls-hosts tls-out tls-cert tls-key"},
		{"Its credentials", "key oauth-client-id oauth-client-secret oauth-redirect"},
		{"What it holds", "size seed at version load state dump loose"},
		{"What goes wrong", "faults fault-seed post-limit"},
		{"What it calls", "webhook-hosts sync-runs"},
		{"Other", "quiet healthcheck"},
	}
}

// helpWidth is the column at which a line of help ends.
const helpWidth = 80

func printMockUsage(set *flag.FlagSet) {
	w := set.Output()
	fmt.Fprint(w, mockUsage)
	for _, topic := range mockTopics() {
		fmt.Fprintf(w, "\n%s:\n\n", topic.title)
		for _, name := range strings.Fields(topic.flags) {
			printFlag(w, set.Lookup(name))
		}
	}
	var kinds []string
	for _, kind := range factorialtest.FaultKinds() {
		kinds = append(kinds, string(kind))
	}
	fmt.Fprint(w, mockFaults)
	fmt.Fprint(w, wrapped("", "Kinds: "+strings.Join(kinds, ", ")+"."))
}

// printFlag prints a flag with its value and its default, and below it what it does.
func printFlag(w io.Writer, f *flag.Flag) {
	value, text := flag.UnquoteUsage(f)
	head := "  -" + f.Name
	if value != "" {
		head += " " + value
	}
	if f.DefValue != "" && f.DefValue != "0" && f.DefValue != "false" {
		head += "  (default " + f.DefValue + ")"
	}
	fmt.Fprintln(w, head)
	fmt.Fprint(w, wrapped("      ", text))
}

// wrapped returns text in lines of at most helpWidth columns.
func wrapped(indent, text string) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		switch {
		case column == 0:
			b.WriteString(indent + word)
			column = len(indent) + len(word)
		case column+1+len(word) > helpWidth:
			b.WriteString("\n" + indent + word)
			column = len(indent) + len(word)
		default:
			b.WriteString(" " + word)
			column += 1 + len(word)
		}
	}
	return b.String() + "\n"
}
