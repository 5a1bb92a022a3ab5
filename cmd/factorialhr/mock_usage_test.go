package main

import (
	"bytes"
	"flag"
	"strings"
	"testing"
)

func TestTheHelpHasEachFlagOnceAndFitsATerminal(t *testing.T) {
	set := new(mockFlags).set()
	var out bytes.Buffer
	set.SetOutput(&out)
	printMockUsage(set)
	set.VisitAll(func(f *flag.Flag) {
		n := 0
		for line := range strings.Lines(out.String()) {
			if words := strings.Fields(line); len(words) > 0 && words[0] == "-"+f.Name && strings.HasPrefix(line, "  -") && !strings.Contains(line, "=") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("-%s appears %d times", f.Name, n)
		}
	})
	for line := range strings.Lines(out.String()) {
		if len(line) > 81 {
			t.Errorf("this line is wider than 80 columns: %s", line)
		}
	}
}
