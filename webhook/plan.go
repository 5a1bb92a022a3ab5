package webhook

import (
	"maps"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr"
)

// Action is what [Sync] does with a subscription.
type Action string

// The actions.
const (
	// ActionKeep leaves a subscription unchanged: it is up to date.
	ActionKeep Action = "keep"
	// ActionCreate subscribes to an event.
	ActionCreate Action = "create"
	// ActionUpdate changes a subscription for the reasons in Reasons.
	ActionUpdate Action = "update"
	// ActionDrop deletes a subscription below the base URL that has no handler or is a duplicate.
	ActionDrop Action = "drop"
	// ActionConflict does nothing: the company already has a subscription for the event with a URL
	// outside the base URL, and can have only one. See [TakeOver].
	ActionConflict Action = "conflict"
)

// Reason is a reason to update a subscription.
type Reason string

// The reasons.
const (
	// ReasonDisabled means that the subscription is disabled. The API disables it after 20 failed
	// attempts to deliver.
	ReasonDisabled Reason = "disabled"
	// ReasonTarget means that the subscription has another URL.
	ReasonTarget Reason = "target_url"
	// ReasonChallenge means that the subscription has another challenge, or that the API does not
	// show its challenge.
	ReasonChallenge Reason = "challenge"
	// ReasonVersion means that the subscription has another API version, so its records have
	// another shape.
	ReasonVersion Reason = "api_version"
)

// Change is what [Sync] does or did with one subscription.
type Change struct {
	// Action is the kind of change.
	Action Action
	// Event is the subscription type.
	Event string
	// SubscriptionID is the id of the subscription. It is empty if the subscription does not exist
	// yet.
	SubscriptionID factorialhr.ID
	// Reasons are the reasons for an update.
	Reasons []Reason
	// Err is the error of a failed change, or nil. It is a [*factorialhr.Error] or [ErrConflict].
	Err error
}

// Plan lists the changes that make the subscriptions match the handlers, sorted by event. It
// includes the subscriptions that need no change.
type Plan []Change

// Pending returns all changes except those with [ActionKeep].
func (p Plan) Pending() []Change {
	return slices.DeleteFunc(slices.Clone(p), func(c Change) bool { return c.Action == ActionKeep })
}

// String returns one line for each pending change, such as "update timeoff/leave/create
// (disabled)". It shows neither ids nor URLs.
func (p Plan) String() string {
	var b strings.Builder
	for _, c := range p.Pending() {
		b.WriteString(string(c.Action) + " " + c.Event)
		for i, r := range c.Reasons {
			b.WriteString([]string{" (", ", "}[min(i, 1)] + string(r))
		}
		if len(c.Reasons) > 0 {
			b.WriteString(")")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// wanted is the desired state of the subscriptions of a company.
type wanted struct {
	target    target
	company   factorialhr.ID
	challenge string
	version   string
	name      string
	takeOver  bool
}

// plan compares the existing subscriptions with the events that have handlers.
func (w *wanted) plan(events []string, have []subscription) Plan {
	byType := make(map[string][]subscription)
	for _, s := range have {
		byType[s.Type] = append(byType[s.Type], s)
	}
	var plan Plan
	for _, event := range events {
		plan = append(plan, w.planEvent(event, byType[event])...)
		delete(byType, event)
	}
	for _, event := range slices.Sorted(maps.Keys(byType)) {
		plan = append(plan, w.drop(byType[event])...)
	}
	slices.SortStableFunc(plan, func(a, b Change) int { return strings.Compare(a.Event, b.Event) })
	return plan
}

// planEvent plans the changes for one event that has a handler.
func (w *wanted) planEvent(event string, have []subscription) Plan {
	best := slices.IndexFunc(have, func(s subscription) bool { return s.TargetURL == w.target.of(event) })
	if best < 0 {
		best = slices.IndexFunc(have, func(s subscription) bool { return w.target.contains(s.TargetURL) })
	}
	switch {
	case len(have) == 0:
		return Plan{{Action: ActionCreate, Event: event}}
	case best < 0 && !w.takeOver:
		return Plan{{Action: ActionConflict, Event: event, SubscriptionID: have[0].ID}}
	}
	best = max(best, 0)
	change := Change{Action: ActionKeep, Event: event, SubscriptionID: have[best].ID, Reasons: w.reasons(event, have[best])}
	if len(change.Reasons) > 0 {
		change.Action = ActionUpdate
	}
	rest := slices.Concat(have[:best], have[best+1:])
	return append(Plan{change}, w.drop(rest)...)
}

// reasons returns why s needs an update.
func (w *wanted) reasons(event string, s subscription) []Reason {
	var all []Reason
	if !s.Enabled {
		all = append(all, ReasonDisabled)
	}
	if s.TargetURL != w.target.of(event) {
		all = append(all, ReasonTarget)
	}
	if w.challenge != "" && s.Challenge != w.challenge {
		all = append(all, ReasonChallenge)
	}
	if s.APIVersion != w.version {
		all = append(all, ReasonVersion)
	}
	return all
}

// drop plans to delete those of the subscriptions that are below the base URL.
func (w *wanted) drop(have []subscription) Plan {
	var plan Plan
	for _, s := range have {
		if w.target.contains(s.TargetURL) {
			plan = append(plan, Change{Action: ActionDrop, Event: s.Type, SubscriptionID: s.ID})
		}
	}
	return plan
}
