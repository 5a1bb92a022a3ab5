package upgrade

import (
	"fmt"
	"strings"
)

// Changelog drafts the section of the CHANGELOG. A person edits it.
func (r *Report) Changelog() string {
	if len(r.Findings) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n## A draft for the CHANGELOG\n\n```markdown\n### Version %s of the API\n\n", r.To)
	many, rest := r.many()
	breaks, check, _, _ := sections(rest)
	domains, order := grouped(breaks, func(f Finding) string { return f.Domain })
	for _, d := range order {
		b.WriteString(item("Changed in " + heading(d) + ": " + strings.Join(bullets(domains[d]), ". ") + "."))
	}
	for _, g := range many {
		b.WriteString(item("Changed: " + sweeping(g)))
	}
	if len(check) > 0 {
		b.WriteString(item("Changed: the spec describes " + counted(len(check), "object") +
			" of requests for the first time, with required properties."))
	}
	domains, order = grouped(r.Findings, func(f Finding) string { return f.Domain })
	for _, d := range order {
		if news := additions(domains[d]); news != "" {
			b.WriteString(item("Added in " + heading(d) + ": " + news + "."))
		}
	}
	b.WriteString("```\n")
	return b.String()
}

// additions says what is new for a user in one phrase. A schema alone is nothing new.
func additions(list []Finding) string {
	var names []string
	groups, _ := grouped(list, func(f Finding) string { return string(f.Kind) })
	if g := groups[string(OperationNew)]; len(g) > 0 {
		names = append(names, counted(len(g), "operation")+": "+operationList(g))
	}
	if g := groups[string(WebhookNew)]; len(g) > 0 {
		names = append(names, "webhooks "+places(g))
	}
	if g := groups[string(ParameterNew)]; len(g) > 0 {
		names = append(names, counted(len(g), "parameter")+": "+ownerList(g))
	}
	properties := map[string]bool{}
	for _, f := range groups[string(PropertyNew)] {
		if _, name := split(f.Place); !f.Breaks {
			properties[name] = true
		}
	}
	if n := len(properties); n > 0 {
		names = append(names, counted(n, "property"))
	}
	return strings.Join(names, "; ")
}
