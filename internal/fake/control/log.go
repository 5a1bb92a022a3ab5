package control

import (
	"net/http"
	"time"
)

// Request is a request in the log.
type Request struct {
	Number    int                 `json:"number"`
	Time      time.Time           `json:"time"`
	Operation string              `json:"operation"`
	Method    string              `json:"method"`
	Path      string              `json:"path"`
	Query     map[string][]string `json:"query"`
	Body      string              `json:"body"` // as sent
	Status    int                 `json:"status"`
	Fault     string              `json:"fault"`
	Changes   []Change            `json:"changes"`
	Unknown   []string            `json:"unknown"`
	Unhandled []string            `json:"unhandled"`
	Hint      string              `json:"hint"`
}

// filled returns the request with empty lists and an empty query in place of nulls.
func (r Request) filled() Request {
	if r.Query == nil {
		r.Query = map[string][]string{}
	}
	r.Changes, r.Unknown, r.Unhandled = orEmpty(r.Changes), orEmpty(r.Unknown), orEmpty(r.Unhandled)
	return r
}

// Change is a change to a record.
type Change struct {
	Kind     string `json:"kind"`
	Resource string `json:"resource"`
	ID       string `json:"id"`
}

// Delivery is one attempt to deliver a webhook. Retry is nil if there is no further attempt.
type Delivery struct {
	Event        string     `json:"event"`
	Subscription string     `json:"subscription"`
	URL          string     `json:"url"`
	Attempt      int        `json:"attempt"`
	Time         time.Time  `json:"time"`
	Status       int        `json:"status"`
	Delivered    bool       `json:"delivered"`
	Retry        *time.Time `json:"retry"`
	Hint         string     `json:"hint"`
}

// State reports that a request to the surface has changed the server.
type State struct {
	Action   string    `json:"action"` // the name of the method in Go, in snake_case
	Resource string    `json:"resource,omitzero"`
	ID       string    `json:"id,omitzero"`
	Event    string    `json:"event,omitzero"`
	Time     time.Time `json:"time"` // of the server's clock
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Query asks for a part of the log.
type Query struct {
	After     int    // the number of a request: those that entered the log after it
	Latest    int    // at most so many; 0: all
	Operation string // a pattern for the name of the operation; empty: any
	Hints     bool   // only those with a hint
}

// Select applies After and Latest to a log. The place of a request counts, not its number: a
// request with a smaller number enters the log later if its response took longer. A log that does
// not have the request of After is returned from its beginning.
func Select[R any](q Query, log []R, number func(R) int) []R {
	if q.After > 0 {
		for i := len(log) - 1; i >= 0; i-- {
			if number(log[i]) == q.After {
				log = log[i+1:]
				break
			}
		}
	}
	if q.Latest > 0 && len(log) > q.Latest {
		log = log[len(log)-q.Latest:]
	}
	return log
}

// requests serves GET /_fake/requests.
func requests(c *call) (err error) {
	q := Query{Operation: c.query.Get("operation")}
	if q.After, err = c.number("after", 0); err != nil {
		return err
	}
	if q.Hints, err = c.boolean("hints"); err != nil {
		return err
	}
	found, err := c.fake.Requests(q)
	if err != nil {
		return err
	}
	filled := make([]Request, len(found))
	for i, r := range found {
		filled[i] = r.filled()
	}
	return c.respond(http.StatusOK, filled)
}

func forgetRequests(c *call) error {
	c.fake.ForgetRequests()
	c.changed(State{Action: "forget_requests"})
	return c.respond(http.StatusNoContent, nil)
}

func deliveries(c *call) error { return c.respond(http.StatusOK, orEmpty(c.fake.Deliveries())) }
