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
	// The page has a table of other filters too, below another heading.
	_, section, found := strings.Cut(string(text), "\n## Changes\n")
	if !found {
		t.Fatal("the page does not have the heading Changes")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var got []string
	for _, row := range regexp.MustCompile(`(?m)^\| (\w+\.\w+) \| ([\w, ]+) \|$`).FindAllStringSubmatch(section, -1) {
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
	if counts := fmt.Sprintf("%d filters on %d of the %d lists", filters, len(want), len(lists)); !strings.Contains(section, counts) {
		t.Errorf("the section does not say %q", counts)
	}
}
