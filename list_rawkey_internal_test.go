package factorialhr

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/lenient"
)

var rawRecords = []string{
	`{"id":1}`, `{"id":"1"}`, `{"id":1,"name":"a"}`, ` { "id" : 1 , "name":"a"}`, "{\n\t\"id\":\t\"1\"\n}", `{"id":-1.5e3}`,
	`{"id":null}`, `{"id":true}`, `{"id":{}}`, `{"id":{"id":2}}`, `{"id":[1]}`, `{"id":""}`, `{}`, `[]`, `1`, `"id"`, `null`, ``,
	`{"id":1,"id":2}`, `{"id":1,"\u0069d":2}`, `{"id":"a\"b"}`, `{"id":"a\\"}`, `{"id":"\u00e9"}`, `{"id":"é"}`,
	`{"name":"id","id":3}`, `{"id":1,"team":{"id":2}}`, `{"name":"a"}`, `{"ID":1}`, `{"id":"{\"id\":2}"}`, `{"id":1,"name":"\"id\":2"}`,
	`{"id":"1`, `{"id":1`, `{"id":`, `{"id"`, `{"id":"`,
}

func TestTheIDOfARecordIsTheSameHoweverItIsFound(t *testing.T) {
	for _, record := range rawRecords {
		checkRawKey(t, record)
	}
}

func FuzzRawKey(f *testing.F) {
	for _, record := range rawRecords {
		f.Add(record)
	}
	f.Fuzz(func(t *testing.T, record string) { checkRawKey(t, record) })
}

func checkRawKey(t *testing.T, record string) {
	t.Helper()
	got := rawKey(reflect.ValueOf(json.RawMessage(record)))
	if !json.Valid([]byte(record)) {
		return
	}
	want, _ := lenient.Find([]byte(record), "/id")
	if string(want) == "null" {
		want = nil
	}
	if got != string(want) {
		t.Errorf("%s: got %q, want %q", record, got, want)
	}
}
