package control

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// The number of records of a response.
const (
	defaultLimit = 100
	maxLimit     = 10_000
)

func resources(c *call) error { return c.respond(http.StatusOK, orEmpty(c.fake.Resources())) }

func records(c *call) error {
	limit, err := c.number("limit", defaultLimit)
	if err != nil {
		return err
	}
	if limit > maxLimit {
		return fmt.Errorf("the query parameter \"limit\" must be at most %d", maxLimit)
	}
	offset, err := c.number("offset", 0)
	if err != nil {
		return err
	}
	all, err := c.fake.Records(c.resource())
	if err != nil {
		return err
	}
	from := min(offset, len(all))
	return c.respond(http.StatusOK, struct {
		Records []json.RawMessage `json:"records"`
		Total   int               `json:"total"`
	}{orEmpty(all[from:min(from+limit, len(all))]), len(all)})
}

func insert(c *call) error {
	record, err := c.record()
	if err != nil {
		return err
	}
	id, err := c.fake.Insert(c.resource(), record)
	if err != nil {
		return err
	}
	c.w.Header().Set("Location", Prefix+"records/"+c.resource()+"/"+escape(id))
	c.changed(State{Action: "insert", Resource: c.resource(), ID: id})
	return c.respond(http.StatusCreated, map[string]string{"id": id})
}

// escape escapes an id for a path. Clients remove a segment of dots, so escape escapes these too.
func escape(id string) string {
	if id == "." || id == ".." {
		return strings.ReplaceAll(id, ".", "%2E")
	}
	return url.PathEscape(id)
}

func find(c *call) error {
	record, err := c.fake.Find(c.resource(), c.path[2])
	if err != nil {
		return err
	}
	return c.respond(http.StatusOK, record)
}

// change responds with the changed record.
func change(c *call) error {
	record, err := c.record()
	if err != nil {
		return err
	}
	if err := c.fake.Change(c.resource(), c.path[2], record); err != nil {
		return err
	}
	changed, err := c.fake.Find(c.resource(), c.path[2])
	if err != nil {
		return err
	}
	c.changed(State{Action: "change", Resource: c.resource(), ID: c.path[2]})
	return c.respond(http.StatusOK, changed)
}

func remove(c *call) error {
	if err := c.fake.Remove(c.resource(), c.path[2]); err != nil {
		return err
	}
	c.changed(State{Action: "remove", Resource: c.resource(), ID: c.path[2]})
	return c.respond(http.StatusNoContent, nil)
}

func files(c *call) error {
	all, err := c.fake.Files(c.resource(), c.path[2])
	if err != nil {
		return err
	}
	return c.respond(http.StatusOK, orEmpty(all))
}
