package factorialhr_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// oddPages serves two pages whose values all have another type than their field.
func oddPages(asked *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		after := r.URL.Query().Get("after_id")
		*asked = append(*asked, after)
		if after == "" {
			status(200, `{"data":[{"id":1.0,"name":7,"count":"1"}],"meta":{"has_next_page":"true","end_cursor":"MQ","total":"2"}}`)(w, r)
			return
		}
		status(200, `{"data":[{"id":2.0,"name":8,"count":"2"}],"meta":{"has_next_page":"false","total":"2"}}`)(w, r)
	}
}

type base struct {
	Key string `json:"key"`
}

// derived has properties of an embedded struct, under a name that Go does not spell like JSON.
type derived struct {
	base
	Untagged string
	Hidden   string `json:"-"`
}

// selfish decodes itself, so that nothing is known of its properties.
type selfish struct{ Text string }

func (s *selfish) UnmarshalJSON(text []byte) error {
	s.Text = string(text)
	return nil
}

// A response of 200 that has nothing of the record would be a zero record, which looks like one
// without values.
func TestAReadingOfOneRecordThatBringsNothingOfIt(t *testing.T) {
	into := func(out func() any) func(*testing.T, string, ...factorialhr.RequestOption) error {
		return func(t *testing.T, body string, opts ...factorialhr.RequestOption) error {
			return serve(t, status(200, body)).Get(t.Context(), "things/things/7", out(), opts...)
		}
	}
	read := func(t *testing.T, body string, opts ...factorialhr.RequestOption) error {
		_, err := call(t.Context(), serve(t, status(200, body)), &getThing, opts...)
		return err
	}
	noContent := func(t *testing.T, _ string, opts ...factorialhr.RequestOption) error {
		_, err := call(t.Context(), serve(t, status(204, "")), &getThing, opts...)
		return err
	}
	search := func(t *testing.T, body string, opts ...factorialhr.RequestOption) error {
		_, err := call(t.Context(), serve(t, status(200, body)), &searchThing, opts...)
		return err
	}
	slice := func(t *testing.T, body string, opts ...factorialhr.RequestOption) error {
		_, err := factorialhr.CallSlice[thing](t.Context(), serve(t, status(200, body)), &searchThing, factorialhr.Input{}, opts...)
		return err
	}
	write := func(op *factorialhr.Operation) func(*testing.T, string, ...factorialhr.RequestOption) error {
		return func(t *testing.T, body string, opts ...factorialhr.RequestOption) error {
			_, err := call(t.Context(), serve(t, status(200, body)), op, opts...)
			return err
		}
	}
	var (
		typed    = into(func() any { return new(thing) })
		filled   = into(func() any { return &thing{ID: "old", Name: "old"} })
		pointer  = into(func() any { return new(*thing) })
		inner    = into(func() any { return new(derived) })
		page     = into(func() any { return new(factorialhr.Page[thing]) })
		empty    = into(func() any { return new(struct{}) })
		hidden   = into(func() any { return new(struct{ secret string }) })
		anything = into(func() any { return new(any) })
		raw      = into(func() any { return new(json.RawMessage) })
		mapping  = into(func() any { return new(map[string]any) })
		self     = into(func() any { return new(selfish) })
		nowhere  = into(func() any { return nil })
	)
	tests := []struct {
		name string
		send func(*testing.T, string, ...factorialhr.RequestOption) error
		body string
		ok   bool
	}{
		{"an error in a response of 200", read, `{"error":"not allowed"}`, false},
		{"errors in a response of 200", read, `{"errors":[{"code":"forbidden","message":"secret-name"}]}`, false},
		{"errors that are null", read, `{"errors":null}`, false},
		{"a message", read, `{"message":"secret-name"}`, false},
		{"an empty object", read, `{}`, false},
		{"an empty object with space", read, " { \n } ", false},
		{"null", read, `null`, false},
		{"null with a byte order mark", read, "\ufeffnull", false},
		{"an empty body", read, ``, false},
		{"a byte order mark alone", read, "\ufeff", false},
		{"white space", read, " \r\n", false},
		{"the record in an envelope", read, `{"data":{"id":"7","name":"a"}}`, false},
		{"a list with its metadata", read, `{"data":[{"id":"7"}],"meta":{"total":1}}`, false},
		{"the record of another kind", read, `{"uuid":"7","title":"a"}`, false},
		{"names that are almost those of the record", read, `{"id ":"7","_name":"a","counts":1}`, false},
		{"a property of the record deeper down", read, `{"result":{"id":"7"}}`, false},
		{"a search for one record", search, `{"error":"x"}`, false},
		{"an empty search for one record", search, ``, false},
		{"null for a slice", slice, `null`, false},
		{"an empty body for a slice", slice, ``, false},
		{"an untyped reading into a struct", typed, `{"error":"x"}`, false},
		{"an untyped reading into a struct that held something", filled, `{"error":"x"}`, false},
		{"an untyped reading of null into a struct that held something", filled, `null`, false},
		{"an untyped reading into a pointer", pointer, `{"error":"x"}`, false},
		{"an untyped reading of null into a pointer", pointer, `null`, false},
		{"a struct that embeds one, with nothing of either", inner, `{"error":"x"}`, false},
		{"a struct that embeds one, with a field that has no JSON name", inner, `{"Hidden":"x"}`, false},
		{"a page without any of its parts", page, `{"error":"x"}`, false},

		{"no content, as the status says", noContent, ``, true},
		{"one property", read, `{"id":"7"}`, true},
		{"one property of many that are not known", read, `{"new":1,"newer":{"id":1},"name":"a"}`, true},
		{"a record whose values are all null", read, `{"id":null,"name":null,"count":null}`, true},
		{"one property that is null", read, `{"count":null}`, true},
		{"values of other types", read, `{"id":true,"name":[],"count":{}}`, true},
		{"a record with an error beside it", read, `{"id":"7","error":"x"}`, true},
		{"names in another case", read, `{"ID":"7"}`, true},
		{"names with escapes", read, `{"\u0069d":"7"}`, true},
		{"an empty list for a slice", slice, `[]`, true},
		{"a list of nothing for a slice", slice, `[{}]`, true},
		{"a struct that embeds one, with its property", inner, `{"key":null}`, true},
		{"a field without a tag", inner, `{"untagged":null}`, true},
		{"a page", page, `{"data":[]}`, true},
		{"a struct without fields", empty, `{"error":"x"}`, true},
		{"a struct without fields that JSON knows", hidden, `{}`, true},
		{"anything", anything, `null`, true},
		{"an empty body into anything", anything, ``, true},
		{"raw JSON", raw, `{}`, true},
		{"an empty body into raw JSON", raw, ``, true},
		{"a map", mapping, `{}`, true},
		{"a type that decodes itself", self, `{"error":"x"}`, true},
		{"a reading whose response nobody wants", nowhere, `{"error":"x"}`, true},
		{"what was created", write(&createThing), `{}`, true},
		{"what was created, null", write(&createThing), `null`, true},
		{"what was created, an empty body", write(&createThing), ``, true},
		{"what was updated", write(&updateThing), `{"message":"ok"}`, true},
		{"what was deleted", write(&deleteThing), `{"success":true}`, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, opts := range [][]factorialhr.RequestOption{nil, {factorialhr.KeepRaw()}, {factorialhr.Strict()}} {
				err := test.send(t, test.body, opts...)
				strict := errors.Is(err, factorialhr.ErrMismatch) // of other types
				switch {
				case test.ok && err != nil && !strict:
					t.Errorf("got %v", err)
				case !test.ok && !errors.Is(err, factorialhr.ErrUnexpectedResponse):
					t.Errorf("got %v", err)
				case err != nil && strings.Contains(err.Error(), "secret"):
					t.Errorf("the text of the server is in %v", err)
				}
			}
		})
	}
}

// A reading that failed so is no success for an observer, and is not repeated.
func TestAReadingWithoutItsRecordIsAskedForOnce(t *testing.T) {
	sent := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		sent++
		status(200, `{"error":"secret-name"}`)(w, r)
	})
	_, err := call(t.Context(), c, &getThing)
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok || e.StatusCode != 200 || string(e.RawBody()) != `{"error":"secret-name"}` || sent != 1 {
		t.Errorf("sent %d times: %v", sent, err)
	}
	const want = "factorialhr: things.Things.Get: GET things/things/{id}: 200 OK: unexpected response: no property of the record"
	if err.Error() != want {
		t.Errorf("got %v", err)
	}
}
