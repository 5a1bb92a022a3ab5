package factorialhr_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
)

// FuzzErrorContent checks that every error response becomes an *Error with that response, and that
// its text never repeats a text of the server.
func FuzzErrorContent(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `{}`, `{"errors":null}`, `{"errors":["a long text"]}`, `{"errors":{"email":["a long text"]}}`,
		`{"errors":{"exception":["open_shift!"]}}`, `{"errors":{"errors":["Forbidden by …"]}}`, `{"error":"a long text"}`,
		`{"message":"a long text"}`, `<html>`, `[[[[["deep text"]]]]]`, `{"errors":{"a":{"b":{"c":{"d":["deep text"]}}}}}`, "\xff",
		`{"errors":[{"code":"validation_failed","message":"a long text","field":"email"},{"code":"x","message":"a long text","field":null}]}`,
		`{"error":{"code":"a long text","message":"a long text"}}`, `{"error":"invalid_grant","error_description":"a long text"}`,
		"\ufeff" + `{"code":1003,"message":"a long text"`, `[{"detail":"a long text","source":{"pointer":"/data/a long text"}}]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		c, err := factorialhr.New(noAuth{}, factorialhr.HTTPClient(&http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 422, Body: io.NopCloser(strings.NewReader(content)), Request: r}, nil
		})}))
		if err != nil {
			t.Fatal(err)
		}
		_, err = call(context.Background(), c, &updateThing)
		e, ok := errors.AsType[*factorialhr.Error](err)
		if !ok || e.StatusCode != 422 {
			t.Fatalf("got %v", err)
		}
		if want := content[:min(len(content), 64<<10)]; string(e.RawBody()) != want {
			t.Fatalf("kept %q of %q", e.RawBody(), want)
		}
		// A text may repeat field names of lower-case letters, and may by chance use the same words
		// as the server.
		text := e.Error() + e.LogValue().String()
		for _, message := range e.Messages {
			if strings.ContainsAny(message, " !") && len(message) > 8 && strings.Contains(text, message) {
				t.Fatalf("%q repeats %q", text, message)
			}
		}
	})
}
