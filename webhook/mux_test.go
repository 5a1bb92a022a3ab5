package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/webhook"
)

func TestEveryRequestHasADefinedAnswer(t *testing.T) {
	type change = func(*http.Request)
	header := func(name string, values ...string) change {
		return func(r *http.Request) { r.Header[http.CanonicalHeaderKey(name)] = values }
	}
	path := func(p string) change { return func(r *http.Request) { r.URL.Path = p } }
	method := func(m string) change { return func(r *http.Request) { r.Method = m } }
	const challenge, contentType = "x-factorial-wh-challenge", "Content-Type"
	const object = `{"id":1}`

	tests := map[string]struct {
		change change
		body   string
		want   webhook.Result
	}{
		"a delivery":                           {nil, object, webhook.ResultAccepted},
		"the second of two challenges":         {header(challenge, "old-secret-of-the-tests"), object, webhook.ResultAccepted},
		"a charset":                            {header(contentType, "application/json; charset=UTF-8"), object, webhook.ResultAccepted},
		"a type made of JSON":                  {header(contentType, "application/vnd.api+json"), object, webhook.ResultAccepted},
		"a type in upper case":                 {header(contentType, "Application/JSON"), object, webhook.ResultAccepted},
		"an encoding that is none":             {header("Content-Encoding", "identity"), object, webhook.ResultAccepted},
		"no length":                            {func(r *http.Request) { r.ContentLength = -1 }, object, webhook.ResultAccepted},
		"no content type":                      {header(contentType), object, webhook.ResultAccepted},
		"an author with an endless id":         {header("x-factorial-author-id", strings.Repeat("1", 5000)), object, webhook.ResultAccepted},
		"an array":                             {nil, `[{"id":1},{"id":2}]`, webhook.ResultAccepted},
		"an empty array":                       {nil, `[]`, webhook.ResultAccepted},
		"values of wrong types":                {nil, `{"id":{},"count":"many"}`, webhook.ResultAccepted},
		"no challenge":                         {header(challenge), object, webhook.ResultUnverified},
		"an empty challenge":                   {header(challenge, ""), object, webhook.ResultUnverified},
		"a wrong challenge":                    {header(challenge, strings.Repeat("x", len(secret))), object, webhook.ResultUnverified},
		"a challenge that is too short":        {header(challenge, secret[:len(secret)-1]), object, webhook.ResultUnverified},
		"a challenge that is too long":         {header(challenge, secret+"x"), object, webhook.ResultUnverified},
		"a challenge in other case":            {header(challenge, strings.ToUpper(secret)), object, webhook.ResultUnverified},
		"two challenges":                       {header(challenge, secret, secret), object, webhook.ResultUnverified},
		"all secrets at once":                  {header(challenge, secret+"old-secret-of-the-tests"), object, webhook.ResultUnverified},
		"GET":                                  {method("GET"), "", webhook.ResultMethod},
		"HEAD":                                 {method("HEAD"), "", webhook.ResultMethod},
		"OPTIONS":                              {method("OPTIONS"), "", webhook.ResultMethod},
		"PUT":                                  {method("PUT"), object, webhook.ResultMethod},
		"a path of no event":                   {path("/factorial/notes/note/destroy"), object, webhook.ResultUnknownPath},
		"an event without a handler":           {path("/factorial/notes/note/update"), object, webhook.ResultUnknownPath},
		"a slash at the end":                   {path("/factorial/notes/note/create/"), object, webhook.ResultUnknownPath},
		"the mux itself":                       {path("/factorial/"), object, webhook.ResultUnknownPath},
		"a compressed body":                    {header("Content-Encoding", "gzip"), object, webhook.ResultContentType},
		"10 MB":                                {nil, `{"text":"` + strings.Repeat("x", 10<<20) + `"}`, webhook.ResultTooLarge},
		"10 MB without a length":               {func(r *http.Request) { r.ContentLength = -1 }, `{"text":"` + strings.Repeat("x", 10<<20) + `"}`, webhook.ResultTooLarge},
		"no body":                              {nil, "", webhook.ResultMalformed},
		"a body that is not JSON":              {nil, "id=1", webhook.ResultMalformed},
		"half of a body":                       {nil, `{"id":`, webhook.ResultMalformed},
		"two bodies":                           {nil, object + object, webhook.ResultMalformed},
		"null":                                 {nil, "null", webhook.ResultMalformed},
		"a string":                             {nil, `"id"`, webhook.ResultMalformed},
		"an array with something else in it":   {nil, `[{"id":1},null]`, webhook.ResultMalformed},
		"an array in an array":                 {nil, `[[{"id":1}]]`, webhook.ResultMalformed},
		"a nesting that would break the stack": {nil, strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000), webhook.ResultMalformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			// In a bubble, because net/http waits half a second for a client whose body it did not
			// read to receive the response.
			synctest.Test(t, func(t *testing.T) {
				var l log
				var b inbox
				mux := newMux(t, webhook.Challenge("old-secret-of-the-tests"), webhook.Observe(&l))
				webhook.On(mux, noteCreate, b.put)
				s := serve(t, mux)
				r := s.request(t.Context(), noteCreate.Name(), test.body)
				if test.change != nil {
					test.change(r)
				}
				status, h := s.do(r)
				finish(t, mux)
				if status != test.want.Status() {
					t.Errorf("got %d, want %d", status, test.want.Status())
				}
				if diff := cmp.Diff([]webhook.Result{test.want}, l.results()); diff != "" {
					t.Errorf("want and observed differ:\n%s", diff)
				}
				if got := len(b.all()); test.want != webhook.ResultAccepted && got > 0 {
					t.Errorf("the handler was called %d times", got)
				}
				if test.want == webhook.ResultMethod && h.Get("Allow") != "POST" {
					t.Error("no Allow")
				}
			})
		})
	}
}

func TestWhatAHandlerGets(t *testing.T) {
	var b inbox
	var l log
	mux := newMux(t, webhook.Observe(&l))
	webhook.On(mux, noteCreate, b.put)
	s := serve(t, mux)
	r := s.request(t.Context(), noteCreate.Name(), ` [{"id":9007199254740993,"count":"n/a","text":"a"},{"id":"2","count":2}]`)
	r.Header.Set("X-Factorial-Author-Id", "12")
	r.Header.Set("X-Factorial-Author-Type", "employee")
	if status, _ := s.do(r); status != 200 {
		t.Fatal(status)
	}
	finish(t, mux)
	got := b.all()
	if len(got) != 2 {
		t.Fatalf("got %d events", len(got))
	}
	author := webhook.Author{ID: "12", Type: webhook.AuthorEmployee}
	for i, e := range got {
		if e.Type != noteCreate || e.Index != i || e.Count != 2 || e.Author != author || e.ReceivedAt.IsZero() {
			t.Errorf("got %+v", e)
		}
	}
	want := []note{{ID: "9007199254740993", Text: "a"}, {ID: "2", Count: new(2)}}
	if diff := cmp.Diff(want, []note{got[0].Record, got[1].Record}); diff != "" {
		t.Errorf("want and got differ:\n%s", diff)
	}
	mismatches := []factorialhr.Mismatch{{Pointer: "/count", Want: "int", Got: "string"}}
	if diff := cmp.Diff(mismatches, got[0].Mismatches); diff != "" {
		t.Errorf("want and got differ:\n%s", diff)
	}
	if diff := cmp.Diff(mismatches, l.handled[0].Mismatches); diff != "" || l.handled[0].Records != 2 {
		t.Errorf("want and observed differ:\n%s", diff)
	}
	if text := string(got[1].Raw); text != `{"id":"2","count":2}` {
		t.Errorf("raw: %s", text)
	}
}

func TestNewMuxRefusesWhatCannotWork(t *testing.T) {
	challenge := webhook.Challenge(secret)
	tests := map[string][]webhook.Option{
		"no challenge":                       nil,
		"an empty challenge":                 {webhook.Challenge("")},
		"a short challenge":                  {webhook.Challenge(secret[:15])},
		"a short challenge beside a long":    {webhook.Challenge(secret, secret[:15])},
		"a short challenge before a long":    {webhook.Challenge(secret[:15]), challenge},
		"a short challenge where not needed": {webhook.Challenge(secret[:15]), webhook.Authorize(func(*http.Request) bool { return true })},
		"a long challenge of spaces":         {webhook.Challenge(strings.Repeat(" ", 20))},
		"a challenge with a space":           {webhook.Challenge("a long random secret")},
		"one of two challenges is empty":     {webhook.Challenge(secret, "")},
		"a challenge with a line break":      {webhook.Challenge(secret + "\n")},
		"a challenge that is not ASCII":      {webhook.Challenge("sécret-that-is-long-enough")},
		"bodies without a byte":              {challenge, webhook.MaxBodyBytes(0)},
		"no time to read":                    {challenge, webhook.ReadTimeout(0)},
		"no workers":                         {challenge, webhook.Workers(0)},
		"a negative queue":                   {challenge, webhook.Queue(-1, 0)},
		"no time to handle":                  {challenge, webhook.Timeout(0)},
		"de-duplication without a store":     {challenge, webhook.Deduplicate(nil, 1)},
		"de-duplication without a window":    {challenge, webhook.Deduplicate(webhook.NewMemoryStore(1), 0)},
		"nothing but options that are nil":   {nil, nil},
		"no challenge but other good things": {webhook.Workers(1), webhook.Synchronous()},
	}
	for name, opts := range tests {
		t.Run(name, func(t *testing.T) {
			mux, err := webhook.NewMux(opts...)
			if err == nil || mux != nil {
				t.Fatal("no error")
			}
			if strings.Contains(err.Error(), secret[:15]) {
				t.Errorf("the secret is in %v", err)
			}
		})
	}
}

func TestAChallengeHasSixteenCharacters(t *testing.T) {
	if _, err := webhook.NewMux(webhook.Challenge(secret[:15])); err == nil || !strings.Contains(err.Error(), "at least 16") {
		t.Errorf("15: got %v", err)
	}
	for _, n := range []int{16, 17, len(secret)} {
		if _, err := webhook.NewMux(webhook.Challenge(secret[:n])); err != nil {
			t.Errorf("%d: got %v", n, err)
		}
	}
}

func TestOnPanicsOnMistakesOfTheProgram(t *testing.T) {
	handle := func(context.Context, webhook.Event[note]) error { return nil }
	tests := map[string]struct {
		event factorialhr.EventType[note]
		opts  []webhook.HandlerOption
	}{
		"a second handler":   {noteCreate, nil},
		"an empty name":      {"", nil},
		"an empty word":      {"notes//create", nil},
		"dots":               {"notes/../create", nil},
		"a slash in front":   {"/notes/note/create", nil},
		"a negative timeout": {noteUpdate, []webhook.HandlerOption{webhook.Timeout(-1)}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			mux := newMux(t)
			webhook.On(mux, noteCreate, handle)
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			webhook.On(mux, test.event, handle, test.opts...)
		})
	}
}

func TestOnPanicsWithoutAHandler(t *testing.T) {
	mux := newMux(t)
	defer func() {
		if err, ok := recover().(error); !ok || err.Error() != "webhook: the handler is nil" {
			t.Errorf("got %v", err)
		}
	}()
	webhook.On[note](mux, noteCreate, nil)
}

// A mux can be mounted in each way that net/http supports, and accepts handlers while it serves.
func TestWhereAMuxIsMounted(t *testing.T) {
	tests := map[string]struct {
		mount func(*http.ServeMux, http.Handler)
		url   string
		want  int
	}{
		"at the root":            {func(m *http.ServeMux, h http.Handler) { m.Handle("/", h) }, "", 200},
		"below a path":           {func(m *http.ServeMux, h http.Handler) { m.Handle("/a/b/", http.StripPrefix("/a/b", h)) }, "/a/b", 200},
		"for a method":           {func(m *http.ServeMux, h http.Handler) { m.Handle("POST /a/", http.StripPrefix("/a", h)) }, "/a", 200},
		"for a host":             {func(m *http.ServeMux, h http.Handler) { m.Handle("hooks.test/a/", http.StripPrefix("/a", h)) }, "/a", 200},
		"below one that is left": {func(m *http.ServeMux, h http.Handler) { m.Handle("/a/", h) }, "/a", 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var b inbox
			mux := newMux(t)
			serveMux := http.NewServeMux()
			test.mount(serveMux, mux)
			deliver := func() int {
				r := httptest.NewRequest("POST", "http://hooks.test"+test.url+webhook.Path(noteCreate.Name()), strings.NewReader("{}"))
				r.Header.Set("X-Factorial-Wh-Challenge", secret)
				w := httptest.NewRecorder()
				serveMux.ServeHTTP(w, r)
				return w.Code
			}
			if got := deliver(); got != 404 {
				t.Errorf("without a handler: %d", got)
			}
			webhook.On(mux, noteCreate, b.put)
			if got := deliver(); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
			finish(t, mux)
		})
	}
}

func TestAuthorizeReplacesTheChallenge(t *testing.T) {
	var b inbox
	allow := func(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer gateway" }
	mux, err := webhook.NewMux(webhook.Authorize(allow))
	if err != nil {
		t.Fatal(err)
	}
	webhook.On(mux, noteCreate, b.put)
	s := serve(t, mux)
	for credential, want := range map[string]int{"Bearer gateway": 200, "Bearer other": 403, "": 403} {
		r := s.request(t.Context(), noteCreate.Name(), "{}")
		r.Header.Set("Authorization", credential)
		if status, _ := s.do(r); status != want {
			t.Errorf("%q: got %d, want %d", credential, status, want)
		}
	}
	finish(t, mux)
	if n := len(b.all()); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestASyncRunArrivesTyped(t *testing.T) {
	var got webhook.SyncRun
	mux := newMux(t)
	webhook.OnSyncRun(mux, func(_ context.Context, e webhook.Event[webhook.SyncRun]) error {
		got = e.Record
		return nil
	})
	s := serve(t, mux)
	body := `{"sync_run_id":7,"integration_uuid":"123e4567-e89b-12d3-a456-426614174000","company_id":"55"}`
	if status, _ := s.do(s.request(t.Context(), "integrations/sync_run", body)); status != 200 {
		t.Fatal(status)
	}
	finish(t, mux)
	if want := (webhook.SyncRun{SyncRunID: "7", IntegrationUUID: "123e4567-e89b-12d3-a456-426614174000", CompanyID: "55"}); got != want {
		t.Errorf("got %+v", got)
	}
	if events := mux.Events(); len(events) > 0 {
		t.Errorf("it counts as a subscription: %v", events)
	}
}

func TestAMuxServesWithoutAServer(t *testing.T) {
	var b inbox
	mux := newMux(t)
	webhook.On(mux, noteCreate, b.put)
	r := httptest.NewRequest("POST", webhook.Path(noteCreate.Name()), strings.NewReader("{}"))
	r.Header.Set("X-Factorial-Wh-Challenge", secret)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	finish(t, mux)
	if w.Code != 200 || len(b.all()) != 1 {
		t.Errorf("got %d and %d events", w.Code, len(b.all()))
	}
}

func TestNothingPrintsASecretOrABody(t *testing.T) {
	mux := newMux(t)
	d := webhook.Delivery{Event: noteCreate.Name(), Body: []byte(`{"text":"personal"}`)}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		text := fmt.Sprintf(format, mux) + fmt.Sprintf(format, d) + fmt.Sprintf(format, []webhook.Delivery{d})
		// fmt prints bytes as numbers.
		if strings.Contains(text, secret) || strings.Contains(text, "personal") || strings.Contains(text, "112 101 114") {
			t.Errorf("%s: %s", format, text)
		}
	}
}
