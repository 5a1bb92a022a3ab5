package factorialtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/control"
	"github.com/factorialhr-go/factorialhr/internal/fake/guess"
)

func (s controlled) Faults() []control.FaultState {
	var all []control.FaultState
	for _, f := range s.Server.Faults() {
		all = append(all, control.FaultState{ID: f.ID, Matched: f.Matched, Struck: f.Struck, Fault: control.Fault{
			Kind: string(f.Kind), Operation: f.Operation, Method: f.Method, Skip: f.Skip, Times: f.Times, Rate: f.Rate,
			Delay: control.Duration(f.Delay), Status: f.Status, Acts: f.Acts, RetryAfter: f.RetryAfter,
		}})
	}
	return all
}

// Inject reports no fault that never strikes: the caller over HTTP is not the test.
func (s controlled) Inject(list []control.Fault) error {
	var all []Fault
	for _, f := range list {
		all = append(all, Fault{
			Kind: FaultKind(f.Kind), Operation: f.Operation, Method: f.Method, Skip: f.Skip, Times: f.Times, Rate: f.Rate,
			Delay: time.Duration(f.Delay), Status: f.Status, Acts: f.Acts, RetryAfter: f.RetryAfter, MayMiss: true,
		})
	}
	return s.Server.Inject(all...)
}

func (s controlled) RemoveFault(id int) error {
	if !s.Server.RemoveFault(id) {
		return fmt.Errorf("%w: there is no fault %d", control.ErrNotFound, id)
	}
	return nil
}

func (s controlled) Clock() control.Clock {
	return control.Clock{Now: s.Now(), Stopped: s.engine.Clock.Stopped()}
}

func (s controlled) Login() control.Tokens        { return controlTokens(s.Server.Login()) }
func (s controlled) CompanyLogin() control.Tokens { return controlTokens(s.Server.CompanyLogin()) }

func controlTokens(t Tokens) control.Tokens {
	return control.Tokens{
		AccessToken: t.AccessToken, TokenType: "Bearer", RefreshToken: t.RefreshToken,
		ExpiresIn: int64(t.ExpiresIn / time.Second), CreatedAt: t.CreatedAt.Unix(),
	}
}

func (s controlled) OAuthCounts() control.OAuthCounts {
	return control.OAuthCounts(s.Server.OAuthCounts())
}

func (s controlled) Emit(event string, record json.RawMessage) (subscriptions int, err error) {
	if !slices.Contains(s.EventNames(), event) {
		return 0, fmt.Errorf("%w: no such event: %s%s", control.ErrNotFound, event, guess.DidYouMean(event, s.EventNames()))
	}
	if record == nil {
		return s.engine.Hooks.Emit(event, nil)
	}
	return s.engine.Hooks.Emit(event, record)
}

func (s controlled) Deliveries() []control.Delivery {
	var all []control.Delivery
	for _, d := range s.Server.Deliveries() {
		all = append(all, controlDelivery(d))
	}
	return all
}

func controlDelivery(d Delivery) control.Delivery {
	out := control.Delivery{
		Event: d.Event, Subscription: d.Subscription, URL: d.URL, Attempt: d.Attempt, Time: d.Time, Status: d.Status, Delivered: d.Delivered,
		Hint: d.Hint,
	}
	if !d.Retry.IsZero() {
		out.Retry = &d.Retry
	}
	return out
}

func (s controlled) Requests(q control.Query) ([]control.Request, error) {
	matches := func(string) bool { return true }
	if q.Operation != "" {
		var err error
		if matches, err = s.engine.Faults.Match(q.Operation); err != nil {
			return nil, err
		}
	}
	var all []control.Request
	for _, r := range control.Select(q, s.Server.Requests(), func(r Request) int { return r.Number }) {
		if matches(r.Operation) && (!q.Hints || r.Hint != "") {
			all = append(all, controlRequestOf(r))
		}
	}
	return all, nil
}

func controlRequestOf(r Request) control.Request {
	out := control.Request{
		Number: r.Number, Time: r.Time, Operation: r.Operation, Method: r.Method, Path: r.Path, Query: r.Query, Body: string(r.Body),
		Status: r.Status, Fault: string(r.Fault), Unknown: r.Unknown, Unhandled: r.Unhandled, Hint: r.Hint,
	}
	for _, c := range r.Changes {
		out.Changes = append(out.Changes, control.Change{Kind: string(c.Kind), Resource: c.Resource, ID: c.ID})
	}
	return out
}
