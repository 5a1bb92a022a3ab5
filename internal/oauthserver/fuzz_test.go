package oauthserver_test

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// Any request to the three endpoints gets a response, and a hint that tells nothing of what the
// client sent. The helper serve checks the form of the hint.
func FuzzServe(f *testing.F) {
	for _, path := range []string{"/oauth/authorize?" + login.Encode(), "/oauth/token", "/oauth/revoke?x=%zz", "/oauth/other"} {
		for _, body := range []string{"", "{}", client.Encode() + "&grant_type=refresh_token&refresh_token=sent-by-the-client", "a=%zz", "scope=a&scope=b"} {
			for _, media := range []string{"", "application/x-www-form-urlencoded", "application/json", "multipart/form-data"} {
				f.Add("POST", path, media, body)
			}
			f.Add("GET", path, "", body)
		}
	}
	f.Fuzz(func(t *testing.T, method, path, media, body string) {
		if !strings.HasPrefix(path, "/oauth/") || strings.ContainsAny(path, " \r\n") || strings.ContainsAny(method, " \r\n") {
			return
		}
		fixture := registered(t)
		defer func() {
			if v := recover(); v != nil && !strings.Contains(panicText(v), "NewRequest") {
				t.Fatalf("%v", v)
			}
		}()
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", media)
		if w, _ := fixture.serve(r); w.Code < 200 || w.Code > 405 {
			t.Errorf("status %d", w.Code)
		}
	})
}

// panicText returns the text of a panic; httptest.NewRequest panics if it cannot parse the request.
func panicText(v any) string {
	if err, ok := v.(error); ok {
		return err.Error()
	}
	text, _ := v.(string)
	return text
}
