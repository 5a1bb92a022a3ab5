// Package rule says what an operation does to the records. The general rules derive it from the
// verb and the body. A domain with rules of its own has a file, which behaviour.go lists. It
// imports filter, hook and files, and the rooms below them. Only serve imports it.
package rule

import (
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/files"
	"github.com/factorialhr-go/factorialhr/internal/fake/filter"
	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
	"github.com/factorialhr-go/factorialhr/internal/fake/record"
	"github.com/factorialhr-go/factorialhr/internal/fake/reply"
	"github.com/factorialhr-go/factorialhr/internal/fake/spec"
	"github.com/factorialhr-go/factorialhr/internal/fake/value"
)

// Call is one request to one operation, after its credential and its body were accepted.
type Call struct {
	API   *spec.API
	Store *record.Store
	Hooks *hook.Sender
	Files *files.Store

	FilesURL string // the base URL of download URLs, as the client reaches it

	Op         *spec.Operation
	EmployeeID string // the employee that the credential belongs to, empty for a company
	Now        time.Time
	Version    string // the described version that is nearest to the version of the path
	Asked      string // the version of the path

	ID      string // from the path or the body
	Query   *filter.Query
	Body    value.Fields
	Uploads []files.File // from a form

	Changes []record.Change // what the call has changed
	Hint    string          // what the caller may not have meant, for the log

	marks []record.Mark // of the tables that the call has changed
}

// Run runs the operation and returns its reply.
func (c *Call) Run() (*reply.Reply, error) {
	store := c.Store
	special := behaviours[c.Op.Name]
	if c.Op.Verb == "list" && special == nil {
		return c.list()
	}
	if c.Op.Verb == "get" && special == nil {
		return c.get()
	}
	store.Lock()
	defer store.Unlock()
	result, err := c.write(special)
	if err != nil {
		c.undo()
		return nil, err
	}
	c.keepFiles()
	return result, nil
}

// write runs an operation that may change records.
func (c *Call) write(special behaviour) (*reply.Reply, error) {
	if special != nil {
		return special(c)
	}
	switch c.Op.Verb {
	case "create":
		return c.create()
	case "update":
		return c.update()
	case "delete":
		return c.delete()
	default:
		return c.act()
	}
}

func (c *Call) list() (*reply.Reply, error) {
	records := c.Store.Records(c.Op.Resource.Path)
	records, err := c.Query.Apply(records)
	if err != nil {
		return nil, err
	}
	p, err := c.cut(records)
	if err != nil {
		return nil, err
	}
	return &reply.Reply{Status: c.Op.Status, Page: p, Shape: c.Op.Shape}, nil
}

func (c *Call) get() (*reply.Reply, error) {
	records := c.Store.Records(c.Op.Resource.Path)
	at, found := slices.BinarySearchFunc(records, c.ID, (*record.Record).CompareID)
	if !found {
		return nil, reply.NotFound()
	}
	return c.object(records[at]), nil
}

// table returns the table of the operation's resource. The caller holds the lock.
func (c *Call) table() *record.Table { return c.Store.Table(c.Op.Resource.Path) }

// on returns the table of another resource. The caller holds the lock.
func (c *Call) on(path string) *record.Table { return c.Store.Table(path) }

func (c *Call) object(r *record.Record) *reply.Reply {
	return &reply.Reply{Status: c.Op.Status, Shape: c.Op.Shape, Records: []*record.Record{r}}
}

func (c *Call) array(records []*record.Record) *reply.Reply {
	return &reply.Reply{Status: c.Op.Status, Shape: c.Op.Shape, Records: records, Array: true}
}

// respond returns records in the form of the spec: an array or a single object.
func (c *Call) respond(records []*record.Record) *reply.Reply {
	if c.Op.Answer == "array" {
		return c.array(records)
	}
	return &reply.Reply{Status: c.Op.Status, Shape: c.Op.Shape, Records: records[:min(1, len(records))]}
}
