package auth_test

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/factorialhr-go/factorialhr/auth"
)

// judgement holds the fields that an oracle reads from a body, which must be plain JSON or a plain
// form.
type judgement struct {
	access, refresh, tokenType, code string
	seconds                          float64
}

// judge reads a body only with encoding/json or net/url. It returns false for a body that neither
// reads completely, or that one of them reads differently. FuzzTokenResponse then checks less.
func judge(body string) (j judgement, ok bool) {
	var object map[string]any
	if !utf8.ValidString(body) || strings.Contains(body, `\u`) {
		return j, false
	}
	if json.Unmarshal([]byte(body), &object) == nil && object != nil {
		for name := range object {
			if name != strings.ToLower(name) || strings.Count(body, name) != 1 {
				return j, false // folded, or possibly twice
			}
		}
		text := func(name string) string { s, _ := object[name].(string); return strings.TrimSpace(s) }
		j = judgement{text("access_token"), text("refresh_token"), text("token_type"), text("error"), 0}
		j.seconds, _ = object["expires_in"].(float64)
		for _, name := range []string{"access_token", "refresh_token", "token_type"} {
			if _, isNumber := object[name].(float64); isNumber {
				return j, false
			}
		}
		if _, isText := object["expires_in"].(string); isText {
			return j, false
		}
		return j, true
	}
	form, err := url.ParseQuery(body)
	if err != nil || strings.ContainsAny(body, "<{") || body != strings.TrimSpace(body) || body != strings.ToLower(body) {
		return j, false
	}
	for _, values := range form {
		if len(values) != 1 {
			return j, false
		}
	}
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return judgement{text("access_token"), text("refresh_token"), text("token_type"), text("error"), 0}, text("expires_in") == ""
}

func isWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c >= 0x7f })
}

func FuzzTokenResponse(f *testing.F) {
	for _, seed := range []string{
		`{"access_token":"a2","token_type":"bearer","expires_in":7200,"refresh_token":"r2","created_at":946684800}`,
		`{"access_token":"a2","refresh_token":"r2","expires_in":NaN}`, `{"access_token":"a2","refresh_token":"r2","scope":"re`,
		`{"error":"invalid_grant"}`, "error=invalid_grant", "access_token=a2&refresh_token=r2", bom + `{"access_token":"a2"}`,
		`{"a":{"b":["}",{}]},"access_token":"a2"}`, gzipped(`{"access_token":"a2"}`), "\x1f\x8b", `{"access_token":"\ud800"}`,
		`{"access_token":"hunter2 hunter2","error":"hunter2"}`, `{"":"`, `{`, `{"access_token":"a\`, "<html>", "null", `{"a":1}x`,
		`{"access_token":"` + "\xec" + `","refresh_token":"2"`, `{"access_token":"a b","refresh_token":"2"}`,
	} {
		f.Add(seed, "application/json", 200)
		f.Add(seed, "text/plain", 400)
	}
	f.Fuzz(func(t *testing.T, body, label string, status int) {
		if status < 200 || status > 599 {
			status = 200
		}
		config := auth.Config{BaseURL: fakeOrigin, Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			resp := answer(req, status)
			resp.Header = http.Header{"Content-Type": {label}, "Date": {responseDate.Format(http.TimeFormat)}}
			resp.Body = io.NopCloser(strings.NewReader(body))
			return resp, nil
		})}
		token, err := config.Exchange(t.Context(), "code")
		j, judged := judge(body)
		if err != nil {
			e, ok := errors.AsType[*auth.ExchangeError](err)
			if !ok || e.Status != status || len(err.Error()) > 200 {
				t.Fatalf("got %v", err)
			}
			if judged && status < 300 && isWord(j.access) && (j.tokenType == "" || isWord(j.tokenType)) {
				t.Errorf("a token was lost: %v", err)
			}
			if judged && (status >= 300 || j.access == "") && j.code == "invalid_grant" && e.Code != j.code {
				t.Errorf("the code was lost: %v", err)
			}
			return
		}
		access, refresh := token.AccessToken.Reveal(), token.RefreshToken.Reveal()
		// With a new refresh token, an access token that no header can carry costs one more
		// refresh.
		if status >= 300 || access == "" || !isWord(access) && refresh == "" || !isWord(token.TokenType) {
			t.Fatalf("%d: got %q, %q", status, access, token.TokenType)
		}
		if life := token.AccessTokenExpiration(); !life.IsZero() && (refresh == "" || !life.After(token.CreatedAt)) {
			t.Errorf("made at %v, it ends at %v", token.CreatedAt, life)
		}
		if token.CreatedAt.Sub(responseDate).Abs() > 5*time.Minute {
			t.Errorf("made at %v", token.CreatedAt)
		}
		if !judged {
			return
		}
		if access != j.access || refresh != j.refresh {
			t.Errorf("got %q and %q, want %q and %q", access, refresh, j.access, j.refresh)
		}
		want := time.Duration(0)
		if refresh != "" && j.seconds >= 1 {
			want = time.Duration(math.Min(j.seconds, math.MaxInt32)) * time.Second
		}
		if token.ExpiresIn != want {
			t.Errorf("it lives %v, want %v", token.ExpiresIn, want)
		}
	})
}
