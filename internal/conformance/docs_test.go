package conformance_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTheDocumentationListsEveryFilterByChange(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "sync.md"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range regexp.MustCompile(`(?m)^\| (\w+\.\w+) \| ([\w, ]+) \|$`).FindAllStringSubmatch(string(text), -1) {
		got = append(got, row[1]+": "+row[2])
	}
	var want []string
	filters := 0
	lists := slices.DeleteFunc(heldDescription(t), func(op *operation) bool { return !op.list() })
	for _, op := range lists {
		var names []string
		for _, q := range op.query {
			if strings.HasPrefix(q.Name, "updated_") {
				names = append(names, exported(q.Name))
			}
		}
		if len(names) > 0 {
			want = append(want, fmt.Sprintf("%s.%s: %s", op.pkg, op.service, strings.Join(names, ", ")))
			filters += len(names)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("the table is\n%s\nand should be\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if counts := fmt.Sprintf("%d filters on %d of the %d lists", filters, len(want), len(lists)); !strings.Contains(string(text), counts) {
		t.Errorf("the page does not say %q", counts)
	}
}
