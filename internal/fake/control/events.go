package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

func eventNames(c *call) error { return c.respond(http.StatusOK, orEmpty(c.fake.EventNames())) }

// emit reads an event and its record. A record that is null or absent is one of the company.
func emit(c *call) error {
	var event struct {
		Event  string          `json:"event"`
		Record json.RawMessage `json:"record"`
	}
	if err := c.decode(&event); err != nil {
		return err
	}
	if event.Event == "" {
		return errors.New(`send an event such as {"event":"timeoff/leave/create"}, with a record if you like`)
	}
	switch {
	case string(event.Record) == "null":
		event.Record = nil
	case event.Record != nil && event.Record[0] != '{' && event.Record[0] != '[':
		return errors.New(`the member "record" must be a record or a list of records`)
	}
	n, err := c.fake.Emit(event.Event, event.Record)
	if err != nil {
		return err
	}
	c.changed(State{Action: "emit", Event: event.Event})
	return c.respond(http.StatusOK, map[string]int{"subscriptions": n})
}

func startSyncRun(c *call) error {
	var run struct {
		IntegrationUUID string `json:"integration_uuid"`
	}
	if err := c.decode(&run); err != nil {
		return err
	}
	if run.IntegrationUUID == "" {
		return errors.New(`send the integration, such as {"integration_uuid":"6f3c1b0a-0000-4000-8000-000000000001"}`)
	}
	id, err := c.fake.StartSyncRun(run.IntegrationUUID)
	if err != nil {
		return err
	}
	c.changed(State{Action: "start_sync_run", Resource: "integrations/sync_runs", ID: id})
	return c.respond(http.StatusCreated, map[string]string{"id": id})
}

// The time that waitDeliveries waits.
const (
	defaultWait = 5 * time.Second
	maxWait     = 5 * time.Minute
)

var errStillDue = errors.New("a webhook is still due")

// waitDeliveries waits until every due webhook has been tried, and responds with all deliveries.
func waitDeliveries(c *call) error {
	if err := c.nothing(); err != nil {
		return err
	}
	timeout := defaultWait
	if c.query.Has("timeout") {
		var err error
		timeout, err = time.ParseDuration(c.query.Get("timeout"))
		if err != nil || timeout <= 0 || timeout > maxWait {
			return fmt.Errorf("the query parameter \"timeout\" must be a duration above 0 and up to %v, such as 5s", maxWait)
		}
	}
	ctx, cancel := context.WithTimeout(c.r.Context(), timeout)
	defer cancel()
	if err := c.fake.WaitDeliveries(ctx); err != nil {
		return fmt.Errorf("%w after %v; see %sdeliveries", errStillDue, timeout, Prefix)
	}
	return deliveries(c)
}
