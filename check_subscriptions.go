package factorialhr

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	// noticeBeforeEnd is how long before the end of an API version Check warns of its
	// subscriptions.
	noticeBeforeEnd = 90 * 24 * time.Hour
	// maxEventsInWarning is the maximum number of events that a warning names.
	maxEventsInWarning = 5
)

// webhookSubscription is a record of api_public/webhook_subscriptions.
type webhookSubscription struct {
	Type       string `json:"type"`
	Enabled    *bool  `json:"enabled"`
	APIVersion string `json:"api_version"`
}

// subscriptionWarnings reads the webhook subscriptions with the settings of Check and says what is
// wrong with them.
func subscriptionWarnings(ctx context.Context, c *Client, s settings, now time.Time) []string {
	s.response, s.strict = nil, false // both belong to the request for the credential
	op := &Operation{Name: "Client.Check", Method: "GET", Path: "api_public/webhook_subscriptions", Retry: RetrySafe}
	all, err := CallGetAll[webhookSubscription](ctx, c, op, nil, func(call *settings) { *call = s })
	switch {
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return []string{"the webhook subscriptions could not be read, so they are not checked"}
	}
	var disabled []string
	byVersion := make(map[string][]string)
	for _, each := range all {
		if each.Enabled != nil && !*each.Enabled {
			disabled = append(disabled, each.Type)
		}
		if end, ok := endOf(each.APIVersion); ok && now.After(end.Add(-noticeBeforeEnd)) {
			byVersion[each.APIVersion] = append(byVersion[each.APIVersion], each.Type)
		}
	}
	var warnings []string
	if len(disabled) > 0 {
		warnings = append(warnings, subscriptionsText(disabled)+": disabled; the API delivers nothing to them. It disables a "+
			"subscription after 20 failed attempts to deliver; webhook.Sync enables it again")
	}
	for _, version := range slices.Sorted(maps.Keys(byVersion)) {
		warnings = append(warnings, subscriptionsText(byVersion[version])+": "+subscriptionVersionText(version, now))
	}
	return warnings
}

func subscriptionVersionText(version string, now time.Time) string {
	end, _ := endOf(version)
	text := "API version " + version + ", which Factorial serves until " + end.Format(time.DateOnly)
	if !now.Before(end) {
		text = "API version " + version + ", which Factorial has not served since " + end.Format(time.DateOnly)
	}
	return text + ". webhook.Sync moves them to another version"
}

// subscriptionsText counts subscriptions and names the first events.
func subscriptionsText(events []string) string {
	slices.Sort(events)
	var names []string
	for _, event := range events {
		if isEventName(event) && len(names) < maxEventsInWarning {
			names = append(names, event)
		}
	}
	text := fmt.Sprintf("%d webhook subscriptions", len(events))
	if len(events) == 1 {
		text = "1 webhook subscription"
	}
	if len(names) < len(events) && len(names) > 0 {
		names = append(names, "…")
	}
	if len(names) > 0 {
		text += " (" + strings.Join(names, ", ") + ")"
	}
	return text
}

// isEventName reports whether a text of the server looks like an event, such as
// timeoff/leave/create.
func isEventName(text string) bool {
	for word := range strings.SplitSeq(text, "/") {
		if !isPropertyName(word) {
			return false
		}
	}
	return true
}
