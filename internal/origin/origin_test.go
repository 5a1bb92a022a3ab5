package origin_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/origin"
)

func TestTheOriginOfAURL(t *testing.T) {
	for _, test := range []struct {
		url  string
		want string // the URL of its root
		err  error
	}{
		{url: "https://api.example.com", want: "https://api.example.com/"},
		{url: "HTTPS://API.Example.com:443/a/path?b=c", want: "https://api.example.com/"},
		{url: "https://api.example.com:", want: "https://api.example.com/"},
		{url: "https://api.example.com:8443", want: "https://api.example.com:8443/"},
		{url: "http://LOCALHOST:80", want: "http://localhost/"},
		{url: "http://localhost:443", want: "http://localhost:443/"},
		{url: "http://[::1]:8080", want: "http://[::1]:8080/"},
		{url: "http://api.example.com", err: origin.ErrPlainHTTP},
		{url: "http://user@localhost", err: origin.ErrUser},
		{url: "https://user:secret@api.example.com", err: origin.ErrUser},
		{url: "ftp://api.example.com", err: origin.ErrNotAbsolute},
		{url: "https://:443", err: origin.ErrNotAbsolute},
		{url: "https:api.example.com", err: origin.ErrNotAbsolute},
		{url: "//api.example.com", err: origin.ErrNotAbsolute},
		{url: "/path", err: origin.ErrNotAbsolute},
		{url: "", err: origin.ErrNotAbsolute},
	} {
		t.Run(test.url, func(t *testing.T) {
			u, err := url.Parse(test.url)
			if err != nil {
				t.Fatal(err)
			}
			o, err := origin.Of(u)
			if !errors.Is(err, test.err) || err == nil && o.URL("/") != test.want {
				t.Errorf("got %v, %v", o, err)
			}
			if err == nil && !o.Has(u) {
				t.Error("the URL does not have its own origin")
			}
		})
	}
}

func TestEqualOrigins(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"https://api.example.com", "https://api.example.com/a?b=c", true},
		{"https://api.example.com", "https://api.example.com:443", true},
		{"https://api.example.com", "HTTPS://API.EXAMPLE.COM", true},
		{"http://localhost", "http://LOCALHOST:80", true},
		{"https://api.example.com", "https://api.example.com:444", false},
		{"https://api.example.com", "https://api.example.com.", false},
		{"https://api.example.com", "https://sub.api.example.com", false},
		{"https://localhost", "http://localhost:443", false},
		{"http://localhost", "http://127.0.0.1", false},
	} {
		t.Run(test.a+" "+test.b, func(t *testing.T) {
			a, errA := url.Parse(test.a)
			b, errB := url.Parse(test.b)
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			first, errA := origin.Of(a)
			second, errB := origin.Of(b)
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			if first.Has(b) != test.same || second.Has(a) != test.same || (first == second) != test.same {
				t.Errorf("%v, %v and %v", first.Has(b), second.Has(a), first == second)
			}
		})
	}
}
