package factorialhr_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/auth"
)

func TestPlainHTTPToAnotherMachineIsForNamedHostsOnly(t *testing.T) {
	const refused = "refuses the base URL"
	for _, test := range []struct {
		name, base string
		hosts      []string
		err        string // a part of its text; empty: New succeeds
	}{
		{"the host and its port", "http://fake:8080", []string{"fake:8080"}, ""},
		{"in upper case", "http://FAKE:8080", []string{"Fake:8080"}, ""},
		{"with a path", "http://fake:8080/gateway", []string{"fake:8080"}, ""},
		{"the default port", "http://fake:80", []string{"fake"}, ""},
		{"an address", "http://10.0.0.7:8080", []string{"10.0.0.7:8080"}, ""},
		{"an address of IPv6", "http://[fd00::7]:8080", []string{"[fd00::7]:8080"}, ""},
		{"the second of two hosts", "http://fake:8081", []string{"fake:8080", "fake:8081"}, ""},
		{"https elsewhere", factorialhr.Production, []string{"fake:8080"}, ""},
		{"this machine", "http://localhost:3000", []string{"fake:8080"}, ""},
		{"no option", "http://fake:8080", nil, refused},
		{"another port", "http://fake:8081", []string{"fake:8080"}, refused},
		{"no port", "http://fake", []string{"fake:8080"}, refused},
		{"another host", "http://other:8080", []string{"fake:8080"}, refused},
		{"a host below", "http://a.fake:8080", []string{"fake:8080"}, refused},
		{"a longer name", "http://fake.example.com:8080", []string{"fake:8080"}, refused},
		{"production, without naming it", "http://api.factorialhr.com", []string{"fake:8080"}, refused},
		{"the environment of metadata", "http://169.254.169.254", []string{"fake:8080"}, refused},
		{"a user in the base URL", "http://user:hunter2@fake:8080", []string{"fake:8080"}, "has a user"},
		{"production", "http://api.factorialhr.com", []string{"api.factorialhr.com"}, "a host of Factorial"},
		{"production over https", factorialhr.Production, []string{"api.factorialhr.com"}, "a host of Factorial"},
		{"production on another port", "http://api.factorialhr.com:8080", []string{"API.factorialhr.com.:8080"}, "a host of Factorial"},
		{"the sandbox", "http://api.eu2.demo.factorial.dev", []string{"api.eu2.demo.factorial.dev"}, "a host of Factorial"},
		{"a wildcard", "http://fake:8080", []string{"*"}, "without a scheme"},
		{"a URL", "http://fake:8080", []string{"http://fake:8080"}, "without a scheme"},
		{"one good host and one bad", "http://fake:8080", []string{"fake:8080", ""}, "without a scheme"},
		{"no host", "http://fake:8080", []string{}, "names no host"},
	} {
		t.Run(test.name, func(t *testing.T) {
			opts := []factorialhr.RequestOption{
				factorialhr.BaseURL(test.base),
				factorialhr.HTTPClient(&http.Client{Transport: notFound(new(int))}),
			}
			if test.hosts != nil {
				opts = append(opts, factorialhr.InsecureHTTP(test.hosts...))
			}
			want := test.err
			if want == refused {
				want = "would expose the credential"
			}
			_, err := factorialhr.New(auth.APIKey(secretKey), opts...)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
}

// plainClient returns a client of http://fake:8080, which may also read from http://fake:8081.
func plainClient(t *testing.T, transport http.RoundTripper, opts ...factorialhr.RequestOption) *factorialhr.Client {
	t.Helper()
	client, err := factorialhr.New(auth.APIKey(secretKey), append([]factorialhr.RequestOption{
		factorialhr.BaseURL("http://fake:8080"), factorialhr.InsecureHTTP("fake:8080", "fake:8081"),
		factorialhr.HTTPClient(&http.Client{Transport: transport}), factorialhr.MaxAttempts(1),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestARedirectOverPlainHTTPStaysAtTheOrigin(t *testing.T) {
	for location, follows := range map[string]bool{
		"http://fake:8080/other":     true,
		"/other":                     true,
		"http://fake:8081/other":     false, // named too, but another origin
		"https://fake:8080/other":    false,
		"http://localhost/other":     false,
		factorialhr.Production + "/": false,
	} {
		t.Run(location, func(t *testing.T) {
			var asked []string
			client := plainClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
				asked = append(asked, r.URL.Host)
				resp := response(r, http.StatusFound)
				resp.Header.Set("Location", location)
				if len(asked) > 1 {
					resp.StatusCode = http.StatusNotFound
				}
				return resp, nil
			}))
			err := client.Get(t.Context(), "employees/employees", nil, nil)
			want := factorialhr.ErrRedirect
			if follows {
				want = factorialhr.ErrNotFound
			}
			if !errors.Is(err, want) || len(asked) != map[bool]int{true: 2, false: 1}[follows] || asked[0] != "fake:8080" {
				t.Errorf("got %v after requests to %q", err, asked)
			}
		})
	}
}

func TestDownloadsOverPlainHTTP(t *testing.T) {
	for _, test := range []struct {
		from, redirect string // the redirect of the first response, if any
		sent           int    // requests
	}{
		{"http://fake:8081/file", "", 1},
		{"http://fake:8080/file", "", 1},
		{"https://storage.example.com/file", "", 1},
		{"http://fake:8082/file", "", 0},
		{"http://fake/file", "", 0},
		{"http://other:8081/file", "", 0},
		{"http://localhost/file", "", 0},
		{"http://127.0.0.1:8080/file", "", 0},
		{"http://[::1]:8080/file", "", 0},
		{"http://169.254.169.254/file", "", 0},
		{"http://fake:8081/file", "http://fake:8080/other", 2},
		{"http://fake:8081/file", "https://storage.example.com/other", 2},
		{"http://fake:8081/file", "http://localhost/other", 1},
		{"http://fake:8081/file", "http://other/other", 1},
		{"https://storage.example.com/file", "http://fake:8081/other", 1},
	} {
		t.Run(test.from+" "+test.redirect, func(t *testing.T) {
			sent := 0
			client := plainClient(t, transportFunc(func(r *http.Request) (*http.Response, error) {
				if sent++; r.Header.Get("X-Api-Key") != "" || r.Header.Get("Authorization") != "" {
					t.Error("a download carries the credential")
				}
				if test.redirect != "" && sent == 1 {
					resp := response(r, http.StatusFound)
					resp.Header.Set("Location", test.redirect)
					return resp, nil
				}
				return response(r, http.StatusNotFound), nil
			}))
			if _, err := client.Download(t.Context(), test.from, io.Discard); err == nil || sent != test.sent {
				t.Errorf("got %v after %d requests", err, sent)
			}
		})
	}
}

// A base URL that is not plain http to a named host opens nothing to downloads.
func TestNamedHostsAreForClientsOfPlainHTTPOnly(t *testing.T) {
	for _, base := range []string{factorialhr.Production, "https://fake:8080", "http://localhost:8080"} {
		t.Run(base, func(t *testing.T) {
			sent := 0
			client := plainClient(t, notFound(&sent), factorialhr.BaseURL(base))
			if _, err := client.Download(t.Context(), "http://fake:8081/file", io.Discard); !errors.Is(err, factorialhr.ErrInvalidRequest) || sent > 0 {
				t.Errorf("got %v after %d requests", err, sent)
			}
		})
	}
}

func TestInsecureHTTPThroughAProxyIsRefused(t *testing.T) {
	proxy := http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.test:3128"})
	_, err := factorialhr.New(auth.APIKey(secretKey), factorialhr.BaseURL("http://fake:8080"), factorialhr.InsecureHTTP("fake:8080"),
		factorialhr.HTTPClient(&http.Client{Transport: &http.Transport{Proxy: proxy}}))
	if err == nil || !strings.Contains(err.Error(), "proxy") {
		t.Errorf("got %v", err)
	}
}

func TestInsecureHTTPIsAnOptionOfTheClient(t *testing.T) {
	sent := 0
	err := plainClient(t, notFound(&sent)).Get(t.Context(), "employees/employees", nil, nil, factorialhr.InsecureHTTP("other"))
	if !errors.Is(err, factorialhr.ErrInvalidRequest) || sent > 0 {
		t.Errorf("got %v after %d requests", err, sent)
	}
}
