package repository_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// wordList is the file with the words that the project does not use.
const wordList = "internal/repository/english.txt"

// A badWord is a line of the list.
type badWord struct {
	pattern *regexp.Regexp
	instead string
	except  []*regexp.Regexp // the places where it is a term of the domain, file:line
}

// in finds the word in a passage.
func (w badWord) in(p passage) string {
	for _, place := range w.except {
		if place.MatchString(p.place) {
			return ""
		}
	}
	return strings.TrimSpace(w.pattern.FindString(p.text))
}

// A passage is a piece of text that a reader sees.
type passage struct {
	place string // file:line
	text  string // one line
}

// The text of the project follows one rule of English: subject, verb, object, with the field's
// terms.
func TestTheEnglishOfTheProject(t *testing.T) {
	words := badWords(t)
	passages, findings := 0, 0
	for _, file := range trackedFiles(t) {
		if file == wordList || isForeign(file) {
			continue
		}
		for _, p := range passagesOf(t, file) {
			passages++
			for _, w := range words {
				if found := w.in(p); found != "" {
					findings++
					t.Errorf("%s: %q: write: %s", p.place, found, w.instead)
				}
			}
		}
	}
	t.Logf("%d passages, %d words and phrases, %d findings", passages, len(words), findings)
	if passages < 5000 {
		t.Errorf("found only %d passages", passages)
	}
}

// isForeign tells whether a file holds the text of another project: the stock client of
// oapi-codegen.
func isForeign(file string) bool { return strings.HasSuffix(file, ".gen.go") }

// commentWidth is the last column of a comment. A tab has four.
const commentWidth = 100

func TestCommentsEndAtColumn100(t *testing.T) {
	for _, file := range trackedFiles(t) {
		if !strings.HasSuffix(file, ".go") || isForeign(file) {
			continue
		}
		output := false // an example's output has no line breaks of ours
		for i, line := range strings.Split(fileText(t, file), "\n") {
			text := strings.TrimSpace(line)
			output = strings.HasPrefix(text, "// Output:") || output && strings.HasPrefix(text, "//")
			if output || !strings.HasPrefix(text, "// ") || strings.Contains(text, "://") && strings.Count(text, " ") < 4 {
				continue
			}
			if width := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")); width > commentWidth {
				t.Errorf("%s:%d: the comment ends at column %d", file, i+1, width)
			}
		}
	}
}

// badWords reads the list. A line that begins with "except" belongs to the word before it.
func badWords(t *testing.T) []badWord {
	t.Helper()
	columns := regexp.MustCompile(`\s{2,}`)
	var words []badWord
	for line := range strings.Lines(fileText(t, wordList)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := columns.Split(line, 2)
		switch {
		case len(parts) != 2:
			t.Fatalf("%s: one column: %s", wordList, line)
		case parts[0] == "except":
			w := &words[len(words)-1]
			w.except = append(w.except, regexp.MustCompile(parts[1]))
		default:
			words = append(words, badWord{pattern: regexp.MustCompile("(?i)" + parts[0]), instead: parts[1]})
		}
	}
	return words
}

// passagesOf finds the text of a file, by its kind.
func passagesOf(t *testing.T, file string) []passage {
	t.Helper()
	switch base := path.Base(file); {
	case strings.HasSuffix(file, ".go"):
		return goPassages(t, file)
	case strings.HasSuffix(file, ".md"), strings.HasSuffix(file, ".md.tmpl"):
		return markdownPassages(prose(t, file), file)
	case strings.HasSuffix(file, ".tmpl"), strings.HasSuffix(file, ".yaml"), strings.HasSuffix(file, ".yml"),
		strings.HasSuffix(file, ".sh"), strings.HasSuffix(file, ".py"), base == "Makefile", strings.HasPrefix(file, ".ci/"):
		var all []passage
		for i, line := range strings.Split(fileText(t, file), "\n") {
			all = append(all, passage{fmt.Sprintf("%s:%d", file, i+1), line})
		}
		return all
	}
	return nil
}

// goPassages finds the comments of a Go file, and the sentences among its strings unless it is a
// test.
func goPassages(t *testing.T, file string) []passage {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []passage
	add := func(pos token.Pos, text string) {
		all = append(all, passage{fmt.Sprintf("%s:%d", file, set.Position(pos).Line), oneLine(text)})
	}
	for _, group := range parsed.Comments {
		for paragraph := range strings.SplitSeq(group.Text(), "\n\n") {
			add(group.Pos(), paragraph)
		}
	}
	if strings.HasSuffix(file, "_test.go") {
		return all
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		if text, err := strconv.Unquote(literal.Value); err == nil && strings.Count(text, " ") >= 2 {
			add(literal.Pos(), text)
		}
		return true
	})
	return all
}

var markdownInline = regexp.MustCompile("`[^`]*`")

func markdownPassages(page, file string) []passage {
	var all []passage
	for paragraph := range strings.SplitSeq(page, "\n\n") {
		first := oneLine(paragraph)
		all = append(all, passage{fmt.Sprintf("%s (%.40s…)", file, first), markdownInline.ReplaceAllString(first, "x")})
	}
	return all
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
