package repository_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	markdownLink    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	markdownHeading = regexp.MustCompile(`(?m)^#+ +(.*)$`)
	markdownCode    = regexp.MustCompile("(?ms)^```.*?^```$")
)

// Every relative link in the documentation points to an existing file and, with a fragment, to an
// existing heading.
func TestTheLinksOfTheDocumentationLeadSomewhere(t *testing.T) {
	checked := 0
	for _, page := range markdownPages(t) {
		for _, link := range markdownLink.FindAllStringSubmatch(prose(t, page), -1) {
			target, fragment, _ := strings.Cut(link[1], "#")
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			checked++
			file := page
			if target != "" {
				file = filepath.Join(filepath.Dir(page), filepath.FromSlash(target))
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s links to %s: %v", page, link[1], err)
			} else if fragment != "" && !anchors(prose(t, file))[fragment] {
				t.Errorf("%s links to %s, which has no such heading", page, link[1])
			}
		}
	}
	if checked < 100 {
		t.Errorf("found only %d links", checked)
	}
}

// markdownPages returns the Markdown pages of the repository.
func markdownPages(t *testing.T) []string {
	t.Helper()
	var pages []string
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && path != "." && strings.HasPrefix(e.Name(), ".") && e.Name() != ".github" {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".md") {
			pages = append(pages, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// anchors returns the fragments of the headings of a page, as GitHub generates them.
func anchors(page string) map[string]bool {
	all := map[string]bool{}
	for _, heading := range markdownHeading.FindAllStringSubmatch(page, -1) {
		text := markdownLink.ReplaceAllString(heading[1], "]")
		all[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, text)] = true
	}
	return all
}

// prose returns a page without its code blocks.
func prose(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return markdownCode.ReplaceAllString(string(text), "")
}
