package factorialhr_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
)

func TestAnswersThatAreNotAnObject(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		want   error // nil: a zero value
		text   string
	}{
		"nulls":                 {200, `{"id":null,"name":null,"count":null}`, nil, ""},
		"no content":            {204, "", nil, ""},
		"an empty body":         {200, "", factorialhr.ErrUnexpectedResponse, "nothing of the record"},
		"white space":           {200, " \r\n", factorialhr.ErrUnexpectedResponse, "nothing of the record"},
		"null":                  {200, "null", factorialhr.ErrUnexpectedResponse, "nothing of the record"},
		"an empty object":       {200, "{}", factorialhr.ErrUnexpectedResponse, "nothing of the record"},
		"HTML":                  {200, "<html><p>secret-name", factorialhr.ErrUnexpectedResponse, "HTML instead of JSON"},
		"broken JSON":           {201, `{"id":"7`, factorialhr.ErrUnexpectedResponse, "not JSON"},
		"JSON with more":        {200, `{"id":"7"} secret-name`, factorialhr.ErrUnexpectedResponse, "not JSON"},
		"UTF-16":                {200, "\xff\xfe{\x00}\x00", factorialhr.ErrUnexpectedResponse, "not JSON"},
		"a byte order mark":     {200, "\ufeff{}", factorialhr.ErrUnexpectedResponse, "nothing of the record"},
		"text in Latin 1":       {200, "secret-name \xe9", factorialhr.ErrUnexpectedResponse, "not JSON"},
		"JSON with a NUL in it": {200, "{\"name\":\"\x00\"}", factorialhr.ErrUnexpectedResponse, "not JSON"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := serve(t, status(test.status, test.body))
			got, err := call(t.Context(), c, &getThing)
			if test.want == nil {
				if err != nil || got == nil || *got != (thing{}) {
					t.Fatalf("got %v, %v", got, err)
				}
				return
			}
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.text) || strings.Contains(err.Error(), "secret-name") {
				t.Fatalf("got %v", err)
			}
			if e, _ := errors.AsType[*factorialhr.Error](err); e.StatusCode != test.status || string(e.RawBody()) != test.body {
				t.Errorf("status %d and body %q", e.StatusCode, e.RawBody())
			}
		})
	}
}

func TestAListWithoutDataIsAnError(t *testing.T) {
	for name, body := range map[string]string{
		"an empty body":   ``,
		"an empty object": `{}`,
		"null":            `{"data":null,"meta":{}}`,
		"another type":    `{"data":{"id":"1"},"meta":{}}`,
		"a bare array":    `[{"id":"1"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, status(200, body))
			if page, err := factorialhr.CallPage[thing](t.Context(), c, &listThings, nil); !errors.Is(err, factorialhr.ErrUnexpectedResponse) {
				t.Errorf("got %v, %v", page, err)
			}
		})
	}
	c := serve(t, status(200, `{"data":[],"meta":{"limit":null}}`))
	if page, err := factorialhr.CallPage[thing](t.Context(), c, &listThings, nil); err != nil || page.Data == nil || len(page.Data) > 0 {
		t.Errorf("an empty list: %v, %v", page, err)
	}
}

// A reading that answers something else altogether has read nothing: a zero record, or an empty list, would be taken for
// the answer. What writes has written all the same, and is not to be repeated because of its answer.
func TestAnAnswerOfAnotherKindAltogether(t *testing.T) {
	read := func(body string) error {
		_, err := call(t.Context(), serve(t, status(200, body)), &getThing)
		return err
	}
	untyped := func(body string) error {
		var list []thing
		return serve(t, status(200, body)).Get(t.Context(), "things/things", &list)
	}
	search := func(body string) error {
		_, err := factorialhr.CallSlice[thing](t.Context(), serve(t, status(200, body)), &searchThing, factorialhr.Input{})
		return err
	}
	create := func(body string) error {
		var info factorialhr.ResponseInfo
		got, err := call(t.Context(), serve(t, status(200, body)), &createThing, factorialhr.ResponseInto(&info))
		if err == nil && (*got != (thing{}) || len(info.Mismatches) != 1) {
			t.Errorf("got %v, reported %v", got, info.Mismatches)
		}
		return err
	}
	for name, test := range map[string]struct {
		send func(body string) error
		body string
		want string // empty: no error
	}{
		"a list for a record":                  {read, `[{"id":"1"}]`, "JSON of another kind: array"},
		"a word for a record":                  {read, `"secret-name"`, "JSON of another kind: string"},
		"a list with its metadata for a slice": {untyped, `{"data":[{"id":"1"}],"meta":{}}`, "JSON of another kind: object"},
		"a record for a slice":                 {search, `{"id":"1"}`, "JSON of another kind: object"},
		"a list for what was created":          {create, `[{"id":"1"}]`, ""},
		"a word for what was created":          {create, `true`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := test.send(test.body)
			if test.want == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			if !errors.Is(err, factorialhr.ErrUnexpectedResponse) || !strings.HasSuffix(err.Error(), ": "+test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestABareArray(t *testing.T) {
	c := serve(t, status(200, `[{"id":1},{"id":"2"}]`))
	got, err := factorialhr.CallSlice[thing](t.Context(), c, &createThing, factorialhr.Input{})
	if diff := cmp.Diff([]thing{{ID: "1"}, {ID: "2"}}, got); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

const oddPage = `{"data":[{"id":"1","name":"a","count":1},{"id":"2","name":["b"],"count":"n/a"}],"meta":{"total":2}}`

var oddities = []factorialhr.Mismatch{
	{Pointer: "/data/1/name", Want: "string", Got: "array"},
	{Pointer: "/data/1/count", Want: "int", Got: "string"},
}

func TestOneOddValueLosesNothingElse(t *testing.T) {
	c := serve(t, status(200, oddPage))
	var info factorialhr.ResponseInfo
	page, err := factorialhr.CallPage[thing](t.Context(), c, &listThings, nil, factorialhr.ResponseInto(&info))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]thing{{ID: "1", Name: "a", Count: new(1)}, {ID: "2"}}, page.Data); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff(oddities, page.Mismatches); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff(oddities, info.Mismatches); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestStrictMakesAnOddValueAnError(t *testing.T) {
	c := serve(t, status(200, oddPage), factorialhr.Strict())
	_, err := factorialhr.CallPage[thing](t.Context(), c, &listThings, nil)
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || !errors.Is(err, factorialhr.ErrMismatch) {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff(oddities, e.Mismatches); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	want := "factorialhr: things.Things.List: GET things/things: 200 OK: " +
		"a value has another type than its field: /data/1/name: want string, got array, and 1 more"
	if err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestKeepRaw(t *testing.T) {
	c := serve(t, status(200, ` {"data": [{"id": 1}], "meta": {"total":1}} `))
	var info factorialhr.ResponseInfo
	page, err := factorialhr.CallPage[thing](t.Context(), c, &listThings, nil, factorialhr.KeepRaw(), factorialhr.ResponseInto(&info))
	if err != nil {
		t.Fatal(err)
	}
	if data, meta := string(page.RawData()), string(page.RawMeta()); data != `[{"id": 1}]` || meta != `{"total":1}` {
		t.Errorf("kept %s and %s", data, meta)
	}
	if string(info.Raw) != ` {"data": [{"id": 1}], "meta": {"total":1}} ` {
		t.Errorf("kept %s", info.Raw)
	}
	page, err = factorialhr.CallPage[thing](t.Context(), c, &listThings, nil, factorialhr.ResponseInto(&info))
	if err != nil || page.RawData() != nil || page.RawMeta() != nil || info.Raw != nil {
		t.Errorf("kept without being asked: %s %s %s, %v", page.RawData(), page.RawMeta(), info.Raw, err)
	}
}

func TestPropertiesThatATypeDoesNotKnowAreReportedOnce(t *testing.T) {
	answer := http.HandlerFunc(status(200, `{"data":[{"id":"1","new_one":1},{"id":"2","new_one":2}],"meta":{"total":2}}`))
	var seen watcher
	c := serve(t, answer, factorialhr.Observe(&seen))
	for range 3 {
		page, err := factorialhr.CallPage[thing](t.Context(), c, &listThings, nil, factorialhr.Strict())
		if err != nil || len(page.Mismatches) > 0 {
			t.Fatalf("an unknown property is no mismatch: %v, %v", page, err)
		}
	}
	if diff := cmp.Diff([]factorialhr.Mismatch{{Pointer: "/data/0/new_one"}}, seen.mismatches); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// watcher is an observer that keeps what it is told.
type watcher struct {
	events     []string
	attempts   []factorialhr.AttemptInfo
	calls      []factorialhr.CallInfo
	mismatches []factorialhr.Mismatch
}

type watchedKey struct{}

func (w *watcher) Start(ctx context.Context, op *factorialhr.Operation) context.Context {
	w.events = append(w.events, "start "+op.Name)
	return context.WithValue(ctx, watchedKey{}, op.Name)
}

func (w *watcher) Attempt(ctx context.Context, op *factorialhr.Operation, a factorialhr.AttemptInfo) {
	w.events = append(w.events, "attempt of "+ctx.Value(watchedKey{}).(string))
	w.attempts = append(w.attempts, a)
}

func (w *watcher) Mismatch(ctx context.Context, _ *factorialhr.Operation, m []factorialhr.Mismatch) {
	w.events = append(w.events, "mismatch in "+ctx.Value(watchedKey{}).(string))
	w.mismatches = append(w.mismatches, m...)
}

func (w *watcher) End(ctx context.Context, op *factorialhr.Operation, c factorialhr.CallInfo) {
	w.events = append(w.events, "end of "+ctx.Value(watchedKey{}).(string))
	w.calls = append(w.calls, c)
}
