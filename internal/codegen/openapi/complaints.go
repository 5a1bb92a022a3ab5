package openapi

import (
	"errors"
	"fmt"
	"strings"
)

// What a person can do about a complaint.
const (
	removeIt = "remove or replace it in api/patches.yaml, or teach the generator"
	anyValue = `replace it by {} (any value) or by one type in api/patches.yaml`
)

// mostComplaints limits the number of complaints that one run reports.
const mostComplaints = 100

// complaints collects the errors of a step, so that one run reports them all.
type complaints struct {
	list   []complaint
	others int
}

type complaint struct{ place, text string }

// fail adds a complaint about a place. It ignores one about a part whose content, or whose owner,
// has been refused: that follows from the other complaint.
func (c *complaints) fail(place, format string, args ...any) {
	for _, other := range c.list {
		if place == other.place || within(place, other.place) || within(other.place, place) {
			return
		}
	}
	if len(c.list) == mostComplaints {
		c.others++
		return
	}
	c.list = append(c.list, complaint{place, fmt.Sprintf(format, args...)})
}

// within reports whether a place is inside an outer one.
func within(place, outer string) bool { return strings.HasPrefix(place, outer+"/") }

// failed reports whether there is a complaint about the place or about something in it.
func (c *complaints) failed(place string) bool {
	for _, other := range c.list {
		if place == other.place || within(other.place, place) {
			return true
		}
	}
	return false
}

// err joins the complaints, nil if there are none.
func (c *complaints) err() error {
	var errs []error
	for _, one := range c.list {
		errs = append(errs, fmt.Errorf("%s: %s", one.place, one.text))
	}
	if c.others > 0 {
		errs = append(errs, fmt.Errorf("#: and %d more", c.others))
	}
	return errors.Join(errs...)
}
