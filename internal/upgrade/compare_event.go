package upgrade

import "cmp"

// events compares the webhooks by the names of their events.
func (c *comparison) events() {
	gone, came := map[string]string{}, map[string]string{}
	for name, e := range c.before.Events {
		if c.after.Events[name] == nil {
			gone[name] = cmp.Or(c.renamed[e.payload], e.payload)
		}
	}
	for name, e := range c.after.Events {
		if c.before.Events[name] == nil {
			came[name] = e.payload
		}
	}
	renames := pairs(gone, came, alikePaths)
	from := inverse(renames)
	for name, was := range c.before.Events {
		p := place{domain: was.domain, name: "EVENT " + name}
		is := c.after.Events[name]
		if to := renames[name]; to != "" {
			is = c.after.Events[to]
			c.add(Finding{Kind: WebhookRenamed, Domain: p.domain, Place: p.name, Breaks: true, Guess: true,
				Text: "is now called `" + to + "`"})
		} else if is == nil {
			c.finding(p, WebhookGone, true, "is gone")
			continue
		}
		if cmp.Or(c.renamed[was.payload], was.payload) != is.payload {
			c.finding(p, WebhookPayload, true, "delivers `%s`, before `%s`", is.payload, was.payload)
		}
		c.deprecation(p, WebhookDeprecated, was.deprecated, is.deprecated)
	}
	for name, e := range c.after.Events {
		if c.before.Events[name] == nil && from[name] == "" {
			c.finding(place{domain: e.domain, name: "EVENT " + name}, WebhookNew, false, "is new")
		}
	}
}
