package webhook_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/factorialhr-go/factorialhr/webhook"
)

// Whatever the body is: it is refused and no handler is called, or it is accepted and the handler gets each of its
// records once, in order, as it came.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"id":1,"count":2,"text":"a"}`, `[{"id":"1"},{"id":null}]`, ` [ ] `, `{"id":{},"count":"n/a","text":[1]}`, "null", `"x"`,
		`[1]`, `[[{}]]`, `{`, "", `{"id":1}{"id":2}`, `{"id":1,"id":2}`, "\xef\xbb\xbf{}", `{"text":"\ud800"}`, "{\"text\":\"\xff\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var b inbox
		mux := newMux(t, webhook.Workers(1))
		webhook.On(mux, noteCreate, b.put)
		r := httptest.NewRequest("POST", webhook.Path(noteCreate.Name()), bytes.NewReader(body))
		r.Header.Set("X-Factorial-Wh-Challenge", secret)
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		finish(t, mux)
		got := b.all()
		if w.Code != 200 {
			if w.Code != 400 || len(got) > 0 {
				t.Fatalf("got %d and %d events", w.Code, len(got))
			}
			return
		}
		want := objects(t, body)
		if len(got) != len(want) {
			t.Fatalf("%d events of %d records", len(got), len(want))
		}
		for i, e := range got {
			if !bytes.Equal(compact(t, e.Raw), compact(t, want[i])) || e.Index != i || e.Count != len(want) {
				t.Fatalf("%d of %d: %s", e.Index, e.Count, e.Raw)
			}
		}
	})
}

// objects are the records of an accepted body.
func objects(t *testing.T, body []byte) []json.RawMessage {
	for marked := true; marked; { // byte order marks are no part of it
		body, marked = bytes.CutPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("\ufeff"))
	}
	var one map[string]json.RawMessage
	if err := json.Unmarshal(body, &one); err == nil {
		return []json.RawMessage{body}
	}
	var many []json.RawMessage
	if err := json.Unmarshal(body, &many); err != nil {
		t.Fatalf("%s was accepted", body)
	}
	return many
}

func compact(t *testing.T, text []byte) []byte {
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
