package conformance_test

import (
	"fmt"
	"strings"
	"testing"
	"text/tabwriter"
)

// check runs a pass over operations and prints a table of the failures.
func check(t *testing.T, operations []*operation, pass func(op *operation, p *problems)) {
	t.Helper()
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	good := 0
	for _, op := range operations {
		var p problems
		pass(op, &p)
		if len(p) == 0 {
			good++
			continue
		}
		for i, problem := range p {
			if i == 5 {
				fmt.Fprintf(w, "\t\tand %d more\n", len(p)-i)
				break
			}
			fmt.Fprintf(w, "%v\t%s\t%s\n", op, op.goName(), problem)
		}
	}
	_ = w.Flush()
	t.Logf("%d of %d operations", good, len(operations))
	if good < len(operations) {
		t.Errorf("%d of %d operations; what failed:\n%s", good, len(operations), table.String())
	}
}

// problems are the problems of an operation.
type problems []string

func (p *problems) addf(format string, args ...any) { *p = append(*p, fmt.Sprintf(format, args...)) }
