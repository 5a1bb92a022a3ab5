package factorialhr_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/factorialhr-go/factorialhr"
)

// shape is the body of an error response and the expected content of the Error.
type shape struct {
	body     string
	codes    []string
	messages []string
	fields   map[string][]string
	text     string // the text of Error after the status
}

type texts = map[string][]string

// shapes are bodies with codes, or with an object for each error. TestWhatAnErrorSays has the
// others.
var shapes = map[string]shape{
	"2027-01-01": {
		`{"errors":[{"code":"validation_failed","message":"Email is taken","field":"email"}]}`,
		[]string{"validation_failed"}, nil, texts{"email": {"Email is taken"}}, ": validation_failed (email)",
	},
	"2027-01-01 without a field": {
		`{"errors":[{"code":"forbidden","message":"No","field":null}]}`, []string{"forbidden"}, []string{"No"}, nil, ": forbidden",
	},
	"2027-01-01, several": {
		`{"errors":[{"code":"validation_failed","message":"a","field":"email"},{"code":"invalid_state","message":"b","field":null},` +
			`{"code":"validation_failed","message":"c","field":"email"},{"code":"validation_failed","message":"d","field":"name"}]}`,
		[]string{"validation_failed", "invalid_state"}, []string{"b"}, texts{"email": {"a", "c"}, "name": {"d"}},
		": validation_failed, invalid_state (email, name)",
	},
	"a field that is empty":        {`{"errors":[{"code":"x","message":"m","field":""}]}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"a field that is a number":     {`{"errors":[{"code":"x","message":"m","field":3}]}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"a field that is an object":    {`{"errors":[{"code":"x","message":"m","field":{"a":"b"}}]}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"a field that is a path":       {`{"errors":[{"code":"x","message":"m","field":["lines","amount"]}]}`, []string{"x"}, nil, texts{"lines.amount": {"m"}}, ": x"},
	"a field without a text":       {`{"errors":[{"code":"x","message":"","field":"email"}]}`, []string{"x"}, nil, texts{"email": {}}, ": x (email)"},
	"a field, and no code":         {`{"errors":[{"message":"m","field":"email"}]}`, nil, nil, texts{"email": {"m"}}, " (email)"},
	"a message that is null":       {`{"errors":[{"code":"x","message":null,"field":null}]}`, []string{"x"}, nil, nil, ": x"},
	"a message that is a list":     {`{"errors":[{"code":"x","message":["m","n"]}]}`, []string{"x"}, []string{"m", "n"}, nil, ": x"},
	"a code alone":                 {`{"errors":[{"code":"x"}]}`, []string{"x"}, nil, nil, ": x"},
	"one object instead of a list": {`{"errors":{"code":"invalid_state","message":"m","field":null}}`, []string{"invalid_state"}, []string{"m"}, nil, ": invalid_state"},
	"a bare list of objects":       {`[{"code":"x","message":"m"}]`, []string{"x"}, []string{"m"}, nil, ": x"},
	"a list of lists":              {`{"errors":[[{"code":"x","message":"m"}],["n"]]}`, []string{"x"}, []string{"m", "n"}, nil, ": x"},
	"a list of this and that": {
		`{"errors":[null,1,true,"",{},[],{"code":"x","message":"m"},"n"]}`, []string{"x"}, []string{"m", "n"}, nil, ": x",
	},
	"error in the objects of a list": {`{"errors":[{"error":"Order is closed"}]}`, nil, []string{"Order is closed"}, nil, ""},
	"error that is a code": {
		`{"errors":[{"error":"already_closed"}]}`, []string{"already_closed"}, []string{"already_closed"}, nil, ": already_closed",
	},
	"error that is a word":   {`{"errors":[{"error":"ana"}]}`, nil, []string{"ana"}, nil, ""},
	"fields with objects":    {`{"errors":{"email":[{"code":"taken","message":"m"}]}}`, []string{"taken"}, nil, texts{"email": {"m"}}, ": taken (email)"},
	"fields with one object": {`{"errors":{"email":{"code":"taken","message":"m"}}}`, []string{"taken"}, nil, texts{"email": {"m"}}, ": taken (email)"},
	"fields within fields":   {`{"errors":{"lines":[{"code":"x","message":"m","field":"amount"}]}}`, []string{"x"}, nil, texts{"lines.amount": {"m"}}, ": x"},
	"the details of Rails":   {`{"errors":{"email":[{"error":"too_long","count":7,"value":"ana@example.com"}]}}`, []string{"too_long"}, nil, texts{"email": {"too_long"}}, ": too_long (email)"},
	"a property named code":  {`{"errors":{"code":["taken"],"title":["long"],"message":["x"]}}`, nil, nil, texts{"code": {"taken"}, "title": {"long"}, "message": {"x"}}, " (code, message, title)"},
	"a nested property named code": {
		`{"errors":{"center":{"code":["taken"],"title":["long"]}}}`, nil, nil, texts{"center": {"taken", "long"}}, " (center)",
	},
	"an exception that is an object": {`{"errors":{"exception":{"code":"x","message":"m"}}}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"an exception that is a word":    {`{"errors":{"exception":["open_shift"]}}`, nil, []string{"open_shift"}, nil, ""},
	"one error":                      {`{"error":{"code":"x","message":"m"}}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"one error with a field":         {`{"error":{"code":"x","message":"m","field":"email"}}`, []string{"x"}, nil, texts{"email": {"m"}}, ": x (email)"},
	"one error without its object":   {`{"code":"x","message":"m"}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"one error, in capitals":         {`{"Code":"AccessDenied","Message":"m"}`, []string{"AccessDenied"}, []string{"m"}, nil, ": AccessDenied"},
	"a list named error":             {`{"error":[{"code":"x","message":"m"},"n"]}`, []string{"x"}, []string{"m", "n"}, nil, ": x"},
	"OAuth":                          {`{"error":"invalid_grant","error_description":"m"}`, []string{"invalid_grant"}, []string{"invalid_grant", "m"}, nil, ": invalid_grant"},
	"OAuth with one word":            {`{"error":"denied","error_description":"m"}`, []string{"denied"}, []string{"denied", "m"}, nil, ": denied"},
	"OAuth without a description":    {`{"error":"invalid_grant"}`, []string{"invalid_grant"}, []string{"invalid_grant"}, nil, ": invalid_grant"},
	"a documented code as an error":  {`{"error":"forbidden"}`, []string{"forbidden"}, []string{"forbidden"}, nil, ": forbidden"},
	"JSON:API": {
		`{"errors":[{"status":"422","code":"x","title":"t","detail":"d","source":{"pointer":"/data/attributes/email"}}]}`,
		[]string{"x"}, nil, texts{"email": {"t", "d"}}, ": x (email)",
	},
	"JSON:API with a parameter": {`{"errors":[{"detail":"d","source":{"parameter":"limit"}}]}`, nil, nil, texts{"limit": {"d"}}, " (limit)"},
	"problem details":           {`{"type":"https://example.com/p","title":"t","status":422,"detail":"d","instance":"/7"}`, nil, []string{"t", "d"}, nil, ""},
	"a code of several places": {
		`{"code":"a","error":{"code":"b"},"errors":[{"code":"c"},{"code":"a"}]}`, []string{"a", "b", "c"}, nil, nil, ": a, b, c",
	},

	"a code that is a number":         {`{"code":1003,"message":"m"}`, []string{"1003"}, []string{"m"}, nil, ": 1003"},
	"a code that repeats the status":  {`{"code":422,"errors":[{"code":"x"}]}`, []string{"x"}, nil, nil, ": x"},
	"a code that is the status again": {`{"code":"422","message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code that is null":             {`{"code":null,"message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code that is empty":            {`{"code":"","message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code that is a list":           {`{"code":["x"],"message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code that is true":             {`{"code":true,"message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code with a space":             {`{"code":"ana garcia","message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code that is an address":       {`{"code":"ana@example.com","message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code with a line break":        {`{"code":"x\nlevel=ERROR","message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code with a letter of no code": {`{"code":"añadido","message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code of points":                {`{"code":"...","message":"m"}`, nil, []string{"m"}, nil, ""},
	"a code of 64 characters":         {`{"code":"` + strings.Repeat("x", 64) + `"}`, []string{strings.Repeat("x", 64)}, nil, nil, ": " + strings.Repeat("x", 64)},
	"a code of 65 characters":         {`{"code":"` + strings.Repeat("x", 65) + `"}`, nil, nil, nil, ""},
	"a code with every mark":          {`{"code":"A.b_c:d-9"}`, []string{"A.b_c:d-9"}, nil, nil, ": A.b_c:d-9"},

	"a byte order mark":              {"\ufeff" + `{"code":"x","message":"m"}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"white space around":             {" \r\n" + `{"code":"x","message":"m"}` + "\n ", []string{"x"}, []string{"m"}, nil, ": x"},
	"something behind it":            {`{"code":"x","message":"m"}<!-- 4f -->`, []string{"x"}, []string{"m"}, nil, ": x"},
	"invalid UTF-8":                  {"{\"code\":\"x\",\"message\":\"a\xffb\"}", []string{"x"}, []string{"a\ufffdb"}, nil, ": x"},
	"invalid UTF-8 in a code":        {"{\"code\":\"x\xff\",\"message\":\"m\"}", nil, []string{"m"}, nil, ""},
	"a list that is cut off":         {`{"errors":[{"code":"x","message":"m","field":"email"},{"code":"y","mess`, []string{"x"}, nil, texts{"email": {"m"}}, ": x (email)"},
	"an object that is cut off":      {`{"errors":[{"code":"x","message":"m"`, nil, nil, nil, ""},
	"a text that is cut off":         {`{"code":"x","message":"half of a te`, []string{"x"}, nil, nil, ": x"},
	"a number that is cut off":       {`{"message":"m","code":12`, nil, []string{"m"}, nil, ""},
	"fields that are cut off":        {`{"errors":{"email":["a"],"name":["b"`, nil, nil, texts{"email": {"a"}}, " (email)"},
	"one object that is cut off":     {`{"errors":{"code":"x"`, nil, nil, nil, ""},
	"JSON that breaks in the middle": {`{"code":"x","errors":["a",],"message":"m"}`, []string{"x"}, []string{"a"}, nil, ": x"},
	"too deep to be an error":        {`{"code":"x","errors":` + strings.Repeat("[", 30000), []string{"x"}, nil, nil, ": x"},
	"deep objects":                   {`{"errors":` + strings.Repeat(`{"a":`, 9000) + `1` + strings.Repeat(`}`, 9000) + `}`, nil, nil, nil, ""},
	"a text in HTML":                 {`<html>{"code":"x"}`, nil, nil, nil, ""},
	"a bare text":                    {`"no"`, nil, []string{"no"}, nil, ""},
	"a bare number":                  {`7`, nil, nil, nil, ""},
	"null":                           {`null`, nil, nil, nil, ""},
	"a byte order mark behind space": {"\r\n\ufeff\n" + `{"code":"x","message":"m"}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"two byte order marks":           {"\ufeff\ufeff" + `{"code":"x","message":"m"}`, []string{"x"}, []string{"m"}, nil, ": x"},
	"nothing but a byte order mark":  {"\ufeff", nil, nil, nil, ""},
	"everything null":                {`{"code":null,"error":null,"errors":null,"message":null}`, nil, nil, nil, ""},
	"everything empty":               {`{"code":"","error":"","errors":[],"message":" "}`, nil, nil, nil, ""},
	"an empty object in each place":  {`{"code":{},"error":{},"errors":{},"message":{}}`, nil, nil, nil, ""},
}

// failWith makes a call whose response is 422 with this body.
func failWith(t *testing.T, body string, header ...string) *factorialhr.Error {
	t.Helper()
	_, err := call(t.Context(), serve(t, status(422, body, header...)), &updateThing)
	e, ok := errors.AsType[*factorialhr.Error](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	return e
}

func TestCodesAndFieldsOfErrors(t *testing.T) {
	for name, want := range shapes {
		t.Run(name, func(t *testing.T) {
			e := failWith(t, want.body, "Content-Type", "text/plain")
			got := shape{want.body, e.Codes, e.Messages, e.Fields, ""}
			got.text = strings.TrimPrefix(e.Error(), "factorialhr: things.Things.Update: PUT things/things/{id}: 422 Unprocessable Entity")
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(shape{})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if first := append(slices.Clone(e.Codes), "")[0]; e.Code != first {
				t.Errorf("the code is %q, the first of the codes %q", e.Code, first)
			}
			if string(e.RawBody()) != want.body {
				t.Errorf("kept %q", e.RawBody())
			}
		})
	}
}

// A truncated body yields fewer errors than the whole body, but no different ones.
func TestWhatIsCutOffSaysNothingElse(t *testing.T) {
	for name, whole := range shapes {
		if len(whole.body) > 500 || whole.body == shapes["a code that repeats the status"].body {
			continue
		}
		t.Run(name, func(t *testing.T) {
			var body string
			c := serve(t, func(w http.ResponseWriter, r *http.Request) { status(422, body)(w, r) })
			for n := range whole.body {
				body = whole.body[:n]
				_, err := call(t.Context(), c, &updateThing)
				e, _ := errors.AsType[*factorialhr.Error](err)
				for _, code := range e.Codes {
					if !slices.Contains(whole.codes, code) {
						t.Errorf("%s: the code %q", body, code)
					}
				}
				for _, message := range e.Messages {
					if !slices.Contains(whole.messages, message) {
						t.Errorf("%s: the message %q", body, message)
					}
				}
				for field, messages := range e.Fields {
					for _, message := range messages {
						if !slices.Contains(whole.fields[field], message) {
							t.Errorf("%s: %q for the field %q", body, message, field)
						}
					}
				}
			}
		})
	}
}

func TestTenThousandErrors(t *testing.T) {
	var list, fields []string
	for n := range 10_000 {
		list = append(list, fmt.Sprintf(`{"code":"c%d","message":"m","field":null}`, n))
		fields = append(fields, fmt.Sprintf(`"f%d":["m"]`, n))
	}
	for name, body := range map[string]string{
		"a list": `{"errors":[` + strings.Join(list, ",") + `]}`,
		"fields": `{"errors":{` + strings.Join(fields, ",") + `}}`,
		"texts":  `{"errors":[` + strings.Repeat(`"m",`, 10_000) + `"m"]}`,
		"codes":  `{"errors":[` + strings.Repeat(`{"code":"x"},`, 10_000) + `{"code":"x"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			e := failWith(t, body)
			if n := len(e.Messages) + len(e.Fields) + len(e.Codes); n == 0 || n > 1100 {
				t.Errorf("%d codes, messages and fields", n)
			}
			if len(e.Codes) > 100 || len(e.Error()) > 500 || len(e.UserMessage()) > 4100 {
				t.Errorf("%d codes, a text of %d bytes, one for a user of %d", len(e.Codes), len(e.Error()), len(e.UserMessage()))
			}
			if asJSON, err := json.Marshal(e); err != nil || len(asJSON) > 5000 {
				t.Errorf("JSON of %d bytes, %v", len(asJSON), err)
			}
		})
	}
}

func TestCodesInLogs(t *testing.T) {
	e := failWith(t, `{"errors":[{"code":"a","message":"secret-name"},{"code":"b","message":"secret-name"}]}`, "X-Request-Id", "r-1")
	asJSON, err := json.Marshal(e)
	want := `{"attempts":1,"code":"a","codes":["a","b"],"method":"PUT","operation":"things.Things.Update","outcome":"rejected",` +
		`"path":"things/things/{id}","request_id":"r-1","status":422}`
	if string(asJSON) != want || err != nil {
		t.Errorf("got  %s, %v\nwant %s", asJSON, err, want)
	}
	if got, want := e.LogValue().String(), "request_id=r-1 code=a codes=[a b]"; !strings.Contains(got, want) {
		t.Errorf("%s has no %s", got, want)
	}
}

// A read has no effect, so logs omit its outcome.
func TestReadsHaveNoOutcomeInLogs(t *testing.T) {
	for _, op := range []*factorialhr.Operation{&getThing, &searchThing, &updateThing, &createThing} {
		_, err := call(t.Context(), serve(t, status(503, ""), once), op)
		e, _ := errors.AsType[*factorialhr.Error](err)
		asJSON, _ := json.Marshal(err)
		writes := op.Retry != factorialhr.RetrySafe
		if strings.Contains(e.LogValue().String(), "outcome") != writes || strings.Contains(string(asJSON), "outcome") != writes {
			t.Errorf("%s: %v, %s", op.Name, e.LogValue(), asJSON)
		}
	}
}
