package factorialhr_test

import (
	"encoding/json"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// A byte order mark stands before what some servers and proxies send. It is no part of the JSON.
func TestAByteOrderMarkCostsNothing(t *testing.T) {
	const mark = "\ufeff"
	for name, before := range map[string]string{
		"a mark": mark, "a mark and space": mark + " \r\n", "space and a mark": "\n" + mark, "two marks": mark + mark,
	} {
		t.Run(name, func(t *testing.T) {
			page := serve(t, status(200, before+`{"data":[{"id":"7","name":"a"}],"meta":{"total":1}}`))
			record := serve(t, status(200, before+`{"id":"7","name":"a"}`))
			array := serve(t, status(200, before+`[{"id":"7","name":"a"}]`))
			odd := serve(t, status(200, before+`{"id":"7","count":"n/a"}`))

			if got, err := call(t.Context(), record, &getThing, factorialhr.Strict()); err != nil || *got != (thing{ID: "7", Name: "a"}) {
				t.Errorf("a record: %v, %v", got, err)
			}
			if got, err := call(t.Context(), record, &createThing); err != nil || got.ID != "7" {
				t.Errorf("what was created: %v, %v", got, err)
			}
			if got, err := factorialhr.CallSlice[thing](t.Context(), array, &searchThing, factorialhr.Input{}); err != nil || len(got) != 1 || got[0].ID != "7" {
				t.Errorf("an array: %v, %v", got, err)
			}
			var info factorialhr.ResponseInfo
			if got, err := call(t.Context(), odd, &getThing, factorialhr.ResponseInto(&info)); err != nil || got.ID != "7" || len(info.Mismatches) != 1 {
				t.Errorf("a record with a mismatch: %v, %v", got, err)
			}
			if got, err := factorialhr.CallGetAll[thing](t.Context(), page, &listThings, nil); err != nil || len(got) != 1 || got[0].ID != "7" {
				t.Errorf("a list: %v, %v", got, err)
			}
			if got, err := page.GetAll(t.Context(), "things/things"); err != nil || len(got) != 1 || string(got[0]) != `{"id":"7","name":"a"}` {
				t.Errorf("a raw list: %s, %v", got, err)
			}
			var raw json.RawMessage
			if err := record.Get(t.Context(), "things/things/7", &raw); err != nil || !json.Valid(raw) {
				t.Errorf("raw JSON: %s, %v", raw, err)
			}
			kept, err := factorialhr.CallPage[thing](t.Context(), page, &listThings, nil, factorialhr.KeepRaw(), factorialhr.ResponseInto(&info))
			if err != nil || string(kept.RawData()) != `[{"id":"7","name":"a"}]` || string(kept.RawMeta()) != `{"total":1}` || !json.Valid(info.Raw) {
				t.Errorf("what is kept: %s, %s, %s, %v", kept.RawData(), kept.RawMeta(), info.Raw, err)
			}
			if p, err := factorialhr.PresenceOf(json.RawMessage(before+`{"id":null}`), "/id"); err != nil || p != factorialhr.IsNull {
				t.Errorf("presence: %v, %v", p, err)
			}
		})
	}
}
