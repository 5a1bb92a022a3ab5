package upgrade

import "slices"

// News says in short what is new in a domain.
type News struct{ Domain, Text string } // the text is Markdown

// News sums up what is new, by domain.
func (r *Report) News() []News {
	var list []News
	domains, order := grouped(r.Findings, func(f Finding) string { return f.Domain })
	for _, d := range order {
		if text := additions(domains[d]); text != "" {
			list = append(list, News{heading(d), text})
		}
	}
	return list
}

// A Loss is a part of a domain that a caller can no longer use, or that has another name.
type Loss struct{ Domain, Text, Instead string } // the texts are Markdown

// Losses lists what is gone, by domain. The function says what to use instead of a place; it
// returns an empty string if nobody knows.
func (r *Report) Losses(instead func(place string) string) []Loss {
	var list []Loss
	gone := slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return !isGone(f) })
	domains, order := grouped(gone, func(f Finding) string { return f.Domain })
	for _, d := range order {
		replaced, texts := grouped(domains[d], func(f Finding) string { return instead(f.Place) })
		for _, text := range texts {
			for _, bullet := range bullets(replaced[text]) {
				list = append(list, Loss{heading(d), bullet, text})
			}
		}
	}
	return list
}

func isGone(f Finding) bool {
	return f.Breaks && slices.Contains([]Kind{
		OperationGone, OperationMoved, ParameterGone, ParameterRenamed, BodyGone, PropertyGone, PropertyRenamed,
		EnumValueGone, EnumValueRenamed, WebhookGone, WebhookRenamed,
	}, f.Kind)
}

// Count counts the operations and the webhooks of the spec.
func (d *Document) Count() (operations, webhooks int) { return len(d.Operations), len(d.Events) }
