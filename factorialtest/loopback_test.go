package factorialtest_test

import (
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// The fake, the SDK and the command have one rule for what is this machine.
func TestWhatCountsAsThisMachine(t *testing.T) {
	for name, test := range map[string]struct {
		host    string
		accepts bool
	}{
		"an address of IPv4":           {"127.0.0.1", true},
		"another one":                  {"127.0.0.2", true},
		"the name":                     {"localhost", true},
		"the name in capitals":         {"LocalHost", true},
		"a name below it":              {"fake.localhost", false},
		"an address of another host":   {"192.0.2.1", false},
		"every address":                {"0.0.0.0", false},
		"an address that is shortened": {"127.1", false},
		"nothing":                      {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			for what, option := range map[string]func(string) factorialtest.Option{
				"requires an address": factorialtest.Loopback, "ControlAt requires": factorialtest.ControlAt,
			} {
				srv, err := factorialtest.Start(option(test.host + ":0"))
				if (err == nil) != test.accepts || err != nil && !strings.Contains(err.Error(), what) {
					t.Errorf("%s: %v", test.host, err)
				}
				if srv != nil {
					_ = srv.Close()
				}
			}
		})
	}
}
