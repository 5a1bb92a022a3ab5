package webhook

import "slices"

//go:generate go run ./internal/events

// Types returns all subscription types of the API, sorted: the names behind the constants like
// timeoff.EventLeaveCreate. Subscriptions of other types can exist: the list is that of one version of the API.
func Types() []string { return slices.Clone(types[:]) }
