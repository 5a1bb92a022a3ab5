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
		"an empty body":         {200, "", factorialhr.ErrUnexpectedResponse, "no property of the record"},
		"white space":           {200, " \r\n", factorialhr.ErrUnexpectedResponse, "no property of the record"},
		"null":                  {200, "null", factorialhr.ErrUnexpectedResponse, "no property of the record"},
		"an empty object":       {200, "{}", factorialhr.ErrUnexpectedResponse, "no property of the record"},
		"HTML":                  {200, "<html><p>secret-name", factorialhr.ErrUnexpectedResponse, "HTML instead of JSON"},
		"broken JSON":           {201, `{"id":"7`, factorialhr.ErrUnexpectedResponse, "not JSON"},
		"JSON with more":        {200, `{"id":"7"} secret-name`, factorialhr.ErrUnexpectedResponse, "not JSON"},
		"UTF-16":                {200, "\xff\xfe{\x00}\x00", factorialhr.ErrUnexpectedResponse, "not JSON"},
		"a byte order mark":     {200, "\ufeff{}", factorialhr.ErrUnexpectedResponse, "no property of the record"},
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

// A response of another kind holds nothing that a read asked for, and a zero record or an empty
// list would be taken for the result. A write has taken effect all the same, and its response must
// not make the caller repeat it.
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
		"a list for a record":                  {read, `[{"id":"1"}]`, "not the expected kind of JSON: array"},
		"a word for a record":                  {read, `"secret-name"`, "not the expected kind of JSON: string"},
		"a list with its metadata for a slice": {untyped, `{"data":[{"id":"1"}],"meta":{}}`, "not the expected kind of JSON: object"},
		"a record for a slice":                 {search, `{"id":"1"}`, "not the expected kind of JSON: object"},
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

// An older version may respond to a write with one record where newer ones send a list.
func TestOneRecordInsteadOfABareArray(t *testing.T) {
	odd := []factorialhr.Mismatch{{Pointer: "/count", Want: "int", Got: "string"}}
	whole := []factorialhr.Mismatch{{Want: "[]factorialhr_test.thing", Got: "object"}}
	for name, test := range map[string]struct {
		body       string
		want       []thing
		mismatches []factorialhr.Mismatch
	}{
		"a record":                       {`{"id":7,"name":"a"}`, []thing{{ID: "7", Name: "a"}}, nil},
		"a record with an odd value":     {`{"id":"7","count":"n/a"}`, []thing{{ID: "7"}}, odd},
		"an object without its fields":   {`{"message":"done"}`, nil, whole},
		"an empty object":                {`{}`, nil, whole},
		"errors":                         {`{"errors":[{"code":"forbidden"}]}`, nil, whole},
		"errors beside what a field has": {`{"name":"Forbidden","error":"No"}`, nil, whole},
		"a list with its metadata":       {`{"data":[{"id":"1"}],"meta":{}}`, nil, whole},
	} {
		t.Run(name, func(t *testing.T) {
			var info factorialhr.ResponseInfo
			c := serve(t, status(200, test.body))
			got, err := factorialhr.CallSlice[thing](t.Context(), c, &createThing, factorialhr.Input{}, factorialhr.ResponseInto(&info))
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("%v, -want +got:\n%s", err, diff)
			}
			if diff := cmp.Diff(test.mismatches, info.Mismatches); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	for name, body := range map[string]string{"two records": `{"id":"1"},{"id":"2"}`, "broken JSON": `{"id":"1"`} {
		c := serve(t, status(200, body))
		if got, err := factorialhr.CallSlice[thing](t.Context(), c, &createThing, factorialhr.Input{}); got != nil || !errors.Is(err, factorialhr.ErrUnexpectedResponse) {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	words, err := factorialhr.CallSlice[string](t.Context(), serve(t, status(200, `{"id":"1"}`)), &createThing, factorialhr.Input{})
	if len(words) > 0 || err != nil {
		t.Errorf("a record for a list of words: got %v, %v", words, err)
	}
	var list []thing // an untyped call takes what it asks for
	if err := serve(t, status(200, `{"id":"1"}`)).Post(t.Context(), "things/things", nil, &list); len(list) > 0 || err != nil {
		t.Errorf("an untyped call: got %v, %v", list, err)
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
		"a value does not have the type of its field: /data/1/name: want string, got array, and 1 more"
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

// watcher is an observer that keeps all events.
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
