package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

func faults(c *call) error { return c.respond(http.StatusOK, orEmpty(c.fake.Faults())) }

// inject reads one fault or a list of faults, and responds with all faults in force.
func inject(c *call) error {
	text, err := c.body()
	if err != nil {
		return err
	}
	list, err := decodeFaults(text)
	if err != nil {
		return err
	}
	if err := c.fake.Inject(list); err != nil {
		return err
	}
	c.changed(State{Action: "inject"})
	return c.respond(http.StatusCreated, orEmpty(c.fake.Faults()))
}

func decodeFaults(text []byte) ([]Fault, error) {
	if len(text) == 0 {
		return nil, errors.New(`the body is empty: send a fault such as {"kind":"server-error","times":1}, or a list of faults`)
	}
	if text[0] != '[' {
		f, err := decodeFault(text)
		return []Fault{f}, err
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, errors.New("the body is not JSON")
	}
	var list []Fault
	for i, text := range raw {
		f, err := decodeFault(text)
		if err != nil {
			return nil, fmt.Errorf("fault %d of the list: %w", i+1, err)
		}
		list = append(list, f)
	}
	if len(list) == 0 {
		return nil, errors.New("the list of faults is empty")
	}
	return list, nil
}

func decodeFault(text []byte) (Fault, error) {
	var f Fault
	if err := decodeObject(text, &f); err != nil {
		return f, err
	}
	if f.Kind == "" {
		return f, errors.New(`a fault has no "kind"`)
	}
	return f, nil
}

func clearFaults(c *call) error {
	c.fake.ClearFaults()
	c.changed(State{Action: "clear_faults"})
	return c.respond(http.StatusNoContent, nil)
}

func removeFault(c *call) error {
	id, err := strconv.Atoi(c.path[0])
	if err != nil {
		return fmt.Errorf("%w: the id of a fault is a number", ErrNotFound)
	}
	if err := c.fake.RemoveFault(id); err != nil {
		return err
	}
	c.changed(State{Action: "clear_faults", ID: c.path[0]})
	return c.respond(http.StatusNoContent, nil)
}
