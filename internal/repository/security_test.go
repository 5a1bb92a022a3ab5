package repository_test

import (
	"regexp"
	"strings"
	"testing"
)

// Each guarantee of docs/security.md names tests that exist.
func TestTheTestsOfTheGuaranteesExist(t *testing.T) {
	page := fileText(t, "docs/security.md")
	declared := map[string]bool{}
	function := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	for _, file := range trackedFiles(t) {
		if !strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, match := range function.FindAllStringSubmatch(fileText(t, file), -1) {
			declared[match[1]] = true
		}
	}
	guarantees := 0
	for line := range strings.Lines(page) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| guarantee") {
			continue
		}
		guarantees++
		tests := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllStringSubmatch(line, -1)
		if len(tests) == 0 {
			t.Errorf("no test holds: %s", line)
		}
		for _, test := range tests {
			if !declared[test[1]] {
				t.Errorf("there is no test %s: %s", test[1], line)
			}
		}
	}
	if guarantees < 30 {
		t.Errorf("found only %d guarantees", guarantees)
	}
}
