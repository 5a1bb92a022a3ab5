package webhook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
)

// ErrConflict means that a company has a subscription for an event that leads to another place, and can have only one
// for each event: see [TakeOver].
var ErrConflict = errors.New("webhook: the subscription leads elsewhere")

// A SyncOption changes what [Sync] does.
type SyncOption func(*syncConfig)

type syncConfig struct {
	wanted
	dryRun bool
	err    error
}

// DryRun makes [Sync] return its plan without doing anything.
func DryRun() SyncOption { return func(c *syncConfig) { c.dryRun = true } }

// Company sets whose subscriptions they are. The default is the company of the credential.
func Company(id factorialhr.ID) SyncOption { return func(c *syncConfig) { c.company = id } }

// TakeOver makes [Sync] change subscriptions too that lead to a place outside of the base URL, where the event has a
// handler here. Whoever is there gets no more deliveries.
func TakeOver() SyncOption { return func(c *syncConfig) { c.takeOver = true } }

// Version sets the API version of the subscriptions, YYYY-MM-DD, which decides about the shape of the deliveries. The
// default is [factorialhr.DefaultAPIVersion], the version of the generated types.
func Version(date string) SyncOption {
	return func(c *syncConfig) {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			c.err = errors.Join(c.err, errors.New("the version is not a date as YYYY-MM-DD"))
		}
		c.version = date
	}
}

// Name sets the name of subscriptions that are created.
func Name(text string) SyncOption { return func(c *syncConfig) { c.name = text } }

// Sync makes the subscriptions of a company equal to the handlers of mux, which the API reaches at base, an https URL
// like https://hooks.example.com/factorial. It creates what is missing; updates what is disabled, leads to another URL
// below base, or has another challenge or API version; and drops what is below base and has no handler: call it after
// all [On], and give each program a base of its own. What lies outside of base is left alone. A second call finds nothing
// to do, and calls at the same time do not harm each other.
//
// It returns what it did, or would do with [DryRun]. The changes are independent: when one fails, its Err is set, the
// others go on, and the error joins all that failed. Sync uses GET, POST, PUT and DELETE of
// /api_public/webhook_subscriptions, and /api_public/credentials without [Company].
func Sync(ctx context.Context, client *factorialhr.Client, mux *Mux, base string, opts ...SyncOption) (Plan, error) {
	c, err := newSyncConfig(mux, base, opts)
	if err != nil {
		return nil, fmt.Errorf("webhook: sync: %w", err)
	}
	if c.company.IsZero() {
		check, err := client.Check(ctx)
		if err != nil {
			return nil, fmt.Errorf("webhook: find the company: %w", err)
		}
		if c.company = check.CompanyID; c.company.IsZero() {
			return nil, errors.New("webhook: the API knows no company for the credential: give Sync one with Company")
		}
	}
	have, err := subscriptionsOf(ctx, client, c.company)
	if err != nil {
		return nil, fmt.Errorf("webhook: list the subscriptions: %w", err)
	}
	plan := c.plan(mux.Events(), have)
	if c.dryRun {
		return plan, nil
	}
	return plan, c.apply(ctx, client, plan)
}

func newSyncConfig(mux *Mux, base string, opts []SyncOption) (*syncConfig, error) {
	c := &syncConfig{wanted: wanted{challenge: mux.challenges.first, version: factorialhr.DefaultAPIVersion}}
	for _, o := range opts {
		if o != nil {
			o(c)
		}
	}
	var err error
	c.target, err = newTarget(base)
	return c, errors.Join(err, c.err)
}

// apply carries a plan out. It drops last, so that an event that moves is not missed.
func (c *syncConfig) apply(ctx context.Context, client *factorialhr.Client, plan Plan) error {
	var errs []error
	for _, dropping := range []bool{false, true} {
		for i := range plan {
			change := &plan[i]
			if (change.Action == ActionDrop) != dropping {
				continue
			}
			if change.Err = c.change(ctx, client, change); change.Err != nil {
				errs = append(errs, fmt.Errorf("webhook: %s %s: %w", change.Action, change.Event, change.Err))
			}
		}
	}
	return join(errs)
}

// change carries one change out.
func (c *syncConfig) change(ctx context.Context, client *factorialhr.Client, change *Change) error {
	switch change.Action {
	case ActionCreate:
		return c.create(ctx, client, change)
	case ActionUpdate:
		in := factorialhr.Input{ID: change.SubscriptionID, Body: c.update(change)}
		_, err := factorialhr.Call[subscription](ctx, client, &updateSubscription, in)
		return err
	case ActionDrop:
		in := factorialhr.Input{ID: change.SubscriptionID}
		_, err := factorialhr.Call[subscription](ctx, client, &deleteSubscription, in)
		if errors.Is(err, factorialhr.ErrNotFound) {
			return nil // somebody else was faster
		}
		return err
	case ActionConflict:
		return ErrConflict
	}
	return nil
}

// create subscribes to an event. When that is refused, or nobody knows whether it happened, it looks whether there is a
// subscription now, and makes that one as it should be: several processes may start at once.
func (c *syncConfig) create(ctx context.Context, client *factorialhr.Client, change *Change) error {
	created, err := factorialhr.Call[subscription](ctx, client, &createSubscription, factorialhr.Input{Body: newSubscription{
		Type: change.Event, TargetURL: c.target.of(change.Event), CompanyID: c.company, Challenge: c.challenge,
		Enabled: true, APIVersion: c.version, Name: c.name,
	}})
	if err == nil {
		change.SubscriptionID = created.ID
		return nil
	}
	if !errors.Is(err, factorialhr.ErrUnprocessable) && !errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		return err
	}
	have, listErr := subscriptionsOf(ctx, client, c.company)
	if listErr != nil {
		return err
	}
	have = slices.DeleteFunc(have, func(s subscription) bool { return s.Type != change.Event })
	switch now := c.planEvent(change.Event, have)[0]; now.Action {
	case ActionKeep:
		change.SubscriptionID = now.SubscriptionID
		return nil
	case ActionUpdate:
		*change = now
		return c.change(ctx, client, change)
	}
	return err
}

// update is the body of an update: what its reasons are about.
func (c *syncConfig) update(change *Change) subscriptionUpdate {
	var u subscriptionUpdate
	for _, r := range change.Reasons {
		switch r {
		case ReasonDisabled:
			u.Enabled = true
		case ReasonTarget:
			u.TargetURL = c.target.of(change.Event)
		case ReasonChallenge:
			u.Challenge = c.challenge
		case ReasonVersion:
			u.APIVersion = c.version
		}
	}
	return u
}
