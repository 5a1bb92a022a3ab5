package upgrade

import (
	"slices"
	"strings"
)

// A Change says in short what came to a domain and what went.
type Change struct{ Domain, Came, Gone string } // Markdown

// Changes sums the report up by domain. It leaves out domains with neither.
func (r *Report) Changes() []Change {
	var list []Change
	domains, order := grouped(r.Findings, func(f Finding) string { return f.Domain })
	for _, d := range order {
		var gone []Finding
		for _, f := range domains[d] {
			if isGone(f) {
				gone = append(gone, f)
			}
		}
		c := Change{Domain: heading(d), Came: additions(domains[d]), Gone: strings.Join(bullets(gone), "; ")}
		if c.Came != "" || c.Gone != "" {
			list = append(list, c)
		}
	}
	return list
}

// Gone lists what a caller can no longer use: parts that are gone and parts that have another name.
func (r *Report) Gone() []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return !isGone(f) })
}

func isGone(f Finding) bool {
	return f.Breaks && slices.Contains([]Kind{
		OperationGone, OperationMoved, ParameterGone, ParameterRenamed, BodyGone, PropertyGone, PropertyRenamed,
		EnumValueGone, EnumValueRenamed, WebhookGone, WebhookRenamed,
	}, f.Kind)
}

// Count counts the operations and the webhooks of the spec.
func (d *Document) Count() (operations, events int) { return len(d.Operations), len(d.Events) }
