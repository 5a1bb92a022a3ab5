package webhook

import "slices"

//go:generate go run ./internal/events

// Types returns all subscription types of the API, sorted. They are the values of constants such as
// timeoff.EventLeaveCreate. The list belongs to one version of the API: other types may exist.
func Types() []string { return slices.Clone(types[:]) }
