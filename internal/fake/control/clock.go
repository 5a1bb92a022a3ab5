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
		if !inReach(*turn.StopAt) {
			return errors.New(`the member "stop_at" must be in the years from 1970 to 2199`)
		}
		c.fake.StopAt(*turn.StopAt)
	default:
		d := time.Duration(*turn.Advance)
		if d <= 0 {
			return errors.New(`the member "advance" must be a duration above 0, such as "48h"`)
		}
		if !inReach(c.fake.Clock().Now.Add(d)) {
			return errors.New(`the member "advance" must not lead beyond the year 2199`)
		}
		c.fake.Advance(d)
	}
	c.changed(State{Action: action})
	return c.respond(http.StatusOK, c.fake.Clock())
}

// inReach reports whether the clock may show a time. A clock that is centuries away overflows a
// time.Duration.
func inReach(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 1970 && year < 2200
}
