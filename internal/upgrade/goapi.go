package upgrade

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// GoAPI writes the output of "apidiff -m" as a section of the report: the incompatible changes of
// each package in full, the additions as counts.
func GoAPI(apidiff string) string {
	changed, added := map[string][]string{}, map[string]int{}
	var packages []string
	compatible := false
	for line := range strings.Lines(apidiff) {
		line = strings.TrimSpace(line)
		text, ok := strings.CutPrefix(line, "- ")
		switch {
		case line == "Incompatible changes:":
			compatible = false
		case line == "Compatible changes:":
			compatible = true
		case !ok:
		case strings.HasPrefix(text, "package "):
			name, what, _ := strings.Cut(strings.TrimPrefix(text, "package "), ": ")
			packages = append(packages, "package "+name+": "+what)
		case compatible:
			pkg, _ := symbol(text)
			added[pkg]++
		default:
			pkg, rest := symbol(text)
			changed[pkg] = append(changed[pkg], rest)
		}
	}
	return "\n## The Go API\n\n" + goChanges(changed, added, packages)
}

func goChanges(changed map[string][]string, added map[string]int, packages []string) string {
	if len(changed)+len(added)+len(packages) == 0 {
		return "Nothing changed.\n"
	}
	var b strings.Builder
	n := 0
	for _, list := range changed {
		n += len(list)
	}
	text := counted(n, "incompatible change") + " in " + counted(len(changed), "package") + "."
	if n == 0 {
		text = "No change breaks the build of a program."
	}
	if len(added) > 0 {
		counts := []string{}
		for _, pkg := range slices.Sorted(maps.Keys(added)) {
			counts = append(counts, fmt.Sprintf("%s (%d)", pkg, added[pkg]))
		}
		text += " Additions: " + strings.Join(counts, ", ") + "."
	}
	b.WriteString(wrap(capital(text)) + "\n")
	for i, p := range packages {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString(item(p))
	}
	for _, pkg := range slices.Sorted(maps.Keys(changed)) {
		fmt.Fprintf(&b, "\n### %s\n\n", pkg)
		for _, l := range goLines(changed[pkg]) {
			b.WriteString(item(l))
		}
	}
	return b.String()
}

// goLines joins the names with the same change.
func goLines(list []string) []string {
	names := map[string][]string{}
	var order []string
	for _, l := range list {
		name, what, _ := strings.Cut(l, ": ")
		if names[what] == nil {
			order = append(order, what)
		}
		names[what] = append(names[what], "`"+name+"`")
	}
	for i, what := range order {
		list := strings.Join(names[what], ", ")
		if from, to, ok := strings.Cut(strings.TrimPrefix(what, "changed from "), " to "); ok && strings.HasPrefix(what, "changed from ") {
			what = "was `" + from + "`, is `" + to + "`"
		}
		order[i] = list + ": " + what
	}
	return order
}

// symbol splits "./gen/timeoff.Leave.ID: removed" into the package and the rest. The package of the
// module's root has no path in the output.
func symbol(text string) (pkg, rest string) {
	name, what, _ := strings.Cut(text, ": ")
	path, ok := strings.CutPrefix(name, "./")
	if !ok {
		return "factorialhr", text
	}
	slash := strings.LastIndexByte(path, '/') + 1
	last, local, _ := strings.Cut(path[slash:], ".")
	return cmp.Or(path[:slash]+last, "factorialhr"), local + ": " + short(what)
}

// short drops the paths of packages that everybody knows.
func short(what string) string {
	return strings.NewReplacer("github.com/factorialhr-go/factorialhr.", "factorialhr.",
		"github.com/factorialhr-go/factorialhr/gen/", "", "encoding/json.", "json.").Replace(what)
}
