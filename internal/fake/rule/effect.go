package rule

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// effect returns the changes that an action makes to a record: the properties in the body, and the
// obvious meaning of the action's name if the record has a property for it.
func (c *Call) effect(s *spec.Shape, r *record.Record) value.Fields {
	f := c.rest()
	stamp := func(name string) {
		if p := s.Property(name); p != nil {
			f[name] = c.synthesis().Moment(p)
		}
	}
	flag := func(set bool, names ...string) {
		for _, name := range names {
			if p := s.Property(name); p != nil && p.Type == "boolean" {
				f[name] = value.Bool(set)
			}
		}
	}
	switch verb := c.Op.Verb; {
	case hasWord(verb, "approve"):
		flag(true, "approved")
		c.status(s, f, "approved")
	case hasWord(verb, "reject"):
		flag(false, "approved")
		c.status(s, f, "rejected")
	case verb == "toggle_archive":
		archived := value.IsNull(r.Get(s, "archived_at")) && value.Plain(r.Get(s, "archived")) != "true"
		flag(archived, "archived")
		f["archived_at"] = value.Null
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
		f["archived_at"] = value.Null
	case hasWord(verb, "paid"):
		stamp("paid_at")
		c.status(s, f, "paid")
	case strings.HasPrefix(verb, "soft_delete"), hasWord(verb, "trash") && !hasWord(verb, "restore"):
		stamp("deleted_at")
		c.status(s, f, "deleted")
	case hasWord(verb, "restore"):
		f["deleted_at"] = value.Null
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
func (c *Call) status(s *spec.Shape, f value.Fields, words ...string) {
	for _, name := range []string{"status", "state"} {
		p := s.Property(name)
		if p == nil || p.Type != "string" {
			continue
		}
		for _, word := range words {
			if len(p.Enum) == 0 || slices.Contains(p.Enum, word) {
				f[name] = json.RawMessage(value.Text(word))
				return
			}
		}
	}
}
