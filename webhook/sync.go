package webhook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// ErrConflict means that the company already has a subscription for the event with a URL outside
// the base URL. A company can have only one subscription for each event: see [TakeOver].
var ErrConflict = errors.New("webhook: the existing subscription points elsewhere")

// A SyncOption configures [Sync].
type SyncOption func(*syncConfig)

type syncConfig struct {
	wanted
	dryRun bool
	plain  origin.Plain // hosts that the target may reach over plain http
	err    error
}

// DryRun makes [Sync] return its plan without changing anything.
func DryRun() SyncOption { return func(c *syncConfig) { c.dryRun = true } }

// Company selects the company whose subscriptions [Sync] maintains. The default is the company of
// the credential.
func Company(id factorialhr.ID) SyncOption { return func(c *syncConfig) { c.company = id } }

// TakeOver makes [Sync] also change subscriptions with a URL outside the base URL if their event
// has a handler in the mux. The old URL receives no more deliveries.
func TakeOver() SyncOption { return func(c *syncConfig) { c.takeOver = true } }

// Version sets the API version of the subscriptions, in the form YYYY-MM-DD. It determines the
// shape of the deliveries, and a version accepts only events that it has. The default is
// [factorialhr.DefaultAPIVersion]; the generated types decode all of [factorialhr.APIVersions]. By
// the specs, the API accepts no version that is newer than the client's: for a beta, also create
// the client with [factorialhr.APIVersion].
func Version(date string) SyncOption {
	return func(c *syncConfig) {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			c.err = errors.Join(c.err, errors.New("the version is not a date in the form YYYY-MM-DD"))
		}
		c.version = date
	}
}

// Name sets the name of new subscriptions.
func Name(text string) SyncOption { return func(c *syncConfig) { c.name = text } }

// InsecureHTTP lets the base URL of [Sync] be plain http to host, although it is another machine:
// host or host:port, exactly as in the URL. Deliveries then travel unencrypted, with the challenge
// and the data of people, so it is only for a fake API that delivers to another container. See
// [factorialhr.InsecureHTTP], which has the same rules.
func InsecureHTTP(host string) SyncOption {
	return func(c *syncConfig) {
		plain, err := origin.NamePlain(host)
		if err != nil {
			c.err = errors.Join(c.err, fmt.Errorf("InsecureHTTP: %w", err))
		}
		c.plain = append(c.plain, plain...)
	}
}

// Sync makes the subscriptions of a company match the handlers of mux, which the API reaches at
// base, an https URL such as https://hooks.example.com/factorial. Sync
//
//   - creates missing subscriptions,
//   - updates subscriptions that are disabled, have another URL below base, another challenge or
//     another API version,
//   - deletes subscriptions below base whose event has no handler.
//
// It does not touch subscriptions outside base. Call it after all calls of [On], and use a separate
// base for each program. Sync is idempotent, and concurrent calls are safe.
//
// Sync returns the changes it made, or would make with [DryRun]. The changes are independent: if
// one fails, Sync sets its Err and continues, and the returned error joins all failures. Sync uses
// GET, POST, PUT and DELETE of /api_public/webhook_subscriptions, and /api_public/credentials
// unless [Company] is set.
func Sync(ctx context.Context, client *factorialhr.Client, mux *Mux, base string, opts ...SyncOption) (Plan, error) {
	c, err := newSyncConfig(mux, base, opts)
	if err != nil {
		return nil, fmt.Errorf("webhook: sync: %w", err)
	}
	if c.company.IsZero() {
		if c.company, err = companyOf(ctx, client); err != nil {
			return nil, fmt.Errorf("webhook: find the company: %w", err)
		}
		if c.company.IsZero() {
			return nil, errors.New("webhook: the API names no company for the credential: pass Company to Sync")
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
	c.target, err = newTarget(base, c.plain)
	return c, errors.Join(err, c.err)
}

// apply executes a plan. It drops subscriptions last, so that an event that moves to another
// subscription is not missed.
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

// change executes one change.
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
			return nil // another process deleted it first
		}
		return err
	case ActionConflict:
		return ErrConflict
	}
	return nil
}

// create subscribes to an event. Several processes may start at once: if the API refuses the
// request or its outcome is unknown, create looks for an existing subscription and brings that one
// up to date.
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

// update returns the body of an update with the fields that the reasons name.
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
