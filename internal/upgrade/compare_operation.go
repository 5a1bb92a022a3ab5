package upgrade

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// operations compares the operations by method and path. An operation of another path, with a like
// path and the same response, passes for moved.
func (c *comparison) operations() {
	gone, came := map[string]string{}, map[string]string{}
	for address, op := range c.before.Operations {
		if c.after.Operations[address] == nil {
			gone[address] = c.likeOperation(c.before, op)
		}
	}
	for address, op := range c.after.Operations {
		if c.before.Operations[address] == nil {
			came[address] = c.likeOperation(c.after, op)
		}
	}
	moved := pairs(gone, came, alikePaths)
	from := inverse(moved)
	for address, op := range c.before.Operations {
		now := c.after.Operations[address]
		if to := moved[address]; to != "" {
			now = c.after.Operations[to]
			c.add(Finding{Kind: OperationMoved, Domain: op.domain, Place: address, Breaks: true, Guess: true,
				Text: "is now `" + to + "`"})
		} else if now == nil {
			c.add(Finding{Kind: OperationGone, Domain: op.domain, Place: address, Breaks: true, Text: "is gone"})
			continue
		}
		c.operation(op, now)
	}
	for address, op := range c.after.Operations {
		if c.before.Operations[address] == nil && from[address] == "" {
			c.add(Finding{Kind: OperationNew, Domain: op.domain, Place: address, Text: "is new"})
		}
	}
}

func (c *comparison) likeOperation(d *Document, op *operation) string {
	method, _, _ := strings.Cut(op.address, " ")
	return method + " " + c.shape(d, op.response)
}

func (c *comparison) operation(old, now *operation) {
	p := place{domain: old.domain, name: old.address}
	if old.tag != now.tag {
		c.finding(p, OperationMoved, false, "moves from the resource %s to %s", old.tag, now.tag)
	}
	c.deprecation(p, OperationDeprecated, old.deprecated, now.deprecated)
	if !same(old.security, now.security) {
		gone := lacking(old.security, now.security)
		c.finding(p, SecurityChanged, len(gone) > 0, "accepts %s, before %s",
			named(strings.Join(now.security, " or ")), named(strings.Join(old.security, " or ")))
	}
	c.parameters(p, old, now)
	c.body(p, old.body, now.body)
	c.response(p, old, now)
}

func (c *comparison) parameters(p place, old, now *operation) {
	p.sent = true
	gone, came := map[string]string{}, map[string]string{}
	for name, q := range old.params {
		if now.params[name] == nil {
			gone[name] = c.element(c.before, q.schema)
		}
	}
	for name, q := range now.params {
		if old.params[name] == nil {
			came[name] = c.element(c.after, q.schema)
		}
	}
	renames := pairs(gone, came, alikeNames)
	from := inverse(renames)
	for name, was := range old.params {
		at, is := p.below(" "+name), now.params[name]
		if to := renames[name]; to != "" {
			is = now.params[to]
			c.add(Finding{Kind: ParameterRenamed, Domain: p.domain, Place: at.name, Guess: true,
				Breaks: !strings.HasPrefix(name, "{"), Text: "is now called `" + to + "`"})
		} else if is == nil {
			c.finding(at, ParameterGone, true, "is gone")
			continue
		}
		switch {
		case !was.required && is.required:
			c.finding(at, ParameterRequired, true, "is required")
		case was.required && !is.required:
			c.finding(at, ParameterRequired, false, "is optional")
		}
		c.deprecation(at, PropertyDeprecated, was.deprecated, is.deprecated)
		c.compare(at, was.schema, is.schema, 0)
	}
	for name, is := range now.params {
		at := p.below(" " + name)
		switch {
		case old.params[name] != nil || from[name] != "":
		case is.required:
			c.finding(at, ParameterNew, true, "is new and required")
		default:
			c.finding(at, ParameterNew, false, "is new")
		}
	}
}

func (c *comparison) body(p place, old, now *body) {
	p.sent, p.body = true, true
	switch {
	case old == nil && now == nil:
	case now == nil:
		c.finding(p, BodyGone, true, "takes no body any more")
	case old == nil:
		c.finding(p, BodyNew, now.required, "takes a body")
	default:
		if old.media != now.media {
			c.finding(p, BodyEncoding, true, "takes its body as %s, before as %s", now.media, old.media)
		}
		if old.required != now.required {
			c.finding(p, BodyRequired, now.required, "%s", map[bool]string{true: "needs a body", false: "needs no body any more"}[now.required])
		}
		c.compare(p, old.schema, now.schema, 0)
	}
}

func (c *comparison) response(p place, old, now *operation) {
	p.received = true
	if old.status != now.status && old.status != "" {
		c.finding(p, ResponseChanged, true, "responds with the status %s, before %s", named(now.status), old.status)
	}
	if old.media != now.media && old.media != "" {
		c.finding(p, ResponseChanged, true, "responds with %s, before %s", or(now.media, "no content"), old.media)
	}
	switch was, is := c.returns(c.before, old.response), c.returns(c.after, now.response); {
	case was != is:
		c.finding(p, ResponseChanged, true, "responds with %s, before %s", is, was)
	case old.response != nil && now.response != nil:
		c.compare(p.below(" response"), old.response, now.response, 0)
	}
	c.errors(p, old.errors, now.errors)
}

// returns names what an operation responds with.
func (c *comparison) returns(d *Document, s *schema) string {
	if s == nil {
		return "nothing"
	}
	if data := s.properties["data"]; data != nil && s.properties["meta"] != nil {
		return "pages of " + strings.TrimPrefix(c.name(d, data), "a list of ")
	}
	return c.name(d, s)
}

func (c *comparison) name(d *Document, s *schema) string {
	if s.kind == "array" && s.items != nil {
		return "a list of " + c.name(d, s.items)
	}
	if d == c.before && c.renamed[s.ref] != "" {
		return c.renamed[s.ref]
	}
	return d.word(s)
}

func (c *comparison) errors(p place, old, now map[string]bool) {
	list := func(m, other map[string]bool) string {
		var out []string
		for _, e := range slices.Sorted(maps.Keys(m)) {
			if !other[e] {
				status, name, _ := strings.Cut(e, " ")
				out = append(out, fmt.Sprintf("%s (`%s`)", status, name))
			}
		}
		return strings.Join(out, ", ")
	}
	if l := list(old, now); l != "" {
		c.finding(p, ErrorGone, false, "no longer documents the errors %s", l)
	}
	if l := list(now, old); l != "" {
		c.finding(p, ErrorNew, false, "documents the errors %s", oneSchema(l))
	}
}

// oneSchema writes the name of the schema once if all errors have the same.
func oneSchema(list string) string {
	parts := strings.Split(list, ", ")
	_, end, _ := strings.Cut(parts[0], " ")
	for i, p := range parts {
		status, e, _ := strings.Cut(p, " ")
		if e != end {
			return list
		}
		parts[i] = status
	}
	return strings.Join(parts, ", ") + " " + end
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
