package upgrade

import (
	"fmt"
	"slices"
	"strings"
)

// everywhere is the number of places from which on one difference is one sentence with a count.
const everywhere = 40

// Markdown writes the report for a person who decides whether to upgrade: what breaks first, then
// what is new, then the rest. The same difference in many places is one line.
func (r *Report) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The API from %s to %s\n\n", r.From, r.To)
	if len(r.Findings) == 0 {
		b.WriteString("Nothing changed. The comparison covers everything but examples, summaries and descriptions.\n")
		return b.String()
	}
	many, rest := r.many()
	breaks, check, came, other := sections(rest)
	b.WriteString(r.verdict(many, breaks, check, came, other))
	if len(many) > 0 {
		b.WriteString("\n## In many places\n\n")
		for _, g := range many {
			b.WriteString(item(sweeping(g)))
		}
	}
	section(&b, "What breaks a caller", "Look for each of these in your code before you upgrade.", breaks)
	section(&b, "What to check",
		"The spec describes these objects for the first time, with properties that it requires. "+
			"The API may always have required them.", check)
	section(&b, "What is new", "", came)
	section(&b, "What else changed", "None of this breaks a correct program.", other)
	b.WriteString(notes())
	return b.String()
}

// many splits off the differences that are in very many places, each with all its findings.
func (r *Report) many() (many [][]Finding, rest []Finding) {
	groups, order := grouped(r.Findings, func(f Finding) string { return sweepKey(f) })
	for _, key := range order {
		if g := groups[key]; len(g) >= everywhere && key != "" {
			many = append(many, g)
		} else {
			rest = append(rest, g...)
		}
	}
	return many, inOrder(rest, r.Findings)
}

// sweepKey is equal for findings that one sentence can describe. Findings with names of their own
// have none.
func sweepKey(f Finding) string {
	switch f.Kind {
	case IDNotation, EnumMoved, ErrorNew, ErrorGone, NullChanged, FormatChanged, LimitChanged, PropertyRequired, SecurityChanged:
		return string(f.Kind) + f.Text
	}
	return ""
}

// inOrder sorts list like all.
func inOrder(list, all []Finding) []Finding {
	position := map[Finding]int{}
	for i, f := range all {
		position[f] = i
	}
	slices.SortStableFunc(list, func(a, b Finding) int { return position[a] - position[b] })
	return list
}

// grouped groups findings by a key and lists the keys in their order of appearance.
func grouped(list []Finding, key func(Finding) string) (groups map[string][]Finding, order []string) {
	groups = map[string][]Finding{}
	for _, f := range list {
		k := key(f)
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], f)
	}
	return groups, order
}

func sections(list []Finding) (breaks, check, came, other []Finding) {
	for _, f := range list {
		switch {
		case f.Breaks:
			breaks = append(breaks, f)
		case f.Kind == DescribedRequired:
			check = append(check, f)
		case isNew(f.Kind):
			came = append(came, f)
		default:
			other = append(other, f)
		}
	}
	return breaks, check, came, other
}

func isNew(k Kind) bool {
	return slices.Contains([]Kind{
		OperationNew, ParameterNew, BodyNew, PropertyNew, EnumValueNew, SchemaNew, WebhookNew,
	}, k)
}

// sweeping describes a difference in many places in one sentence.
func sweeping(g []Finding) string {
	domains, _ := grouped(g, func(f Finding) string { return f.Domain })
	in := counted(len(domains), "domain")
	switch f := g[0]; f.Kind {
	case IDNotation:
		was, is, _ := strings.Cut(f.Text, ", ")
		return fmt.Sprintf("IDs: in %s of %s, an ID %s and %s. This package reads both. A program that reads raw JSON, "+
			"or stores IDs as numbers, has to change.", counted(len(g), "place"), in, was, is)
	case EnumMoved:
		return fmt.Sprintf("Enums: %s of %s declare the same values in another way.", counted(len(g), "place"), in)
	case ErrorNew:
		return fmt.Sprintf("Errors: %s of %s document%s.", counted(len(g), "operation"), in, strings.TrimPrefix(f.Text, "documents"))
	case ErrorGone:
		return fmt.Sprintf("Errors: %s of %s no longer document%s.", counted(len(g), "operation"), in,
			strings.TrimPrefix(f.Text, "no longer documents"))
	default:
		text := fmt.Sprintf("%s of %s: each %s.", capital(counted(len(g), "place")), in, f.Text)
		if f.Breaks {
			text += " This can break a caller."
		}
		return text
	}
}

// verdict is the first paragraph: whether to worry.
func (r *Report) verdict(many [][]Finding, breaks, check, came, other []Finding) string {
	var b strings.Builder
	if len(breaks) == 0 {
		b.WriteString("**Nothing in the spec breaks a caller of this package.**")
	} else {
		guesses := 0
		for _, f := range breaks {
			if f.Guess {
				guesses++
			}
		}
		fmt.Fprintf(&b, "**%s can break a caller**", counted(len(breaks), "difference"))
		if guesses > 0 {
			fmt.Fprintf(&b, " (guessed: %d)", guesses)
		}
		fmt.Fprintf(&b, ", in %s.", domainList(breaks))
	}
	if len(check) > 0 {
		fmt.Fprintf(&b, " %s to check.", capital(counted(len(check), "object")))
	}
	if len(came) > 0 {
		fmt.Fprintf(&b, " New: %s.", tally(came))
	}
	if n := len(other); n > 0 {
		fmt.Fprintf(&b, " %s without effect on a correct program.", capital(counted(n, "other difference")))
	}
	if len(many) > 0 {
		fmt.Fprintf(&b, " %s in many places.", capital(counted(len(many), "difference")))
	}
	return wrap(b.String()) + "\n"
}

// tally counts findings by kind: 66 operations, 9 parameters.
func tally(list []Finding) string {
	groups, _ := grouped(list, func(f Finding) string { return string(f.Kind) })
	var parts []string
	for _, k := range kinds() {
		noun := map[Kind]string{
			OperationNew: "operation", ParameterNew: "parameter", BodyNew: "body", PropertyNew: "property",
			EnumValueNew: "enum with more values", SchemaNew: "schema", WebhookNew: "webhook",
		}[k]
		if n := len(groups[string(k)]); n > 0 && noun != "" {
			parts = append(parts, counted(n, noun))
		}
	}
	return strings.Join(parts, ", ")
}

func domainList(list []Finding) string {
	groups, order := grouped(list, func(f Finding) string { return f.Domain })
	parts := make([]string, 0, len(order))
	for _, d := range order {
		parts = append(parts, fmt.Sprintf("%s (%d)", heading(d), len(groups[d])))
	}
	return strings.Join(parts, ", ")
}

func heading(domain string) string {
	if domain == "" {
		return "the whole API"
	}
	return domain
}

// counted writes a number with its noun.
func counted(n int, noun string) string {
	switch {
	case n == 1:
	case strings.HasPrefix(noun, "enum "):
		noun = "enums" + strings.TrimPrefix(noun, "enum")
	case strings.HasSuffix(noun, "y"):
		noun = strings.TrimSuffix(noun, "y") + "ies"
	default:
		noun += "s"
	}
	return number(n) + " " + noun
}

// number writes a number with commas between thousands.
func number(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", number(n/1000), n%1000)
}

func capital(s string) string {
	return strings.ToUpper(s[:1]) + s[1:]
}

func notes() string {
	return "\n## What this report cannot say\n\n" + wrap("It compares what the spec declares: not examples, not texts, "+
		"and not behaviour that the spec leaves out. A rename is a guess: a name that is gone and a new one of the "+
		"same shape with a similar spelling. A new value of an enum passes for harmless, because a program has to "+
		"tolerate unknown values. A query parameter that is gone counts as breaking, because the API ignores it and "+
		"lists more records.") + "\n"
}

// wrap breaks a paragraph at column 120, but not within code.
func wrap(s string) string {
	var b strings.Builder
	column := 0
	for i, w := range phrases(s) {
		switch {
		case i == 0:
		case column+1+len(w) > 120:
			b.WriteString("\n")
			column = 0
		default:
			b.WriteString(" ")
			column++
		}
		b.WriteString(w)
		column += len(w)
	}
	return b.String()
}

// phrases splits a text at its spaces, except those between backticks.
func phrases(s string) []string {
	var list []string
	begin, code := 0, false
	for i, r := range s {
		switch {
		case r == '`':
			code = !code
		case r == ' ' && !code:
			list = append(list, s[begin:i])
			begin = i + 1
		}
	}
	return append(list, s[begin:])
}

// item writes one item of a list.
func item(text string) string {
	return strings.ReplaceAll(wrap("- "+text), "\n", "\n  ") + "\n"
}
