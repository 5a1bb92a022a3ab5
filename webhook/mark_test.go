package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/factorialhr-go/factorialhr/webhook"
)

// A byte order mark before a delivery costs neither its records nor its storage as JSON, and text
// that is no UTF-8 is reported.
func TestADeliveryBehindAByteOrderMarkIsHandled(t *testing.T) {
	tests := []struct {
		name string
		body string
		odd  bool // something is reported
	}{
		{"a record", "\ufeff{\"id\":\"1\"}", false},
		{"records", "\ufeff[{\"id\":\"1\"}]", false},
		{"a mark and space", "\ufeff\r\n {\"id\":\"1\"}", false},
		{"a mark behind space", "\n\ufeff{\"id\":\"1\"}", false},
		{"two marks, and an id with a point", "\ufeff\ufeff[{\"id\":1.0}]", true},
		{"text that is no UTF-8", "{\"id\":\"1\",\"text\":\"\xff\"}", true},
		{"a number in a text", "{\"id\":\"1\",\"text\":7}", true},
		{"digits in a number", "{\"id\":\"1\",\"count\":\"7\"}", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b inbox
			mux := newMux(t, webhook.Workers(1))
			webhook.On(mux, noteCreate, b.put)
			r := httptest.NewRequest("POST", webhook.Path(noteCreate.Name()), bytes.NewReader([]byte(test.body)))
			r.Header.Set("X-Factorial-Wh-Challenge", secret)
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, r)
			finish(t, mux)
			got := b.all()
			if w.Code != 200 || len(got) != 1 || got[0].Record.ID != "1" || got[0].Raw[0] != '{' {
				t.Fatalf("got %d and %+v", w.Code, got)
			}
			if odd := len(got[0].Mismatches) == 1 && got[0].Mismatches[0].Kept; odd != test.odd {
				t.Errorf("reported %+v", got[0].Mismatches)
			}
		})
	}
}

func TestADeliveryBehindAByteOrderMarkIsStoredAsJSON(t *testing.T) {
	kept := make(chan webhook.Delivery, 1)
	mux := newMux(t, webhook.Failed(func(_ context.Context, d webhook.Delivery, _ error) { kept <- d }))
	webhook.On(mux, noteCreate, func(context.Context, webhook.Event[note]) error { return errors.New("not now") })
	r := httptest.NewRequest("POST", webhook.Path(noteCreate.Name()), bytes.NewReader([]byte("\ufeff{\"id\":\"1\"}")))
	r.Header.Set("X-Factorial-Wh-Challenge", secret)
	mux.ServeHTTP(httptest.NewRecorder(), r)
	finish(t, mux)
	if text, err := json.Marshal(<-kept); err != nil || !json.Valid(text) {
		t.Errorf("got %s, %v", text, err)
	}
}
