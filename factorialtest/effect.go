package factorialtest

import (
	"encoding/json"
	"slices"
	"strings"
)

// effect returns the changes that an action makes to a record: the properties in the body, and the
// obvious meaning of the action's name if the record has a property for it.
func (c *call) effect(s *shape, r *record) fields {
	f := c.rest()
	stamp := func(name string) {
		if p := s.property(name); p != nil {
			f[name] = c.synthesis().moment(p)
		}
	}
	flag := func(value bool, names ...string) {
		for _, name := range names {
			if p := s.property(name); p != nil && p.Type == "boolean" {
				f[name] = boolean(value)
			}
		}
	}
	switch verb := c.op.verb; {
	case hasWord(verb, "approve"):
		flag(true, "approved")
		c.status(s, f, "approved")
	case hasWord(verb, "reject"):
		flag(false, "approved")
		c.status(s, f, "rejected")
	case verb == "toggle_archive":
		archived := isNull(s.get(r, "archived_at")) && plain(s.get(r, "archived")) != "true"
		flag(archived, "archived")
		f["archived_at"] = null
		if archived {
			stamp("archived_at")
			c.status(s, f, "archived")
		}
	case hasWord(verb, "archive"):
		flag(true, "archived")
		stamp("archived_at")
		c.status(s, f, "archived")
	case hasWord(verb, "unarchive"):
		flag(false, "archived")
		f["archived_at"] = null
	case hasWord(verb, "paid"):
		stamp("paid_at")
		c.status(s, f, "paid")
	case strings.HasPrefix(verb, "soft_delete"), hasWord(verb, "trash") && !hasWord(verb, "restore"):
		stamp("deleted_at")
		c.status(s, f, "deleted")
	case hasWord(verb, "restore"):
		f["deleted_at"] = null
	case hasWord(verb, "activate"):
		flag(true, "active")
		c.status(s, f, "open", "active")
	case hasWord(verb, "close", "stop"):
		flag(false, "active")
		c.status(s, f, "closed", "finished", "stopped", "ended")
	case hasWord(verb, "start", "reopen", "initiate"):
		c.status(s, f, "active", "started", "in_progress", "open")
	}
	return f
}

// status sets the status or state of a record to the first of words that the spec allows.
func (c *call) status(s *shape, f fields, words ...string) {
	for _, name := range []string{"status", "state"} {
		p := s.property(name)
		if p == nil || p.Type != "string" {
			continue
		}
		for _, word := range words {
			if len(p.Enum) == 0 || slices.Contains(p.Enum, word) {
				f[name] = json.RawMessage(text(word))
				return
			}
		}
	}
}
