package origin_test

import (
	"net/url"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/origin"
)

func TestHostsThatPlainHTTPMayReach(t *testing.T) {
	for _, test := range []struct {
		host string
		err  error
	}{
		{"fake:8080", nil},
		{"fake", nil},
		{"FAKE:8080", nil},
		{"fake_api-1.internal:8080", nil},
		{"10.0.0.7:8080", nil},
		{"[fd00::7]:8080", nil},
		{"localhost:8080", nil},
		{"notfactorialhr.com:8080", nil},
		{"factorialhr.com.test:8080", nil},
		{"", origin.ErrPlainName},
		{":8080", origin.ErrPlainName},
		{"fake:", origin.ErrPlainName},
		{"fake:0", origin.ErrPlainName},
		{"fake:65536", origin.ErrPlainName},
		{"fake:08080", origin.ErrPlainName},
		{"fake:http", origin.ErrPlainName},
		{"*", origin.ErrPlainName},
		{"*.internal:8080", origin.ErrPlainName},
		{"http://fake:8080", origin.ErrPlainName},
		{"fake:8080/", origin.ErrPlainName},
		{"fake:8080/api", origin.ErrPlainName},
		{"fake:8080?a=b", origin.ErrPlainName},
		{"fake:8080#a", origin.ErrPlainName},
		{"user@fake:8080", origin.ErrPlainName},
		{"fake 8080", origin.ErrPlainName},
		{"fake,other", origin.ErrPlainName},
		{"fd00::7", origin.ErrPlainName},
		{"[fe80::1%25eth0]:8080", origin.ErrPlainName},
		{"\uff46ake:8080", origin.ErrPlainName},
		{"api.\uff46actorialhr.com", origin.ErrPlainName},
		{"api%2efactorialhr.com", origin.ErrPlainName},
		{"api.factorialhr.com", origin.ErrFactorial},
		{"API.FactorialHR.com:8080", origin.ErrFactorial},
		{"api.factorialhr.com.:80", origin.ErrFactorial},
		{"factorialhr.com", origin.ErrFactorial},
		{"api.eu2.demo.factorial.dev:443", origin.ErrFactorial},
		{"factorial.dev", origin.ErrFactorial},
	} {
		t.Run(test.host, func(t *testing.T) {
			if _, err := origin.NamePlain(test.host); err != test.err {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := origin.NamePlain("fake:8080", "api.factorialhr.com"); err != origin.ErrFactorial {
		t.Errorf("the second host: got %v", err)
	}
}

func TestPlainHTTPReachesTheNamedHostsOnly(t *testing.T) {
	plain, err := origin.NamePlain("fake:8080", "Other", "10.0.0.7:81", "[fd00::7]:82")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		url string
		err error
	}{
		{"http://fake:8080", nil},
		{"HTTP://FAKE:8080/a?b=c", nil},
		{"http://other", nil},
		{"http://other:80", nil},
		{"http://10.0.0.7:81", nil},
		{"http://[fd00::7]:82", nil},
		{"http://localhost:1", nil},
		{"https://fake:8080", nil},
		{"https://api.example.com", nil},
		{"http://fake", origin.ErrPlainHTTP},
		{"http://fake:8081", origin.ErrPlainHTTP},
		{"http://fake.:8080", origin.ErrPlainHTTP},
		{"http://a.fake:8080", origin.ErrPlainHTTP},
		{"http://fake.example.com:8080", origin.ErrPlainHTTP},
		{"http://other:443", origin.ErrPlainHTTP},
		{"http://api.factorialhr.com", origin.ErrPlainHTTP},
		{"http://user@fake:8080", origin.ErrUser},
		{"ftp://fake:8080", origin.ErrNotAbsolute},
	} {
		t.Run(test.url, func(t *testing.T) {
			u, err := url.Parse(test.url)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := plain.Of(u); err != test.err {
				t.Errorf("got %v", err)
			}
			if _, err := origin.Plain(nil).Of(u); u.Scheme == "http" && !origin.IsLoopback(u.Hostname()) && err == nil {
				t.Error("an empty set has it too")
			}
		})
	}
}
