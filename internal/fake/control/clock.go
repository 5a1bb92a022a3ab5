package control

import (
	"errors"
	"net/http"
	"time"
)

// turnClock advances, stops or starts the clock.
func turnClock(c *call) error {
	var turn struct {
		Advance *Duration  `json:"advance"`
		StopAt  *time.Time `json:"stop_at"`
		Run     bool       `json:"run"`
	}
	if err := c.decode(&turn); err != nil {
		return err
	}
	given := 0
	for _, is := range []bool{turn.Advance != nil, turn.StopAt != nil, turn.Run} {
		if is {
			given++
		}
	}
	if given != 1 {
		return errors.New(`send one of {"advance":"48h"}, {"stop_at":"2026-10-01T08:00:00Z"} and {"run":true}`)
	}
	action := "advance"
	switch {
	case turn.Run:
		action = "run_clock"
		c.fake.RunClock()
	case turn.StopAt != nil:
		action = "stop_at"
		if y := turn.StopAt.UTC().Year(); y < 1970 || y > 9999 {
			return errors.New(`the member "stop_at" must be in the years from 1970 to 9999`)
		}
		c.fake.StopAt(*turn.StopAt)
	default:
		if *turn.Advance <= 0 {
			return errors.New(`the member "advance" must be a duration above 0, such as "48h"`)
		}
		c.fake.Advance(time.Duration(*turn.Advance))
	}
	c.changed(State{Action: action})
	return c.respond(http.StatusOK, c.fake.Clock())
}
