package control_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/control"
)

// fake is a small fake with one resource. It remembers what the handler called.
type fake struct {
	mu         sync.Mutex
	records    map[string]json.RawMessage
	faults     []control.FaultState
	now        time.Time
	stopped    bool
	requests   []control.Request
	deliveries []control.Delivery
	pending    bool // WaitDeliveries waits for its context
	drains     bool // Load reads everything and keeps nothing
	calls      []string
	restarted  func()
}

const resource = "teams/teams"

func newFake() *fake {
	return &fake{now: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC), records: map[string]json.RawMessage{
		"1": json.RawMessage(`{"id":"1","name":"Night Watch"}`), "2": json.RawMessage(`{"id":"2","name":"<b>"}`),
		"a/b": json.RawMessage(`{"id":"a/b","name":"Slash"}`),
	}}
}

func (f *fake) did(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, fmt.Sprintf(format, args...))
}

func (f *fake) known(path string) error {
	if path != resource {
		return fmt.Errorf("factorialtest: no such resource: %s: %w", path, control.ErrNotFound)
	}
	return nil
}

func (f *fake) Info() control.Info {
	return control.Info{URL: "http://127.0.0.1:1", APIVersions: []string{"2026-10-01"}, Now: f.now, Resources: 1}
}

func (f *fake) Reset() error {
	f.did("Reset")
	f.restarted()
	return nil
}

func (f *fake) Keep() { f.did("Keep") }

func (f *fake) Dump(w io.Writer) error {
	_, err := io.WriteString(w, `{"teams/teams":[]}`)
	return err
}

func (f *fake) Load(r io.Reader) error {
	if f.drains {
		_, err := io.Copy(io.Discard, r)
		return err
	}
	var fixture map[string][]json.RawMessage
	if err := json.NewDecoder(r).Decode(&fixture); err != nil {
		return fmt.Errorf("factorialtest: read the fixture: %w", err)
	}
	f.did("Load %d", len(fixture))
	return nil
}

func (f *fake) Resources() []control.Resource {
	return []control.Resource{{Path: resource, Singular: "team"}, {Path: "x/y", Singular: "y", Records: new(3)}}
}

func (f *fake) Records(path string) ([]json.RawMessage, error) {
	if err := f.known(path); err != nil {
		return nil, err
	}
	var all []json.RawMessage
	for _, id := range slices.Sorted(maps.Keys(f.records)) {
		all = append(all, f.records[id])
	}
	return all, nil
}

func (f *fake) Insert(path string, record json.RawMessage) (string, error) {
	if err := f.known(path); err != nil {
		return "", err
	}
	var r struct{ ID, Name *string }
	if err := json.Unmarshal(record, &r); err != nil {
		return "", errors.New("factorialtest: name of a record of teams/teams does not have its documented type")
	}
	id := "3"
	if r.ID != nil {
		id = *r.ID
	}
	f.did("Insert %s", id)
	f.records[id] = record
	return id, nil
}

func (f *fake) Find(path, id string) (json.RawMessage, error) {
	if err := f.known(path); err != nil {
		return nil, err
	}
	if f.records[id] == nil {
		return nil, fmt.Errorf("factorialtest: %s has no record %s: %w", path, id, control.ErrNotFound)
	}
	return f.records[id], nil
}

func (f *fake) Change(path, id string, record json.RawMessage) error {
	_, err := f.Find(path, id)
	if err == nil {
		f.did("Change %s", id)
	}
	return err
}

func (f *fake) Remove(path, id string) error {
	_, err := f.Find(path, id)
	if err == nil {
		f.did("Remove %s", id)
		delete(f.records, id)
	}
	return err
}

func (f *fake) Files(path, id string) ([]control.File, error) {
	return []control.File{{Field: "file", Name: "a.pdf", Content: []byte("x")}, {}}, f.known(path)
}

func (f *fake) Faults() []control.FaultState { return f.faults }

func (f *fake) Inject(list []control.Fault) error {
	for _, one := range list {
		if !slices.Contains([]string{"latency", "truncate", "server-error"}, one.Kind) {
			return fmt.Errorf("factorialtest: unknown kind of fault %q", one.Kind)
		}
	}
	for _, one := range list {
		f.did("Inject %s %v %d %v", one.Kind, time.Duration(one.Delay), one.Times, one.Acts)
		f.faults = append(f.faults, control.FaultState{ID: len(f.faults) + 1, Fault: one})
	}
	return nil
}

func (f *fake) RemoveFault(id int) error {
	if id < 1 || id > len(f.faults) {
		return fmt.Errorf("no fault %d: %w", id, control.ErrNotFound)
	}
	f.did("RemoveFault %d", id)
	f.faults = slices.Delete(f.faults, id-1, id)
	return nil
}

func (f *fake) ClearFaults() { f.did("ClearFaults"); f.faults = nil }

func (f *fake) Clock() control.Clock    { return control.Clock{Now: f.now, Stopped: f.stopped} }
func (f *fake) Advance(d time.Duration) { f.did("Advance %v", d); f.now = f.now.Add(d) }
func (f *fake) StopAt(t time.Time)      { f.did("StopAt %v", t); f.now, f.stopped = t, true }
func (f *fake) RunClock()               { f.did("Run"); f.stopped = false }

func (f *fake) ExpireAccessTokens() { f.did("ExpireAccessTokens") }
func (f *fake) RevokeTokens()       { f.did("RevokeTokens") }

func (f *fake) Login() control.Tokens {
	return control.Tokens{AccessToken: "a", TokenType: "Bearer", RefreshToken: "r", ExpiresIn: 3600}
}
func (f *fake) CompanyLogin() control.Tokens {
	return control.Tokens{AccessToken: "c", TokenType: "Bearer"}
}
func (f *fake) OAuthCounts() control.OAuthCounts { return control.OAuthCounts{Codes: 1} }

func (f *fake) EventNames() []string { return []string{"timeoff/leave/create"} }

func (f *fake) Emit(event string, record json.RawMessage) (int, error) {
	if event != "timeoff/leave/create" {
		return 0, fmt.Errorf("factorialtest: no such event: %s: %w", event, control.ErrNotFound)
	}
	f.did("Emit %s %s", event, string(record))
	return 2, nil
}

func (f *fake) StartSyncRun(uuid string) (string, error) {
	f.did("StartSyncRun %s", uuid)
	return "9", nil
}

func (f *fake) Deliveries() []control.Delivery { return f.deliveries }

func (f *fake) WaitDeliveries(ctx context.Context) error {
	if f.pending {
		<-ctx.Done()
	}
	return ctx.Err()
}

func (f *fake) Requests(q control.Query) ([]control.Request, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []control.Request
	known := q.Operation == ""
	for _, r := range control.Select(q, f.requests, func(r control.Request) int { return r.Number }) {
		known = known || r.Operation == q.Operation
		if (q.Operation == "" || r.Operation == q.Operation) && (!q.Hints || r.Hint != "") {
			all = append(all, r)
		}
	}
	if !known {
		return nil, fmt.Errorf("factorialtest: no operation matches %s", q.Operation)
	}
	return all, nil
}

func (f *fake) ForgetRequests() { f.did("ForgetRequests") }

// log adds a request to the log, as the server does: first the log, then the handler.
func (f *fake) log(h *control.Handler, r control.Request) {
	f.mu.Lock()
	f.requests = append(f.requests, r)
	f.mu.Unlock()
	h.Request(r)
}
