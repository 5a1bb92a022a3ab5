package webhook_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"testing/synctest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr/webhook"
)

// The body decides, not its content type: the API disables a subscription whose deliveries are
// refused.
func TestABodyThatIsJSONIsTakenWhateverItsLabel(t *testing.T) {
	labels := map[string][]string{
		"none":                            nil,
		"an empty one":                    {""},
		"as it should be":                 {"application/json"},
		"with a charset":                  {"application/json; charset=utf-8"},
		"with a charset that is no name":  {"application/json; charset=utf8"},
		"with a charset in quotes":        {`application/json; charset="UTF-8"`},
		"with single quotes":              {"application/json; charset='utf-8'"},
		"with a charset without space":    {"application/json;charset=UTF8"},
		"with a charset twice":            {"application/json; charset=utf-8; charset=utf-8"},
		"with an empty charset":           {"application/json; charset="},
		"with half a parameter":           {"application/json; charset"},
		"with a semicolon":                {"application/json;"},
		"with a comma":                    {"application/json, application/json"},
		"with a version":                  {"application/json; version=1; odata=verbose"},
		"with a charset that holds ASCII": {"application/json; charset=us-ascii"},
		"with another charset":            {"application/json; charset=iso-8859-1"},
		"with a charset nobody knows":     {"application/json; charset=none"},
		"in upper case":                   {"APPLICATION/JSON; CHARSET=UTF-8"},
		"as text":                         {"text/json"},
		"as it was once":                  {"application/x-json"},
		"of JSON:API":                     {"application/vnd.api+json"},
		"of a problem":                    {"application/problem+json; charset=utf-8"},
		"of Rails":                        {"application/json; charset=utf-8; profile=x"},
		"as JavaScript":                   {"text/javascript"},
		"as plain text":                   {"text/plain"},
		"as plain text with a charset":    {"text/plain; charset=ISO-8859-1"},
		"as bytes":                        {"application/octet-stream"},
		"as a form":                       {"application/x-www-form-urlencoded"},
		"as a form with a boundary":       {"multipart/form-data; boundary=x"},
		"as HTML":                         {"text/html"},
		"without a slash":                 {"json"},
		"a wildcard":                      {"*/*"},
		"nonsense":                        {";;=;"},
		"two headers":                     {"application/json", "text/plain"},
	}
	for name, label := range labels {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var b inbox
				mux := newMux(t)
				webhook.On(mux, noteCreate, b.put)
				s := serve(t, mux)
				r := s.request(t.Context(), noteCreate.Name(), `{"id":1,"text":"ñ"}`)
				r.Header["Content-Type"] = label
				if status, _ := s.do(r); status != 200 {
					t.Errorf("got %d", status)
				}
				finish(t, mux)
				if all := b.all(); len(all) != 1 || all[0].Record.Text != "ñ" {
					t.Errorf("got %v", all)
				}
			})
		})
	}
}

func TestAnEncodingThatIsNoCompressionIsTaken(t *testing.T) {
	for _, values := range [][]string{nil, {""}, {"identity"}, {"IDENTITY"}, {"utf-8"}, {"UTF-8"}, {"binary"}, {"8bit"}, {"none"}, {"aws-chunked"}, {"identity", "utf-8"}} {
		var b inbox
		mux := newMux(t)
		webhook.On(mux, noteCreate, b.put)
		s := serve(t, mux)
		r := s.request(t.Context(), noteCreate.Name(), "{}")
		r.Header["Content-Encoding"] = values
		if status, _ := s.do(r); status != 200 {
			t.Errorf("%q: got %d", values, status)
		}
		finish(t, mux)
	}
}

func TestABodyThatIsNotJSONIsRefusedWithTheReason(t *testing.T) {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(`{"id":1}`)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	label := func(contentType string) http.Header { return http.Header{"Content-Type": {contentType}} }
	tests := map[string]struct {
		header http.Header
		body   string
		want   webhook.Result
	}{
		"a form":                             {label("application/x-www-form-urlencoded"), "payload=%7B%7D", webhook.ResultContentType},
		"XML":                                {label("application/xml"), "<id>1</id>", webhook.ResultContentType},
		"parts":                              {label("multipart/form-data; boundary=x"), "--x\r\n\r\n{}\r\n--x--\r\n", webhook.ResultContentType},
		"text":                               {label("text/plain"), "id: 1", webhook.ResultContentType},
		"a form that says JSON":              {label("application/json"), "id=1", webhook.ResultMalformed},
		"a form that says nothing":           {http.Header{}, "id=1", webhook.ResultMalformed},
		"half of an object":                  {label("application/json; charset=utf8"), `{"id":`, webhook.ResultMalformed},
		"lines of JSON":                      {label("application/x-ndjson"), "{}\n{}", webhook.ResultMalformed},
		"a number as text":                   {label("text/plain"), "1", webhook.ResultContentType},
		"an object of 16 bits":               {label("application/json; charset=utf-16"), string(wide), webhook.ResultContentType},
		"an object of 16 bits without a say": {label("application/json"), string(wide), webhook.ResultMalformed},
		"a letter of another charset":        {label("application/json; charset=iso-8859-1"), "{\"text\":\"\xf1\"}", webhook.ResultContentType},
		"a letter of a charset in quotes":    {label(`text/plain; charset="windows-1252"`), "{\"text\":\"\xf1\"}", webhook.ResultContentType},
		"gzip":                               {http.Header{"Content-Encoding": {"gzip"}}, "\x1f\x8b\x08", webhook.ResultContentType},
		"gzip in upper case":                 {http.Header{"Content-Encoding": {"GZIP"}}, "\x1f\x8b\x08", webhook.ResultContentType},
		"brotli":                             {http.Header{"Content-Encoding": {"br"}}, "\x0b", webhook.ResultContentType},
		"gzip in the second header":          {http.Header{"Content-Encoding": {"identity", "gzip"}}, "\x1f\x8b\x08", webhook.ResultContentType},
		"gzip in a list":                     {http.Header{"Content-Encoding": {"identity, gzip"}}, "\x1f\x8b\x08", webhook.ResultContentType},
		"gzip without a say":                 {http.Header{}, "\x1f\x8b\x08", webhook.ResultMalformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var l log
				mux := newMux(t, webhook.Observe(&l))
				webhook.On(mux, noteCreate, new(inbox).put)
				s := serve(t, mux)
				r := s.request(t.Context(), noteCreate.Name(), test.body)
				delete(r.Header, "Content-Type")
				for name, values := range test.header {
					r.Header[name] = values
				}
				if status, _ := s.do(r); status != test.want.Status() {
					t.Errorf("got %d, want %d", status, test.want.Status())
				}
				synctest.Wait()
				if diff := cmp.Diff([]webhook.Result{test.want}, l.results()); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// The mux reads no byte of a body before it has seen the challenge, whatever the content type says.
func TestALabelDoesNotReplaceTheChallenge(t *testing.T) {
	mux := newMux(t)
	webhook.On(mux, noteCreate, new(inbox).put)
	s := serve(t, mux)
	for _, contentType := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"} {
		r := s.request(t.Context(), noteCreate.Name(), "{}")
		r.Header.Del("x-factorial-wh-challenge")
		r.Header.Set("Content-Type", contentType)
		if status, _ := s.do(r); status != 403 {
			t.Errorf("%q: got %d", contentType, status)
		}
	}
}

// A delivery that was accepted but not handled can be stored as JSON and handled again.
func TestWhatWasTakenCanBeKept(t *testing.T) {
	for _, body := range []string{`{"text":"a"}`, " [ {\"text\":\"a\"} ]\n", "\xef\xbb\xbf{\"text\":\"a\"}", "\xef\xbb\xbf [{\"text\":\"a\"}]", "{\"text\":\"a\",\"x\":\"\xf1\"}", `{"text":"a","x":"<&>\u2028"}`} {
		var b inbox
		var kept [][]byte
		mux := newMux(t, webhook.Workers(1), webhook.Failed(keepIn(t, &kept)))
		webhook.On(mux, noteCreate, failOnce(&b))
		s := serve(t, mux)
		if s.deliver(noteCreate, body) != 200 {
			continue
		}
		finish(t, mux)
		if len(kept) != 1 {
			t.Fatalf("%q: %d were kept", body, len(kept))
		}
		var d webhook.Delivery
		if err := json.Unmarshal(kept[0], &d); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		if err := mux.Redeliver(t.Context(), d); err != nil {
			t.Errorf("%q: %v", body, err)
		}
		if all := b.all(); len(all) != 1 || all[0].Record.Text != "a" {
			t.Errorf("%q: got %v", body, all)
		}
	}
}
