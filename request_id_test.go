package factorialhr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/factorialhr-go/factorialhr"
)

func TestTheRequestID(t *testing.T) {
	tests := map[string]struct {
		header []string
		want   string
	}{
		"none":                              {nil, ""},
		"of Rails":                          {[]string{"X-Request-Id", "5f2c9a0e-6d0b-4d43-9a2b-6a3d6f1d2c11"}, "5f2c9a0e-6d0b-4d43-9a2b-6a3d6f1d2c11"},
		"written otherwise":                 {[]string{"x-request-ID", "a.B_9:c-d"}, "a.B_9:c-d"},
		"without the X":                     {[]string{"Request-Id", "r1"}, "r1"},
		"a correlation":                     {[]string{"X-Correlation-Id", "r1"}, "r1"},
		"a correlation without the X":       {[]string{"Correlation-Id", "r1"}, "r1"},
		"of AWS":                            {[]string{"x-amzn-RequestId", "r1"}, "r1"},
		"of S3":                             {[]string{"x-amz-request-id", "r1"}, "r1"},
		"of Kong":                           {[]string{"X-Kong-Request-Id", "r1"}, "r1"},
		"of a trace":                        {[]string{"X-Trace-Id", "r1"}, "r1"},
		"of Cloudflare":                     {[]string{"CF-Ray", "230b030023ae2822-SJC"}, "230b030023ae2822-SJC"},
		"the server's before the proxy's":   {[]string{"CF-Ray", "proxy", "X-Request-Id", "server"}, "server"},
		"the proxy's if the server's is no": {[]string{"CF-Ray", "proxy", "X-Request-Id", "ana garcia"}, "proxy"},
		"the first that is one":             {[]string{"X-Request-Id", "not this", "X-Request-Id", "this"}, "this"},
		"64 characters":                     {[]string{"X-Request-Id", strings.Repeat("a", 64)}, strings.Repeat("a", 64)},
		"65 characters":                     {[]string{"X-Request-Id", strings.Repeat("a", 65)}, ""},
		"a megabyte less a bit":             {[]string{"X-Request-Id", strings.Repeat("a", 500<<10)}, ""},
		"empty":                             {[]string{"X-Request-Id", ""}, ""},
		"a dash":                            {[]string{"X-Request-Id", "-"}, ""},
		"two in one":                        {[]string{"X-Request-Id", "r1, r2"}, ""},
		"an address":                        {[]string{"X-Request-Id", "ana@example.com"}, ""},
		"a URL":                             {[]string{"X-Request-Id", "https://example.com/?q=ana"}, ""},
		"not ASCII":                         {[]string{"X-Request-Id", "añ"}, ""},
		"invalid UTF-8":                     {[]string{"X-Request-Id", "a\xff"}, ""},
		"a slash":                           {[]string{"X-Request-Id", "a/b"}, ""},
		"quotes":                            {[]string{"X-Request-Id", `"a"`}, ""},
		"an equals sign":                    {[]string{"X-Amzn-RequestId", "Root=1-67891233"}, ""},
		"the credential":                    {[]string{"X-Request-Id", secretKey}, ""},
		"something with the credential":     {[]string{"X-Request-Id", "id-" + secretKey}, ""},
	}
	for name, test := range tests {
		for _, code := range []int{200, 404, 500} {
			t.Run(fmt.Sprint(name, ", ", code), func(t *testing.T) {
				var seen watcher
				var info factorialhr.ResponseInfo
				c := serve(t, func(w http.ResponseWriter, r *http.Request) {
					for i := 0; i < len(test.header); i += 2 {
						w.Header().Add(test.header[i], test.header[i+1])
					}
					w.WriteHeader(code)
				}, factorialhr.Observe(&seen), once)
				_, err := call(t.Context(), c, &getThing, factorialhr.ResponseInto(&info))
				if got := []string{info.RequestID, seen.attempts[0].RequestID, seen.calls[0].RequestID}; strings.Join(got, "|") != strings.Join([]string{test.want, test.want, test.want}, "|") {
					t.Errorf("in the information, the attempt and the call: %q", got)
				}
				if code == 200 {
					return
				}
				e, ok := errors.AsType[*factorialhr.Error](err)
				if !ok || e.RequestID != test.want {
					t.Fatalf("got %+v", err)
				}
				asJSON, _ := json.Marshal(err)
				for _, text := range []string{err.Error(), fmt.Sprintf("%#v", err), e.LogValue().String(), string(asJSON)} {
					if test.want != "" && !strings.Contains(text, test.want) {
						t.Errorf("it is not in %s", text)
					}
					for i := 1; i < len(test.header); i += 2 {
						if test.header[i] != test.want && test.header[i] != "" && test.header[i] != "-" && strings.Contains(text, test.header[i]) {
							t.Errorf("%q is in %s", test.header[i], text)
						}
					}
				}
			})
		}
	}
}

func TestTheRequestIDInTheText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := serve(t, inTurn(status(502, "", "X-Request-Id", "first"), status(502, "", "X-Request-Id", "second")), factorialhr.MaxAttempts(2))
		_, err := call(t.Context(), c, &updateThing)
		want := "factorialhr: things.Things.Update: PUT things/things/{id}: 502 Bad Gateway, after 2 attempts, request second; the server may have acted"
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	})
}

func TestARequestIDBelongsToTheLastAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen watcher
		c := serve(t, inTurn(
			status(503, "", "X-Request-Id", "first"),
			func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		), factorialhr.Observe(&seen), factorialhr.MaxAttempts(2))
		_, err := call(t.Context(), c, &getThing)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || e.RequestID != "" || seen.attempts[0].RequestID != "first" || seen.attempts[1].RequestID != "" || seen.calls[0].RequestID != "" {
			t.Errorf("got %v, %+v", err, seen.attempts)
		}
	})
}

// A response that cannot be decoded has a request id, too: Factorial asks for it.
func TestAnOddSuccessHasARequestID(t *testing.T) {
	for _, body := range []string{`<html>`, `[]`} {
		_, err := call(t.Context(), serve(t, status(200, body, "X-Request-Id", "r1")), &getThing)
		if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.RequestID != "r1" {
			t.Errorf("%s: got %v", body, err)
		}
	}
}

func TestCodesAreNotTheCredential(t *testing.T) {
	e := failWith(t, `{"code":"`+secretKey+`","errors":[{"code":"x"},{"error":"`+secretKey+`"}]}`)
	if e.Code != "x" || strings.Contains(e.Error(), secretKey) {
		t.Errorf("got %v", e)
	}
}

func TestARefusedCallHasNoRequestID(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := call(ended, serve(t, status(200, "", "X-Request-Id", "r1")), &getThing)
	if e, ok := errors.AsType[*factorialhr.Error](err); !ok || e.RequestID != "" {
		t.Errorf("got %v", err)
	}
}
