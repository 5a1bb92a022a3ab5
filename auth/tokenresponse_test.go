package auth_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/factorialhr-go/factorialhr/auth"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

const bom = "\ufeff"

func gzipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.String()
}

// respondWithTokens makes f respond to every request for a token with this.
func (f *fake) respondWithTokens(status int, header http.Header, body string) {
	f.aroundToken = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

var labels = map[string]http.Header{
	"JSON":                 {"Content-Type": {"application/json"}},
	"JSON in capitals":     {"Content-Type": {"APPLICATION/JSON; CHARSET=UTF-8"}},
	"a relative of JSON":   {"Content-Type": {"application/vnd.api+json"}},
	"text":                 {"Content-Type": {"text/plain; charset=utf-8"}},
	"HTML":                 {"Content-Type": {"text/html"}},
	"a form":               {"Content-Type": {"application/x-www-form-urlencoded"}},
	"bytes":                {"Content-Type": {"application/octet-stream"}},
	"nonsense":             {"Content-Type": {";;;=\""}},
	"nothing":              {"Content-Type": nil},
	"gzip, which it isn't": {"Content-Type": {"application/json"}, "Content-Encoding": {"gzip"}},
}

func TestATokenResponseIsReadWhateverItsLabel(t *testing.T) {
	const object = `{"access_token":"a2","token_type":"bearer","expires_in":7200,"refresh_token":"r2","created_at":946684800}`
	const form = "access_token=a2&token_type=bearer&expires_in=7200&refresh_token=r2&created_at=946684800"
	for name, body := range map[string]string{
		"JSON":                         object,
		"JSON behind a mark":           bom + object,
		"JSON behind blanks":           "\r\n \t" + object + "\n",
		"JSON behind a mark, blanks":   "\n" + bom + "\n" + object,
		"JSON behind two marks":        bom + bom + object,
		"JSON, two marks, blanks":      bom + "\r\n" + bom + " " + object,
		"JSON before a script":         object + "\n<script>beacon()</script>",
		"compressed JSON":              gzipped(object),
		"a form":                       form,
		"a form behind a mark":         bom + form + "\r\n",
		"a form in capitals":           strings.Replace(form, "access_token", "ACCESS_TOKEN", 1),
		"a form with a scope in words": "scope=read write&" + form,
		"a form with a broken value":   form + "&x=%zz",
		"a compressed form":            gzipped(form),
		"names in capitals":            strings.Replace(object, "access_token", "Access_Token", 1),
		"values between blanks":        `{"access_token":" a2\n","refresh_token":"\tr2 ","token_type":" Bearer ","expires_in":" 7200 ","created_at":" 946684800 "}`,
		"escaped values":               `{"\u0061ccess_token":"\u00612","refresh_token":"r\u0032","expires_in":7200}`,
		"fields of others":             `{"scope":{"a":["}",{"access_token":"no"}]},"error":null,"data":[1,{}],` + object[1:],
		"one field twice":              `{"access_token":"a1","refresh_token":"r1",` + object[1:],
		"one field twice, then null":   strings.TrimSuffix(object, "}") + `,"access_token":null,"refresh_token":""}`,
		"a comma too many":             strings.TrimSuffix(object, "}") + `,}`,
		"a word that is no JSON":       `{"x":NaN,"y":-Infinity,"z":undefined,` + object[1:],
		"an empty error":               `{"error":"",` + object[1:],
		"an error beside the token":    `{"error":"invalid_scope",` + object[1:],
		"no end of the object":         strings.TrimSuffix(object, "}") + ",",
	} {
		t.Run(name, func(t *testing.T) {
			for label, header := range labels {
				for _, status := range []int{200, 201, 203} {
					synctest.Test(t, func(t *testing.T) {
						f := newFake(t, oauthserver.Options{})
						f.respondWithTokens(status, header, body)
						seed := auth.Token{RefreshToken: auth.NewSecret("r1")}
						token, err := auth.RefreshToken(f.config(), seed).Refresh(t.Context())
						if err != nil || token.AccessToken.Reveal() != "a2" || token.RefreshToken.Reveal() != "r2" || token.TokenType != "Bearer" {
							t.Errorf("%s, %d: got %q, %q, %q, %v", label, status, token.AccessToken.Reveal(), token.RefreshToken.Reveal(), token.TokenType, err)
						}
						if token.ExpiresIn != 2*time.Hour || !token.CreatedAt.Equal(time.Now()) {
							t.Errorf("%s, %d: it lives %v from %v on", label, status, token.ExpiresIn, token.CreatedAt)
						}
					})
				}
			}
		})
	}
}

func TestAnErrorCodeIsReadWhateverItsLabel(t *testing.T) {
	for name, body := range map[string]string{
		"JSON":                    `{"error":"invalid_grant","error_description":"hunter2"}`,
		"JSON behind a mark":      bom + `{"error":"invalid_grant"}`,
		"compressed JSON":         gzipped(`{"error":"invalid_grant"}`),
		"JSON that breaks off":    `{"error":"invalid_grant","error_descr`,
		"JSON without a token":    `{"access_token":null,"refresh_token":"","error":"invalid_grant"}`,
		"in capitals":             `{"Error":" INVALID_GRANT "}`,
		"odd descriptions":        `{"error_description":{"a":[1]},"error_uri":7,"error":"invalid_grant"}`,
		"a form":                  "error=invalid_grant&error_description=hunter2+hunter2",
		"a form behind a mark":    bom + "error=invalid_grant\n",
		"a form, description raw": "error_description=hunter2 hunter2&error=invalid_grant",
	} {
		t.Run(name, func(t *testing.T) {
			for label, header := range labels {
				for _, status := range []int{200, 400, 401, 403, 422} {
					synctest.Test(t, func(t *testing.T) {
						f := newFake(t, oauthserver.Options{})
						f.respondWithTokens(status, header, body)
						_, err := auth.RefreshToken(f.config(), auth.Token{RefreshToken: auth.NewSecret("r1")}).Refresh(t.Context())
						e, ok := errors.AsType[*auth.ExchangeError](err)
						if !ok || e.Code != "invalid_grant" || e.Status != status || !errors.Is(err, auth.ErrRefreshTokenRejected) {
							t.Errorf("%s, %d: got %v", label, status, err)
						}
						source := oauth2Source(t, f, f.config())
						_, err = get(t.Context(), f.client(auth.FromTokenSource(source)))
						if e, ok := errors.AsType[*auth.ExchangeError](err); status >= 400 && label != labelGzip && (!ok || e.Code != "invalid_grant") {
							t.Errorf("%s, %d: from a source: %v", label, status, err)
						}
					})
				}
			}
		})
	}
}

// labelGzip makes net/http hide the body from x/oauth2.
const labelGzip = "gzip, which it isn't"

func TestEachOddFieldOfATokenResponseCostsNothingElse(t *testing.T) {
	const hour = time.Hour
	for value, life := range map[string]time.Duration{
		`7200`: 2 * hour, `7200.0`: 2 * hour, `"7200"`: 2 * hour, `"7200.0"`: 2 * hour, `7.2e3`: 2 * hour, `7200.9`: 2 * hour,
		`"7.2E+3"`: 2 * hour, `" 7200 "`: 2 * hour, `99999999999`: 1<<31*time.Second - time.Second, `1e300`: 1<<31*time.Second - time.Second,
		`""`: hour, `" "`: hour, `null`: hour, `0`: hour, `-5`: hour, `"-5"`: hour, `0.5`: hour, `true`: hour, `false`: hour,
		`{}`: hour, `{"seconds":7200}`: hour, `[]`: hour, `[7200]`: hour, `"NaN"`: hour, `NaN`: hour, `Infinity`: hour, `-Infinity`: hour,
		`"inf"`: hour, `"0x1C20"`: hour, `"7_200"`: hour, `"7,200"`: hour, `"2 hours"`: hour, `"PT2H"`: hour, `"hunter2"`: hour,
		`"\ud800"`: hour, `1e999`: hour, `--1`: hour, `"+"`: hour, `7200L`: hour,
	} {
		t.Run("expires_in "+value, func(t *testing.T) {
			token := exchangeFor(t, `{"expires_in":`+value+`,"access_token":"a2","refresh_token":"r2","created_at":946684800}`)
			if got := token.AccessTokenExpiration().Sub(token.CreatedAt); got != life {
				t.Errorf("it lives %v, want %v", got, life)
			}
			if !token.CreatedAt.Equal(responseDate) || token.AccessToken.Reveal() != "a2" || token.RefreshToken.Reveal() != "r2" {
				t.Errorf("got %v, %q, %q", token.CreatedAt, token.AccessToken.Reveal(), token.RefreshToken.Reveal())
			}
			company := exchangeFor(t, `{"expires_in":`+value+`,"access_token":"a2"}`)
			if !company.AccessTokenExpiration().IsZero() || company.AccessToken.Reveal() != "a2" {
				t.Errorf("without a refresh token it ends at %v", company.AccessTokenExpiration())
			}
		})
	}
	for value, after := range map[string]time.Duration{
		`946684920`: 2 * time.Minute, `946684920.0`: 2 * time.Minute, `"946684920"`: 2 * time.Minute, `9.4668492e8`: 2 * time.Minute,
		`"2000-01-01T00:02:00Z"`: 2 * time.Minute, `"2000-01-01 01:02:00+01:00"`: 2 * time.Minute, `946684920.7`: 2 * time.Minute,
		`null`: 0, `""`: 0, `0`: 0, `-1`: 0, `946684920000`: 0, `1e300`: 0, `1e999`: 0, `true`: 0, `{}`: 0, `[946684920]`: 0, `NaN`: 0,
		`"yesterday"`: 0, `"2000-01-01"`: 0, `"\ud800"`: 0, `946598400`: 0, `946771200`: 0,
	} {
		t.Run("created_at "+value, func(t *testing.T) {
			token := exchangeFor(t, `{"created_at":`+value+`,"access_token":"a2","refresh_token":"r2","expires_in":7200}`)
			if got := token.CreatedAt.Sub(responseDate); got != after || token.ExpiresIn != 2*hour {
				t.Errorf("made %v after the response, lives %v", got, token.ExpiresIn)
			}
		})
	}
	for _, value := range []string{`null`, `""`, `7`, `true`, `{}`, `["Bearer"]`, `"bearer"`, `"BEARER"`, `" Bearer\n"`, `NaN`,
		`"Bearer token"`, `"Bearer\u0000"`, `"Träger"`, `"Bearer\r\nX-Other: 1"`} {
		t.Run("token_type "+value, func(t *testing.T) {
			token := exchangeFor(t, `{"token_type":`+value+`,"access_token":"a2","refresh_token":"r2"}`)
			if got := token.TokenType; got != "Bearer" && got != "7" || token.RefreshToken.Reveal() != "r2" {
				t.Errorf("got %q, %q", got, token.RefreshToken.Reveal())
			}
		})
	}
	for _, value := range []string{`null`, `""`, `" "`, `true`, `{}`, `{"a":"b"}`, `[]`, `["r2"]`, `NaN`} {
		t.Run("refresh_token "+value, func(t *testing.T) {
			token := exchangeFor(t, `{"refresh_token":`+value+`,"access_token":"a2","expires_in":7200}`)
			if !token.RefreshToken.IsZero() || token.AccessToken.Reveal() != "a2" || !token.AccessTokenExpiration().IsZero() {
				t.Errorf("got %q, until %v", token.RefreshToken.Reveal(), token.AccessTokenExpiration())
			}
			synctest.Test(t, func(t *testing.T) { // RFC 6749 §6: the response may leave out the refresh token
				f := newFake(t, oauthserver.Options{})
				f.respondWithTokens(200, nil, `{"refresh_token":`+value+`,"access_token":"a2"}`)
				token, err := auth.RefreshToken(f.config(), auth.Token{RefreshToken: auth.NewSecret("r1")}).Refresh(t.Context())
				if err != nil || token.RefreshToken.Reveal() != "r1" || token.AccessToken.Reveal() != "a2" {
					t.Errorf("after a refresh: %q, %q, %v", token.RefreshToken.Reveal(), token.AccessToken.Reveal(), err)
				}
				if got := time.Until(token.AccessTokenExpiration()); got != time.Hour {
					t.Errorf("after a refresh it lives %v", got)
				}
			})
		})
	}
	t.Run("tokens that are numbers", func(t *testing.T) {
		token := exchangeFor(t, `{"refresh_token":12345678901234567890,"access_token":10.50}`)
		if token.RefreshToken.Reveal() != "12345678901234567890" || token.AccessToken.Reveal() != "10.50" {
			t.Errorf("got %q, %q", token.RefreshToken.Reveal(), token.AccessToken.Reveal())
		}
	})
}

func TestAnAccessTokenThatNoHeaderCanCarryCostsNoLogin(t *testing.T) {
	for name, spoil := range map[string]string{
		"two words": "a 2", "a line break": `a\n2`, "a letter outside ASCII": "a\u00e92", "a control character": `a\u0000`, "a type before it": "Bearer a2",
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{Rotation: oauthserver.StrictFamily})
				f.aroundToken = times(1, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
					issued := httptest.NewRecorder()
					next.ServeHTTP(issued, r)
					var token oauthserver.Token
					if err := json.Unmarshal(issued.Body.Bytes(), &token); err != nil {
						t.Error(err)
					}
					fmt.Fprintf(w, `{"access_token":"%s","refresh_token":%q}`, spoil, token.RefreshToken)
				})
				first := f.login()
				f.oauth.ExpireAccessTokens()
				login := auth.RefreshToken(f.config(), first)
				if _, err := login.Refresh(t.Context()); err == nil {
					t.Error("the response passes for a good one")
				}
				time.Sleep(time.Minute)
				f.mustGet(f.client(login))
				if counts := f.oauth.Counts(); counts.Refreshes != 2 || counts.FamiliesRevoked != 0 {
					t.Errorf("got %+v", counts)
				}
			})
		})
	}
}

var responseDate = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// exchangeFor exchanges a code. The server responds with this.
func exchangeFor(t *testing.T, body string) (token auth.Token) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		f.respondWithTokens(200, labels["text"], body)
		var err error
		if token, err = f.config().Exchange(t.Context(), "code"); err != nil {
			t.Error(err)
		}
	})
	return token
}

func TestAResponseThatBreaksOffIsUsedIfBothTokensCame(t *testing.T) {
	const object = `{"access_token":"a2","refresh_token":"r2","expires_in":7200,"scope":"read"}`
	const form = "access_token=a2&refresh_token=r2&expires_in=7200&scope=read"
	for name, test := range map[string]struct {
		whole string
		used  func(n int) bool // whether the client uses its first n bytes
	}{
		"JSON":            {object, func(n int) bool { return n >= strings.Index(object, `,"expires_in`) }},
		"a form":          {form, func(int) bool { return false }}, // its last value may be incomplete
		"compressed JSON": {gzipped(object), func(n int) bool { return false }},
	} {
		for n := range len(test.whole) {
			if name == "compressed JSON" && n > 12 { // the complete part of the compressed data is unknown
				break
			}
			for _, end := range []string{"the connection breaks", "the end is told"} {
				if name == "a form" && end == "the end is told" {
					continue // these bytes are a complete form
				}
				t.Run(fmt.Sprintf("%s, %d bytes, %s", name, n, end), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						f := newFake(t, oauthserver.Options{})
						var asked int
						f.aroundToken = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
							asked++
							if end == "the connection breaks" {
								w.Header().Set("Content-Length", fmt.Sprint(len(test.whole)))
							}
							io.WriteString(w, test.whole[:n])
						}
						token, err := auth.RefreshToken(f.config(), auth.Token{RefreshToken: auth.NewSecret("r1")}).Refresh(t.Context())
						if used := err == nil; used != test.used(n) || used && (token.AccessToken.Reveal() != "a2" || token.RefreshToken.Reveal() != "r2") {
							t.Errorf("got %q, %q, %v", token.AccessToken.Reveal(), token.RefreshToken.Reveal(), err)
						}
						if err != nil && n > 1 && asked != 3 { // the old token may still work
							t.Errorf("asked %d times", asked)
						}
					})
				})
			}
		}
	}
}

func TestWhatIsNoTokenResponseIsNotReadAsOne(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":                       "",
		"blanks":                        " \r\n",
		"a mark alone":                  bom,
		"HTML":                          "<html>access_token=a2&refresh_token=r2",
		"HTML behind a form":            "x=1&access_token=a2&refresh_token=<br>",
		"null":                          "null",
		"an array":                      `[{"access_token":"a2","refresh_token":"r2"}]`,
		"an object within":              `{"data":{"access_token":"a2","refresh_token":"r2"}}`,
		"no access token":               `{"refresh_token":"r2"}`,
		"an access token of blanks":     `{"access_token":" ","refresh_token":"r2"}`,
		"an access token, two words":    `{"access_token":"a 2"}`,
		"an access token as a list":     `{"access_token":["a2"],"refresh_token":"r2"}`,
		"tokens behind what is no JSON": `{hunter2 "access_token":"a2","refresh_token":"r2"}`,
		"text":                          "please come back later",
		"compressed nonsense":           "\x1f\x8bhunter2",
		"a token behind a megabyte":     `{"x":"` + strings.Repeat("x", 1<<20) + `","access_token":"a2","refresh_token":"r2"}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, oauthserver.Options{})
				f.respondWithTokens(200, nil, body)
				token, err := f.config().Exchange(t.Context(), "code")
				if e, ok := errors.AsType[*auth.ExchangeError](err); !ok || e.Status != 200 || token.AccessToken.Reveal() != "" {
					t.Errorf("got %q, %v", token.AccessToken.Reveal(), err)
				}
				wantNoLeak(t, name, err)
			})
		})
	}
	for _, status := range []int{301, 302, 307, 308, 400, 401, 404, 429, 500, 503} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t, oauthserver.Options{})
			f.respondWithTokens(status, http.Header{"Location": {"https://x.example/"}}, `{"access_token":"a2","refresh_token":"r2"}`)
			if _, err := f.config().Exchange(t.Context(), "code"); err == nil {
				t.Errorf("%d with a token is a success", status)
			}
		})
	}
}

func TestRevokeTellsTheErrorCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t, oauthserver.Options{})
		config := f.config()
		config.Transport = roundTrip(func(req *http.Request) (*http.Response, error) {
			resp := answer(req, 503)
			resp.Body = io.NopCloser(strings.NewReader(`{"error":"unsupported_token_type","error_description":"hunter2"}`))
			return resp, nil
		})
		err := config.Revoke(t.Context(), auth.NewSecret("t"))
		if e, ok := errors.AsType[*auth.ExchangeError](err); !ok || e.Code != "unsupported_token_type" || e.Status != 503 {
			t.Errorf("got %v", err)
		}
		wantNoLeak(t, "Revoke", err)
	})
}
