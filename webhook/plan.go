package webhook

import (
	"maps"
	"slices"
	"strings"

	"github.com/factorialhr-go/factorialhr"
)

// Action is what [Sync] does about a subscription.
type Action string

// The actions.
const (
	// ActionKeep leaves a subscription that is as it should be.
	ActionKeep Action = "keep"
	// ActionCreate subscribes to an event.
	ActionCreate Action = "create"
	// ActionUpdate changes a subscription, as Reasons say.
	ActionUpdate Action = "update"
	// ActionDrop deletes a subscription that is below the base URL and for which there is no handler, or which is there twice.
	ActionDrop Action = "drop"
	// ActionConflict does nothing: the company has a subscription for the event that leads elsewhere, and can have only
	// one. See [TakeOver].
	ActionConflict Action = "conflict"
)

// Reason is why a subscription has to be updated.
type Reason string

// The reasons.
const (
	// ReasonDisabled means that it is disabled, as after 20 attempts to deliver that failed.
	ReasonDisabled Reason = "disabled"
	// ReasonTarget means that it leads to another URL.
	ReasonTarget Reason = "target_url"
	// ReasonChallenge means that it has another challenge, or none that the API shows.
	ReasonChallenge Reason = "challenge"
	// ReasonVersion means that its deliveries have the shape of another version of the API.
	ReasonVersion Reason = "api_version"
)

// Change is one subscription, and what [Sync] does or did about it.
type Change struct {
	// Action is what it is.
	Action Action
	// Event is the subscription type.
	Event string
	// SubscriptionID is that of the subscription; it is empty for one that is to be created.
	SubscriptionID factorialhr.ID
	// Reasons are why it is updated.
	Reasons []Reason
	// Err is why the change failed, or nil. It is a [*factorialhr.Error], or [ErrConflict].
	Err error
}

// Plan lists the changes that make the subscriptions equal to the handlers, those that need none included, sorted by event.
type Plan []Change

// Pending returns the changes that do something: all but those that keep.
func (p Plan) Pending() []Change {
	return slices.DeleteFunc(slices.Clone(p), func(c Change) bool { return c.Action == ActionKeep })
}

// String has a line for each change that does something, like "update timeoff/leave/create (disabled)". It shows neither
// ids nor URLs.
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

// wanted is how the subscriptions of a company should be.
type wanted struct {
	target    target
	company   factorialhr.ID
	challenge string
	version   string
	name      string
	takeOver  bool
}

// plan compares what there is with the events that have handlers.
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

// planEvent plans one event that has a handler.
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

// reasons compares a subscription with what it should be.
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

// drop drops the subscriptions that are below the base URL, and no others.
func (w *wanted) drop(have []subscription) Plan {
	var plan Plan
	for _, s := range have {
		if w.target.contains(s.TargetURL) {
			plan = append(plan, Change{Action: ActionDrop, Event: s.Type, SubscriptionID: s.ID})
		}
	}
	return plan
}
