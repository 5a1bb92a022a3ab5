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

// requests serves GET /_fake/requests.
func requests(c *call) error {
	after, err := c.number("after", 0)
	if err != nil {
		return err
	}
	hints, err := c.boolean("hints")
	if err != nil {
		return err
	}
	// The place of a request in the log counts, not its number: a request with a smaller number
	// enters the log later if its response took longer.
	all, err := c.fake.Requests("")
	if err != nil {
		return err
	}
	kept := all[place(all, after):]
	if pattern := c.query.Get("operation"); pattern != "" {
		matching, err := c.fake.Requests(pattern)
		if err != nil {
			return err
		}
		numbers := make(map[int]bool, len(matching))
		for _, r := range matching {
			numbers[r.Number] = true
		}
		kept = only(kept, func(r Request) bool { return numbers[r.Number] })
	}
	if hints {
		kept = only(kept, func(r Request) bool { return r.Hint != "" })
	}
	filled := make([]Request, len(kept))
	for i, r := range kept {
		filled[i] = r.filled()
	}
	return c.respond(http.StatusOK, filled)
}

// place returns the index after the request of a number, or 0 if the log does not have it.
func place(all []Request, number int) int {
	if number == 0 {
		return 0
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Number == number {
			return i + 1
		}
	}
	return 0
}

func only(all []Request, keep func(Request) bool) []Request {
	var kept []Request
	for _, r := range all {
		if keep(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

func forgetRequests(c *call) error {
	c.fake.ForgetRequests()
	c.changed(State{Action: "forget_requests"})
	return c.respond(http.StatusNoContent, nil)
}

func deliveries(c *call) error { return c.respond(http.StatusOK, orEmpty(c.fake.Deliveries())) }
