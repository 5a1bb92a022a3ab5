package upgrade

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A place is what two schemas describe.
type place struct {
	domain         string
	name           string // timeoff_leave.half_day
	sent, received bool   // by the caller
	body           bool   // a whole body, whose properties are all that it has
}

func (p place) below(name string) place {
	p.name += name
	p.body = false
	return p
}

// items is the place of the items of a list. The name of a parameter may have the brackets already.
func (p place) items() place {
	if strings.Contains(p.name, " ?") && strings.HasSuffix(p.name, "[]") {
		return p
	}
	return p.below("[]")
}

// deepest limits how far comparisons follow components within components.
const deepest = 20

func (c *comparison) finding(p place, kind Kind, breaks bool, format string, args ...any) {
	c.add(Finding{Kind: kind, Domain: p.domain, Place: p.name, Breaks: breaks, Text: fmt.Sprintf(format, args...)})
}

// compare compares the schemas of one place.
func (c *comparison) compare(p place, old, now *schema, depth int) {
	if old == nil {
		old = &schema{}
	}
	if now == nil {
		now = &schema{}
	}
	c.deprecation(p, PropertyDeprecated, old.deprecated, now.deprecated)
	if old.ref != "" && (old.ref == now.ref || c.renamed[old.ref] == now.ref) {
		return // the component is compared once, by its name
	}
	if depth > deepest || old.ref != "" && now.ref != "" {
		c.finding(p, TypeChanged, true, "was `%s`, is `%s`", old.ref, now.ref)
		return
	}
	was, is := c.before.word(old), c.after.word(now)
	old, now = follow(c.before, old), follow(c.after, now)
	c.null(p, old, now)
	if old.kind != now.kind {
		c.kind(p, old, now, was, is)
		return
	}
	if old.format != now.format && old.format != "" {
		c.finding(p, FormatChanged, true, "changed its format from %s to %s", named(old.format), named(now.format))
	} else if old.format != now.format {
		c.finding(p, FormatChanged, false, "has the format %s", now.format)
	}
	c.limits(p, old, now)
	c.enum(p, old, now)
	if old.items != nil || now.items != nil {
		if old.items != nil && now.items != nil && old.enumOnArray != now.enumOnArray && same(old.items.enum, now.items.enum) {
			c.finding(p, EnumMoved, false, "declares its values in another way; they are the same")
		}
		c.compare(p.items(), old.items, now.items, depth+1)
	}
	if old.values != nil && now.values != nil {
		c.compare(p.below("[*]"), old.values, now.values, depth+1)
	}
	c.properties(p, old, now, depth)
}

func (c *comparison) deprecation(p place, kind Kind, was, is bool) {
	switch {
	case is && !was:
		c.finding(p, kind, false, "is deprecated")
	case was && !is:
		c.finding(p, kind, false, "is no longer deprecated")
	}
}

func follow(d *Document, s *schema) *schema {
	for range deepest {
		if s.ref == "" || d.Schemas[s.ref] == nil {
			return s
		}
		s = d.Schemas[s.ref]
	}
	return s
}

func named(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (c *comparison) kind(p place, old, now *schema, was, is string) {
	number := func(s *schema) bool { return s.kind == "integer" || s.kind == "number" }
	switch {
	case number(old) && now.kind == "string" && holdsID(p.name):
		c.finding(p, IDNotation, true, "was a number, is a string")
	case old.kind == "string" && number(now) && holdsID(p.name):
		c.finding(p, IDNotation, true, "was a string, is a number")
	case anything(old) && now.kind == "object" && len(now.properties) > 0:
		c.described(p, now)
	case anything(old):
		c.finding(p, Described, false, "is described now: %s", is)
	case anything(now):
		c.finding(p, TypeChanged, p.received, "was %s, is %s", was, is)
	default:
		c.finding(p, TypeChanged, true, "was %s, is %s", was, is)
	}
}

func anything(s *schema) bool { return s.kind == "" || s.kind == "unknown" }

func (c *comparison) null(p place, old, now *schema) {
	switch {
	case !old.nullable && now.nullable:
		c.finding(p, NullChanged, p.received && !p.sent, "may be null")
	case old.nullable && !now.nullable:
		c.finding(p, NullChanged, p.sent, "is never null")
	}
}

func (c *comparison) limits(p place, old, now *schema) {
	for _, l := range now.limits {
		if !slices.Contains(old.limits, l) {
			breaks := p.sent && !strings.HasPrefix(l, "default ") && !strings.HasPrefix(l, "writeOnly ")
			c.finding(p, LimitChanged, breaks, "has the limit `%s`", l)
		}
	}
	for _, l := range old.limits {
		if !slices.Contains(now.limits, l) {
			c.finding(p, LimitChanged, strings.HasPrefix(l, "default ") && p.sent, "has no longer the limit `%s`", l)
		}
	}
}

// enum compares the values of an enum. A value that is gone breaks a caller that sends it; a value
// that is new breaks nobody, because programs have to tolerate unknown values.
func (c *comparison) enum(p place, old, now *schema) {
	switch {
	case same(old.enum, now.enum):
		return
	case len(old.enum) == 0:
		if p.sent {
			c.finding(p, EnumValueGone, true, "takes only %s", quoted(now.enum))
		} else {
			c.finding(p, EnumValueNew, false, "lists its values: %s", quoted(now.enum))
		}
		return
	case len(now.enum) == 0:
		c.finding(p, EnumValueNew, false, "no longer lists its values")
		return
	}
	gone, came := lacking(old.enum, now.enum), lacking(now.enum, old.enum)
	renames := pairs(itself(gone), itself(came), alikeNames)
	for _, v := range gone {
		if to, ok := renames[v]; ok {
			c.add(Finding{Kind: EnumValueRenamed, Domain: p.domain, Place: p.name, Breaks: true, Guess: true,
				Text: fmt.Sprintf("calls the value `%s` now `%s`", v, to)})
		}
	}
	from := inverse(renames)
	gone = slices.DeleteFunc(gone, func(v string) bool { return renames[v] != "" })
	came = slices.DeleteFunc(came, func(v string) bool { return from[v] != "" })
	if len(gone) > 0 {
		c.finding(p, EnumValueGone, true, "no longer has the %s", values(gone))
	}
	if len(came) > 0 {
		c.finding(p, EnumValueNew, false, "also has the %s", values(came))
	}
}

func values(list []string) string {
	if len(list) == 1 {
		return "value " + quoted(list)
	}
	return fmt.Sprintf("%d values %s", len(list), quoted(list))
}

// quoted lists values, at most twelve of them.
func quoted(list []string) string {
	const most = 12
	words := []string{}
	for i, v := range list {
		if i == most {
			return strings.Join(words, ", ") + fmt.Sprintf(" and %d more", len(list)-most)
		}
		words = append(words, "`"+v+"`")
	}
	return strings.Join(words, ", ")
}

// described notes that the spec describes an object for the first time. This breaks nothing: the
// API may have required the same properties before.
func (c *comparison) described(p place, now *schema) {
	if p.sent && len(now.required) > 0 {
		c.finding(p, DescribedRequired, false, "requires %s", quoted(slices.Sorted(slices.Values(now.required))))
		return
	}
	c.finding(p, Described, false, "is described now: %s", quoted(slices.Sorted(maps.Keys(now.properties))))
}

// properties compares the properties of two objects.
func (c *comparison) properties(p place, old, now *schema, depth int) {
	switch {
	case p.body:
	case len(old.properties) == 0 && len(now.properties) > 0 && old.kind == "object" && old.values == nil:
		c.described(p, now)
		return
	case len(now.properties) == 0 && len(old.properties) > 0:
		c.finding(p, PropertyGone, true, "no longer lists its properties: %s", quoted(slices.Sorted(maps.Keys(old.properties))))
		return
	}
	gone, came := map[string]string{}, map[string]string{}
	for name, s := range old.properties {
		if now.properties[name] == nil {
			gone[name] = c.shape(c.before, s)
		}
	}
	for name, s := range now.properties {
		if old.properties[name] == nil {
			came[name] = c.shape(c.after, s)
		}
	}
	renames := pairs(gone, came, alikeNames)
	from := inverse(renames)
	for _, name := range slices.Sorted(maps.Keys(old.properties)) {
		at := p.below("." + name)
		s, to := now.properties[name], renames[name]
		switch {
		case to != "":
			c.add(Finding{Kind: PropertyRenamed, Domain: p.domain, Place: at.name, Breaks: true, Guess: true,
				Text: "is now called `" + to + "`"})
			c.need(at, slices.Contains(old.required, name), slices.Contains(now.required, to))
			c.compare(at, old.properties[name], now.properties[to], depth+1)
		case s == nil:
			c.finding(at, PropertyGone, true, "is gone")
		default:
			c.need(at, slices.Contains(old.required, name), slices.Contains(now.required, name))
			c.compare(at, old.properties[name], s, depth+1)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(came)) {
		if from[name] != "" {
			continue
		}
		if p.sent && slices.Contains(now.required, name) {
			c.finding(p.below("."+name), PropertyNew, true, "is new and required")
		} else {
			c.finding(p.below("."+name), PropertyNew, false, "is new")
		}
	}
}

// need compares whether a property is required.
func (c *comparison) need(p place, was, is bool) {
	switch {
	case was == is:
	case is && p.sent:
		c.finding(p, PropertyRequired, true, "is required")
	case is:
		c.finding(p, PropertyRequired, false, "is always present")
	case p.sent:
		c.finding(p, PropertyRequired, false, "is optional")
	default:
		c.finding(p, PropertyRequired, true, "may be absent")
	}
}
