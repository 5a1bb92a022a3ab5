package factorialhr_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

// There are three kinds of selectors: in bulk_delete, in an update with rows, and in bulk_destroy.
var (
	deleteThings = factorialhr.Operation{
		Name: "things.Things.BulkDelete", Method: "POST", Path: "things/things/bulk_delete",
		Selectors: &factorialhr.Selectors{
			AnyOf: [][]string{{"ids"}, {"start_at", "end_at"}, {"employee_ids"}}, Lists: []string{"ids", "employee_ids"},
		},
	}
	updateRows = factorialhr.Operation{
		Name: "things.Things.Update", Method: "PUT", Path: "things/things/{id}", Retry: factorialhr.RetryIdempotent, BodyID: true,
		Selectors: &factorialhr.Selectors{Lists: []string{"rows"}},
	}
	destroyThings = factorialhr.Operation{
		Name: "things.Things.BulkDestroy", Method: "POST", Path: "things/things/bulk_destroy",
		Selectors: &factorialhr.Selectors{All: []string{"all"}},
	}
)

func TestABodyThatDoesNotNameWhatItActsOnIsRefused(t *testing.T) {
	type object = map[string]any
	raw := func(text string) any { return json.RawMessage(text) }
	tests := map[string]struct {
		op    *factorialhr.Operation
		body  any
		query url.Values
		named string // expected in the error
	}{
		"no body":                         {&deleteThings, nil, nil, "ids, or start_at and end_at, or employee_ids"},
		"an empty object":                 {&deleteThings, object{}, nil, "ids, or start_at and end_at, or employee_ids"},
		"null":                            {&deleteThings, raw(`null`), nil, "ids, or start_at and end_at, or employee_ids"},
		"null ids":                        {&deleteThings, object{"ids": nil}, nil, "ids"},
		"no ids":                          {&deleteThings, object{"ids": []int{}}, nil, "ids"},
		"a null among the ids":            {&deleteThings, raw(`{"ids":["1",null]}`), nil, "ids"},
		"a list among the ids":            {&deleteThings, raw(`{"ids":[[]]}`), nil, "ids"},
		"ids that are a text":             {&deleteThings, object{"ids": "1"}, nil, "ids"},
		"ids that are an object":          {&deleteThings, raw(`{"ids":{"0":"1"}}`), nil, "ids"},
		"ids that are false":              {&deleteThings, object{"ids": false}, nil, "ids"},
		"ids of another case":             {&deleteThings, object{"IDs": []string{"1"}}, nil, "ids"},
		"ids that come twice, last empty": {&deleteThings, raw(`{"ids":["1"],"ids":[]}`), nil, "ids"},
		"ids of white space":              {&deleteThings, object{"ids": []string{"\u00a0"}}, nil, "ids"},
		"no ids, but employees":           {&deleteThings, object{"ids": []string{}, "employee_ids": []string{"1"}}, nil, "ids"},
		"half of a period":                {&deleteThings, object{"start_at": "2026-12-24"}, nil, "start_at and end_at"},
		"the other half":                  {&deleteThings, object{"end_at": "2026-12-24", "start_at": nil}, nil, "start_at and end_at"},
		"half of a period and an empty":   {&deleteThings, object{"end_at": "2026-12-24", "start_at": " "}, nil, "start_at and end_at"},
		"a period of lists":               {&deleteThings, raw(`{"start_at":[],"end_at":["2026-12-24"]}`), nil, "start_at and end_at"},
		"a period of true":                {&deleteThings, object{"start_at": true, "end_at": true}, nil, "start_at and end_at"},
		"ids in the query":                {&deleteThings, object{}, url.Values{"ids[]": {"1"}}, "ids"},
		"a list":                          {&deleteThings, []string{"1"}, nil, ""},
		"an HTML form":                    {&deleteThings, url.Values{"ids[]": {"1"}}, nil, ""},
		"a multipart form":                {&deleteThings, factorialhr.FormFunc(func(f *factorialhr.Form) { f.String("ids[]", "1") }), nil, ""},
		"a file of JSON":                  {&deleteThings, factorialhr.FileFromBytes("a.json", []byte(`{"ids":["1"]}`)), nil, ""},
		"no rows":                         {&updateRows, object{"rows": []string{}}, nil, "rows"},
		"null rows":                       {&updateRows, object{"rows": nil}, nil, "rows"},
		"a row without properties":        {&updateRows, raw(`{"rows":[{}]}`), nil, "rows"},
		"a row of nulls":                  {&updateRows, raw(`{"rows":[{"id":"1"},{"id":null,"name":""}]}`), nil, "rows"},
		"rows in the query":               {&updateRows, object{"name": "n"}, url.Values{"rows[]": {"1"}}, "rows"},
		"all":                             {&destroyThings, object{"all": true, "ids": []string{"1"}}, nil, "all"},
		"all as a text":                   {&destroyThings, object{"all": "true"}, nil, "all"},
		"all as a number":                 {&destroyThings, object{"all": 1}, nil, "all"},
		"all in the query":                {&destroyThings, object{"ids": []string{"1"}}, url.Values{"all": {"true"}}, "all"},
		"all that comes twice":            {&destroyThings, raw(`{"all":false,"all":true}`), nil, "all"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var rec recorder
			c := serve(t, rec.ServeHTTP)
			in := factorialhr.Input{ID: "7", Body: test.body, Query: test.query}
			_, err := factorialhr.Call[thing](t.Context(), c, test.op, in)
			e, ok := errors.AsType[*factorialhr.Error](err)
			if !ok || !errors.Is(err, factorialhr.ErrInvalidRequest) || e.Operation != test.op.Name || e.Outcome != factorialhr.OutcomeNotSent {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), test.named) || !strings.Contains(err.Error(), "Everything") {
				t.Errorf("got %v", err)
			}
			if n := len(rec.all()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
			if _, err := factorialhr.Call[thing](t.Context(), c, test.op, in, factorialhr.Everything()); err != nil || len(rec.all()) != 1 {
				t.Errorf("with the option: %d requests, %v", len(rec.all()), err)
			}
		})
	}
}

func TestABodyThatNamesWhatItActsOnIsSentAsItIs(t *testing.T) {
	tests := map[string]struct {
		op   *factorialhr.Operation
		body string
	}{
		"ids":                      {&deleteThings, `{"ids":["1","2"]}`},
		"ids that are numbers":     {&deleteThings, `{"ids":[1,2]}`},
		"employees":                {&deleteThings, `{"author_id":"3","employee_ids":["1"]}`},
		"a period":                 {&deleteThings, `{"start_at":"2026-12-24","end_at":"2026-12-25"}`},
		"ids and half of a period": {&deleteThings, `{"ids":["1"],"start_at":"2026-12-24"}`},
		"rows":                     {&updateRows, `{"id":"7","rows":[{"id":"1","amount":0}]}`},
		"no mention of rows":       {&updateRows, `{"id":"7","name":null,"others":[]}`},
		"not all":                  {&destroyThings, `{"ids":["1"],"all":false}`},
		"all that is null":         {&destroyThings, `{"ids":[],"all":null}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var rec recorder
			c := serve(t, rec.ServeHTTP)
			body := strings.Replace(test.body, `"id":"7",`, "", 1)
			in := factorialhr.Input{ID: "7", Body: json.RawMessage(body)}
			if _, err := factorialhr.Call[thing](t.Context(), c, test.op, in); err != nil {
				t.Fatal(err)
			}
			if got := rec.last(t).Body; got != test.body {
				t.Errorf("sent %s", got)
			}
		})
	}
}

func TestEverythingIsSaidForOneCall(t *testing.T) {
	if _, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.Everything()); !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("as an option of the client: %v", err)
	}
	var rec recorder
	c := serve(t, rec.ServeHTTP)
	in := factorialhr.Input{Body: map[string]any{}}
	if _, err := factorialhr.Call[thing](t.Context(), c, &deleteThings, in, factorialhr.Everything()); err != nil {
		t.Error(err)
	}
	if _, err := factorialhr.Call[thing](t.Context(), c, &deleteThings, in); !errors.Is(err, factorialhr.ErrInvalidRequest) {
		t.Errorf("the call after it: %v", err)
	}
	if _, err := factorialhr.Call[thing](t.Context(), c, &deleteThings, in, factorialhr.Everything(), factorialhr.ReadOnly()); !errors.Is(err, factorialhr.ErrReadOnly) {
		t.Errorf("a call that may not write: %v", err)
	}
	if n := len(rec.all()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

func TestAnUntypedCallIsNotChecked(t *testing.T) {
	var rec recorder
	c := serve(t, rec.ServeHTTP)
	if err := c.Post(t.Context(), "shift_management/shifts/bulk_delete", map[string]any{"author_id": "1"}, nil); err != nil || len(rec.all()) != 1 {
		t.Errorf("%d requests, %v", len(rec.all()), err)
	}
}

// The error does not quote the body either.
func TestTheErrorOfASelectorHasNoValueOfTheBody(t *testing.T) {
	c := serve(t, new(recorder).ServeHTTP)
	for _, body := range []any{
		map[string]any{"ids": []string{"secret-4711", ""}},
		map[string]any{"secret-4711": "secret-4711"},
		[]string{"secret-4711"},
	} {
		_, err := factorialhr.Call[thing](t.Context(), c, &deleteThings, factorialhr.Input{Body: body}, factorialhr.Query(url.Values{"secret-4711": {"secret-4711"}}))
		if !errors.Is(err, factorialhr.ErrInvalidRequest) || strings.Contains(err.Error(), "4711") {
			t.Errorf("got %v", err)
		}
	}
}
