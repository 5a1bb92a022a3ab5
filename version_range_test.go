package factorialhr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

const (
	oldest = "2026-04-01"
	second = "2026-07-01"
	third  = "2026-10-01"
	newest = "2027-01-01"
)

// Operations with every kind of range.
var (
	newThings = factorialhr.Operation{
		Name: "things.Things.Recent", Method: "GET", Path: "things/things/recent", Retry: factorialhr.RetrySafe, Since: third,
	}
	goneThings = factorialhr.Operation{
		Name: "things.Things.Old", Method: "GET", Path: "things/things/old", Retry: factorialhr.RetrySafe, Until: oldest,
	}
	briefThings = factorialhr.Operation{
		Name: "things.Things.Brief", Method: "GET", Path: "things/things/brief", Retry: factorialhr.RetrySafe, Since: second, Until: third,
	}
	absoluteThings = factorialhr.Operation{
		Name: "things.Things.Absolute", Method: "GET", Path: "/api/2027-01-01/resources/things/things", Retry: factorialhr.RetrySafe, Since: newest,
	}
	filteredThings = factorialhr.Operation{
		Name: "things.Things.List", Method: "GET", Path: "things/things", Retry: factorialhr.RetrySafe,
		Parts: []factorialhr.Part{
			{Query: "identifiers[]", Since: newest},
			{Query: "identifiers", Until: third},
			{Query: "managed_by", Since: second},
			{Query: "targets[include_indirect]", Since: second},
			{Query: "by_resources[]", Since: second},
			{Query: "status", Value: "paused", Since: second, Until: third},
			{Query: "statuses[]", Value: "paused", Since: second},
		},
	}
	changedThing = factorialhr.Operation{
		Name: "things.Things.Update", Method: "PUT", Path: "things/things/{id}", Retry: factorialhr.RetryIdempotent, BodyID: true,
		Parts: []factorialhr.Part{
			{Body: "id", Since: newest},
			{Body: "half_day", Since: third},
			{Body: "color", Until: second},
			{Body: "questions[].title", Since: newest},
			{Body: "questions[].answers[].points", Since: third, Until: third},
			{Body: "hours.start", Since: second},
			{Body: "kind", Value: "remote", Since: second},
			{Body: "days[]", Value: "sunday", Since: second},
			{Body: "level", Value: "5", Since: second},
			{Body: "documents[]", Since: third},
		},
	}
)

type callOf struct {
	op      *factorialhr.Operation
	version string
	query   url.Values
	body    any
}

func form(write func(*factorialhr.Form)) any { return factorialhr.FormFunc(write) }

func TestACallThatTheVersionDoesNotHaveIsNotSent(t *testing.T) {
	type object = map[string]any
	query := func(name string, values ...string) url.Values { return url.Values{name: values} }
	raw := func(text string) any { return json.RawMessage(text) }
	tests := map[string]struct {
		callOf
		named string // expected in the error; empty if the call is sent
	}{
		"an operation of a later version":         {callOf{&newThings, second, nil, nil}, "things.Things.Recent (since 2026-10-01)"},
		"an operation of much later":              {callOf{&newThings, oldest, nil, nil}, "things.Things.Recent (since 2026-10-01)"},
		"an operation at its first version":       {callOf{&newThings, third, nil, nil}, ""},
		"an operation after its first version":    {callOf{&newThings, newest, nil, nil}, ""},
		"an operation that has gone":              {callOf{&goneThings, second, nil, nil}, "things.Things.Old (until 2026-04-01)"},
		"an operation at its last version":        {callOf{&goneThings, oldest, nil, nil}, ""},
		"an operation before its only versions":   {callOf{&briefThings, oldest, nil, nil}, "things.Things.Brief (from 2026-07-01 to 2026-10-01)"},
		"an operation after its only versions":    {callOf{&briefThings, newest, nil, nil}, "things.Things.Brief (from 2026-07-01 to 2026-10-01)"},
		"an operation within its only versions":   {callOf{&briefThings, second, nil, nil}, ""},
		"an operation at a version before all":    {callOf{&newThings, "2025-01-01", nil, nil}, ""},
		"an operation at a version after all":     {callOf{&goneThings, "2028-01-01", nil, nil}, ""},
		"an operation at a version between":       {callOf{&newThings, "2026-05-01", nil, nil}, ""},
		"an operation whose path has its version": {callOf{&absoluteThings, oldest, nil, nil}, ""},
		"an operation without ranges":             {callOf{&listThings, oldest, query("identifiers[]", "1"), nil}, ""},

		"a filter of a later version":                  {callOf{&filteredThings, third, query("identifiers[]", "secret-1"), nil}, "the query parameter identifiers[] (since 2027-01-01)"},
		"a filter at its version":                      {callOf{&filteredThings, newest, query("identifiers[]", "1"), nil}, ""},
		"a filter that is not set":                     {callOf{&filteredThings, oldest, query("only_active", "true"), nil}, ""},
		"a filter that has no values":                  {callOf{&filteredThings, oldest, url.Values{"without_ids[]": {}}, nil}, ""},
		"a filter that has become a list, at its last": {callOf{&filteredThings, third, query("identifiers", "secret-1"), nil}, ""},
		"a filter that has become a list, afterwards":  {callOf{&filteredThings, newest, query("identifiers", "secret-1"), nil}, "the query parameter identifiers (until 2026-10-01)"},
		"a filter at a version before all":             {callOf{&filteredThings, "2025-10-01", query("identifiers[]", "1"), nil}, ""},
		"a filter at a version after all":              {callOf{&filteredThings, "2027-04-01", query("identifiers", "1"), nil}, ""},
		"a member of an object":                        {callOf{&filteredThings, oldest, query("managed_by[employee_id]", "1"), nil}, "the query parameter managed_by (since 2026-07-01)"},
		"a member of an object at its version":         {callOf{&filteredThings, second, query("managed_by[employee_id]", "1"), nil}, ""},
		"a name that begins like one":                  {callOf{&filteredThings, oldest, query("managed_by_anyone", "true"), nil}, ""},
		"one member of an object":                      {callOf{&filteredThings, oldest, query("targets[include_indirect]", "true"), nil}, "the query parameter targets[include_indirect] (since 2026-07-01)"},
		"another member of an object":                  {callOf{&filteredThings, oldest, query("targets[employee_id]", "1"), nil}, ""},
		"a member of a list of objects":                {callOf{&filteredThings, oldest, query("by_resources[][id]", "1"), nil}, "the query parameter by_resources[] (since 2026-07-01)"},
		"an enum value of later versions":              {callOf{&filteredThings, oldest, query("status", "paused"), nil}, "the value paused of the query parameter status (from 2026-07-01 to 2026-10-01)"},
		"an enum value that has gone":                  {callOf{&filteredThings, newest, query("status", "paused"), nil}, "the value paused of the query parameter status (from 2026-07-01 to 2026-10-01)"},
		"an enum value at its version":                 {callOf{&filteredThings, third, query("status", "paused"), nil}, ""},
		"another enum value":                           {callOf{&filteredThings, oldest, query("status", "active"), nil}, ""},
		"an enum value in a list":                      {callOf{&filteredThings, oldest, query("statuses[]", "active", "paused"), nil}, "the value paused of the query parameter statuses[] (since 2026-07-01)"},

		"a property of a later version":          {callOf{&changedThing, second, nil, object{"half_day": "secret-1"}}, "the body property half_day (since 2026-10-01)"},
		"a null property of a later version":     {callOf{&changedThing, second, nil, object{"half_day": nil}}, "the body property half_day (since 2026-10-01)"},
		"a property at its version":              {callOf{&changedThing, third, nil, object{"half_day": "a"}}, ""},
		"a property that has gone":               {callOf{&changedThing, third, nil, object{"color": "secret-1"}}, "the body property color (until 2026-07-01)"},
		"properties of every version":            {callOf{&changedThing, oldest, nil, object{"name": "a", "color": "b"}}, ""},
		"no body but the id, which is newer":     {callOf{&changedThing, oldest, nil, nil}, ""},
		"a value that is the name of a property": {callOf{&changedThing, oldest, nil, object{"name": "half_day"}}, ""},
		"a property of that name deeper down":    {callOf{&changedThing, oldest, nil, object{"hours": object{"half_day": 1}}}, ""},
		"a name with escapes":                    {callOf{&changedThing, oldest, nil, raw(`{"h\u0061lf_day":1}`)}, "the body property half_day (since 2026-10-01)"},
		"a property of a body that is a list":    {callOf{&factorialhr.Operation{Name: "things.Things.Bulk", Method: "POST", Path: "things/things/bulk", Parts: changedThing.Parts}, oldest, nil, raw(`[{"a":1},{"half_day":null}]`)}, "the body property half_day (since 2026-10-01)"},
		"a property of an object in a list":      {callOf{&changedThing, third, nil, raw(`{"questions":[{"kind":"a"},{"title":"secret-1"}]}`)}, "the body property questions[].title (since 2027-01-01)"},
		"objects in a list without it":           {callOf{&changedThing, third, nil, raw(`{"questions":[{"kind":"title"}]}`)}, ""},
		"a list without objects":                 {callOf{&changedThing, third, nil, raw(`{"questions":[],"title":"a"}`)}, ""},
		"a list that is null":                    {callOf{&changedThing, third, nil, raw(`{"questions":null,"title":"a"}`)}, ""},
		"a property two lists down":              {callOf{&changedThing, newest, nil, raw(`{"questions":[{"answers":[{},{"points":null}]}]}`)}, "the body property questions[].answers[].points (only in 2026-10-01)"},
		"a property of an object":                {callOf{&changedThing, oldest, nil, raw(`{"hours":{"start":"08:00"}}`)}, "the body property hours.start (since 2026-07-01)"},
		"an object that is null":                 {callOf{&changedThing, oldest, nil, raw(`{"hours":null,"start":1}`)}, ""},
		"an object that is a text":               {callOf{&changedThing, oldest, nil, raw(`{"hours":"start"}`)}, ""},
		"an enum value of a property":            {callOf{&changedThing, oldest, nil, object{"kind": "remote"}}, "the value remote of the body property kind (since 2026-07-01)"},
		"another enum value of a property":       {callOf{&changedThing, oldest, nil, object{"kind": "office"}}, ""},
		"a null in place of an enum value":       {callOf{&changedThing, oldest, nil, object{"kind": nil}}, ""},
		"an enum value in a list of a body":      {callOf{&changedThing, oldest, nil, object{"days": []string{"monday", "sunday"}}}, "the value sunday of the body property days[] (since 2026-07-01)"},
		"other enum values in a list of a body":  {callOf{&changedThing, oldest, nil, object{"days": []string{"monday"}}}, ""},
		"an enum value that is a number":         {callOf{&changedThing, oldest, nil, object{"level": 5}}, "the value 5 of the body property level (since 2026-07-01)"},
		"two properties at once":                 {callOf{&changedThing, oldest, nil, object{"half_day": 1, "hours": object{"start": 1}}}, "half_day (since 2026-10-01), the body property hours.start (since 2026-07-01)"},
		"a body at a version before all":         {callOf{&changedThing, "2026-01-01", nil, object{"half_day": 1}}, ""},

		"a field of a form":                 {callOf{&changedThing, oldest, nil, form(func(f *factorialhr.Form) { f.String("half_day", "secret-1") })}, "the body property half_day (since 2026-10-01)"},
		"an empty field of a form":          {callOf{&changedThing, oldest, nil, form(func(f *factorialhr.Form) { f.Value("half_day", factorialhr.Null[string]()) })}, "the body property half_day (since 2026-10-01)"},
		"a field of a form at its version":  {callOf{&changedThing, third, nil, form(func(f *factorialhr.Form) { f.String("half_day", "a") })}, ""},
		"a field that is not written":       {callOf{&changedThing, oldest, nil, form(func(f *factorialhr.Form) { f.String("half_day", "") })}, ""},
		"a list of objects in a form":       {callOf{&changedThing, third, nil, form(func(f *factorialhr.Form) { f.Value("questions", []object{{"title": "a"}}) })}, "the body property questions[].title (since 2027-01-01)"},
		"an object in a form":               {callOf{&changedThing, oldest, nil, form(func(f *factorialhr.Form) { f.Value("hours", object{"start": 8}) })}, "the body property hours.start (since 2026-07-01)"},
		"an enum value in a form":           {callOf{&changedThing, oldest, nil, form(func(f *factorialhr.Form) { f.String("kind", "remote") })}, "the value remote of the body property kind (since 2026-07-01)"},
		"an enum value in a list of a form": {callOf{&changedThing, oldest, nil, form(func(f *factorialhr.Form) { f.Strings("days", []string{"monday", "sunday"}) })}, "the value sunday of the body property days[] (since 2026-07-01)"},
		"another enum value in a form":      {callOf{&changedThing, oldest, nil, form(func(f *factorialhr.Form) { f.String("kind", "office") })}, ""},
		"a file of a form": {callOf{&changedThing, oldest, nil, form(func(f *factorialhr.Form) {
			f.Files("documents", []factorialhr.File{factorialhr.FileFromBytes("secret-1", nil)})
		})}, "the body property documents[] (since 2026-10-01)"},
		"a field of an HTML form": {callOf{&changedThing, oldest, nil, url.Values{"hours[start]": {"8"}}}, "the body property hours.start (since 2026-07-01)"},
		"an HTML form without it": {callOf{&changedThing, oldest, nil, url.Values{"hours[end]": {"8"}, "half_day": nil}}, ""},
		"a body that is a file":   {callOf{&factorialhr.Operation{Name: "things.Things.Put", Method: "POST", Path: "things/things", Parts: changedThing.Parts}, oldest, nil, factorialhr.FileFromBytes("half_day", []byte(`{"half_day":1}`))}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.named != "" {
				needsVersion(t, test.version)
			}
			for place, set := range map[string]func() (*recorder, error){
				"of the client": func() (*recorder, error) { return test.send(t, factorialhr.APIVersion(test.version), nil) },
				"of the call":   func() (*recorder, error) { return test.send(t, nil, factorialhr.APIVersion(test.version)) },
			} {
				rec, err := set()
				checkRefusal(t, "the version "+place, rec, err, test.op, test.named)
			}
		})
	}
}

// needsVersion skips a test if this module does not know a version: it can be generated for others.
func needsVersion(t *testing.T, version string) {
	t.Helper()
	if !slices.Contains(factorialhr.APIVersions(), version) {
		t.Skipf("this module does not know API version %s", version)
	}
}

// send calls the operation with the version as an option of the client or of the call.
func (c callOf) send(t *testing.T, client, call factorialhr.RequestOption) (*recorder, error) {
	t.Helper()
	rec := new(recorder)
	in := factorialhr.Input{Query: c.query, Body: c.body}
	if strings.Contains(c.op.Path, "{id}") {
		in.ID = "7"
	}
	_, err := factorialhr.Call[json.RawMessage](t.Context(), serve(t, rec.ServeHTTP, client), c.op, in, call)
	return rec, err
}

func checkRefusal(t *testing.T, what string, rec *recorder, err error, op *factorialhr.Operation, named string) {
	t.Helper()
	if named == "" {
		if err != nil || len(rec.requests) != 1 {
			t.Errorf("%s: %d requests, %v", what, len(rec.requests), err)
		}
		return
	}
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) || e.Outcome != factorialhr.OutcomeNotSent || errors.Is(err, factorialhr.ErrOutcomeUnknown) {
		t.Fatalf("%s: got %#v", what, err)
	}
	if len(rec.requests) > 0 {
		t.Errorf("%s: %d requests", what, len(rec.requests))
	}
	text := err.Error()
	for _, word := range []string{named, op.Name, "option APIVersion"} {
		if !strings.Contains(text, word) {
			t.Errorf("%s: %q does not name %s", what, text, word)
		}
	}
	if strings.Contains(printed(err), "secret-1") {
		t.Errorf("%s: the value is in %v", what, err)
	}
}

// A list is refused before its first page, however it is read.
func TestAListThatTheVersionDoesNotHaveIsNotSent(t *testing.T) {
	filter := url.Values{"identifiers[]": {"secret-1", "secret-2"}}
	long := url.Values{"identifiers[]": make([]string, 0, 2000)}
	for range 2000 {
		long.Add("identifiers[]", "secret-1"+strings.Repeat("x", len(long["identifiers[]"])%7)+string(rune('a'+len(long["identifiers[]"])%26)))
	}
	read := map[string]func(ctx context.Context, c *factorialhr.Client, q url.Values, opts ...factorialhr.RequestOption) error{
		"a page": func(ctx context.Context, c *factorialhr.Client, q url.Values, opts ...factorialhr.RequestOption) error {
			_, err := factorialhr.CallPage[thing](ctx, c, &filteredThings, q, opts...)
			return err
		},
		"pages": func(ctx context.Context, c *factorialhr.Client, q url.Values, opts ...factorialhr.RequestOption) error {
			for _, err := range factorialhr.CallPages[thing](ctx, c, &filteredThings, q, opts...) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"a loop": func(ctx context.Context, c *factorialhr.Client, q url.Values, opts ...factorialhr.RequestOption) error {
			for _, err := range factorialhr.CallAll[thing](ctx, c, &filteredThings, q, opts...) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"all records": func(ctx context.Context, c *factorialhr.Client, q url.Values, opts ...factorialhr.RequestOption) error {
			_, err := factorialhr.CallGetAll[thing](ctx, c, &filteredThings, q, opts...)
			return err
		},
	}
	options := map[string][]factorialhr.RequestOption{
		"": nil, "in parallel": {factorialhr.Parallel(4)}, "ahead": {factorialhr.Prefetch(2)}, "backwards": {factorialhr.Backwards()},
	}
	const named = "the query parameter identifiers[] (since 2027-01-01)"
	for name, f := range read {
		for how, opts := range options {
			t.Run(strings.TrimSpace(name+" "+how), func(t *testing.T) {
				rec := new(recorder)
				c := serve(t, rec.ServeHTTP, factorialhr.APIVersion(min(third, factorialhr.DefaultAPIVersion)))
				checkRefusal(t, "a filter", rec, f(t.Context(), c, filter, opts...), &filteredThings, named)
				checkRefusal(t, "the option Query", rec, f(t.Context(), c, nil, append(opts, factorialhr.Query(filter))...), &filteredThings, named)
				checkRefusal(t, "a filter in parts", rec, f(t.Context(), c, long, opts...), &filteredThings, named)
				rec.answer = status(200, `{"data":[],"meta":{}}`)
				if err := f(t.Context(), c, filter, append(opts, factorialhr.APIVersion(newest))...); err != nil || len(rec.requests) == 0 {
					t.Errorf("at its version: %v", err)
				}
			})
		}
	}
}

// versionLog records the unknown versions.
type versionLog struct {
	listener
	mu       sync.Mutex
	versions []string
}

func (l *versionLog) UnknownVersion(_ context.Context, op *factorialhr.Operation, version string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.versions = append(l.versions, op.Name+" "+version)
}

func TestObserversLearnOnceOfAVersionThatIsNotKnown(t *testing.T) {
	rec := new(recorder)
	var log strings.Builder
	seen := new(versionLog)
	c := serve(t, rec.ServeHTTP, factorialhr.Observe(seen), factorialhr.Observe(factorialhr.LogTo(textLog(&log))), factorialhr.APIVersion("2027-04-01"))
	for range 3 {
		if _, err := call(t.Context(), c, &createThing); err != nil {
			t.Fatal(err)
		}
	}
	for _, version := range append(factorialhr.APIVersions(), "2027-04-01", "2025-10-01", "2025-10-01") {
		if _, err := call(t.Context(), c, &updateThing, factorialhr.APIVersion(version)); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Get(t.Context(), "/api/2024-01-01/resources/a/b", nil, factorialhr.APIVersion("2024-01-01")); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(seen.versions, ", "); got != "things.Things.Create 2027-04-01, things.Things.Update 2025-10-01" {
		t.Errorf("observers learn of %s", got)
	}
	warning := `level=WARN msg="factorialhr calls an API version that it does not know" operation=things.Things.Create method=POST path=things/things version=2027-04-01 known="` + fmt.Sprint(factorialhr.APIVersions()) + `"`
	if strings.Count(log.String(), "does not know") != 2 || strings.Count(log.String(), warning) != 1 {
		t.Errorf("the log is %s", log.String())
	}
}

// An observer that does not implement VersionObserver must not use up the event.
func TestAnObserverOfALaterCallLearnsOfTheVersion(t *testing.T) {
	c := serve(t, new(recorder).ServeHTTP, factorialhr.APIVersion("2027-04-01"), factorialhr.Observe(new(listener)))
	seen := new(versionLog)
	for _, opts := range [][]factorialhr.RequestOption{nil, {factorialhr.Observe(seen)}} {
		if _, err := call(t.Context(), c, &getThing, append(opts, factorialhr.MaxAttempts(1))...); err != nil && !errors.Is(err, factorialhr.ErrUnexpectedResponse) {
			t.Fatal(err)
		}
	}
	if len(seen.versions) != 1 {
		t.Errorf("it learns of %v", seen.versions)
	}
}

func TestTheEventOfAnUnknownVersionHasALevel(t *testing.T) {
	var log strings.Builder
	observer := factorialhr.LogTo(textLog(&log), factorialhr.LogLevels{Version: slog.LevelDebug})
	c := serve(t, new(recorder).ServeHTTP, factorialhr.APIVersion("2027-04-01"), factorialhr.Observe(observer))
	if _, err := call(t.Context(), c, &createThing); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), `level=DEBUG msg="factorialhr calls an API version that it does not know"`) {
		t.Errorf("the log is %s", log.String())
	}
}

// A call that sets no part that the version lacks pays nothing for the ranges.
func TestTheAllocationsOfACallWithRanges(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates")
	}
	c := newClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
		body := io.NopCloser(strings.NewReader(answerOfBenchmarks))
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: body, Request: r}, nil
	}))
	ranged := listThings
	ranged.Since, ranged.Parts = second, []factorialhr.Part{{Query: "identifiers[]", Since: newest}, {Body: "half_day", Since: newest}}
	in := factorialhr.Input{Query: queryOfBenchmarks}
	count := func(op *factorialhr.Operation) float64 {
		return testing.AllocsPerRun(200, func() {
			if _, err := factorialhr.Call[struct{}](t.Context(), c, op, in); err != nil {
				t.Fatal(err)
			}
		})
	}
	if plain, got := count(&listThings), count(&ranged); got > plain+0.5 {
		t.Errorf("%.1f allocations with ranges, %.1f without", got, plain)
	}
}
