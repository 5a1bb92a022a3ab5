package factorialhr_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/factorialhr-go/factorialhr"
)

func TestTheTextForAUser(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"nothing":                          {``, ""},
		"HTML":                             {`<html>oops</html>`, ""},
		"errors that are null":             {`{"errors":null}`, ""},
		"one message":                      {`{"message":"The shift is open"}`, "The shift is open"},
		"several messages":                 {`{"errors":["b","a"]}`, "b\na"},
		"a message that comes twice":       {`{"message":"no","errors":["no","yes"]}`, "no\nyes"},
		"fields, by name":                  {`{"errors":{"name":["is long"],"email":["is taken","is odd"]}}`, "email: is taken, is odd\nname: is long"},
		"messages before fields":           {`{"errors":{"email":["is taken"],"base":["no"]}}`, "no\nemail: is taken"},
		"2027-01-01":                       {`{"errors":[{"code":"validation_failed","message":"Email is taken","field":"email"},{"code":"invalid_state","message":"m","field":null}]}`, "m\nemail: Email is taken"},
		"a field without a text":           {`{"errors":[{"code":"x","message":"","field":"email"}]}`, "email"},
		"a text twice for a field":         {`{"errors":{"email":["a","a"]}}`, "email: a"},
		"a code":                           {`{"errors":[{"code":"invalid_state"}]}`, ""},
		"OAuth's code is not for a user":   {`{"error":"invalid_grant","error_description":"Expired"}`, "Expired"},
		"a code alone":                     {`{"error":"invalid_grant"}`, ""},
		"control characters":               {`{"message":"a\u0000b\u001b[31mc\u007fd\u0085e\tf"}`, "a b [31mc d e f"},
		"lines":                            {`{"message":"a\r\n\r\nb\u2028c\u2029d"}`, "a b c d"},
		"spaces":                           {`{"message":"  a    b\u00a0\u3000c "}`, "a b c"},
		"marks that turn the text around":  {`{"message":"a\u202eb\u2066c\u2069d\ufeffe"}`, "abcde"},
		"what joins letters":               {`{"message":"می\u200cخواهم"}`, "می\u200cخواهم"},
		"control characters in a field":    {`{"errors":{"a\nb":["c"]}}`, "a b: c"},
		"a field that is nothing":          {`{"errors":{"\u0000":["c"]}}`, "c"},
		"nothing but control characters":   {`{"message":"\u0000\u0001"}`, ""},
		"invalid UTF-8":                    {"{\"message\":\"a\xffb\"}", "a\ufffdb"},
		"other languages":                  {`{"message":"ya está en uso — 使用中"}`, "ya está en uso — 使用中"},
		"1,000 characters":                 {`{"message":"` + strings.Repeat("é", 1000) + `"}`, strings.Repeat("é", 1000)},
		"1,001 characters":                 {`{"message":"` + strings.Repeat("é", 1001) + `"}`, strings.Repeat("é", 999) + "…"},
		"many messages":                    {`{"errors":["` + strings.Repeat("a", 600) + `","` + strings.Repeat("b", 600) + `"]}`, strings.Repeat("a", 600) + "\n" + strings.Repeat("b", 398) + "…"},
		"a body that is cut off":           {`{"errors":["a","b`, "a"},
		"markup stays as it was written":   {`{"message":"<b>no</b> & more"}`, "<b>no</b> & more"},
		"a message for a field of no name": {`{"errors":{"":["c"]}}`, "c"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			e := failWith(t, test.body)
			for range 3 {
				if got := e.UserMessage(); got != test.want || utf8.RuneCountInString(got) > 1000 {
					t.Fatalf("got  %q\nwant %q", got, test.want)
				}
			}
		})
	}
	var none factorialhr.Error
	if got := none.UserMessage(); got != "" {
		t.Errorf("a zero error says %q", got)
	}
}
