package factorialtest_test

import (
	"net/url"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Linux has all addresses of 127.0.0.0/8.
func TestTheSecondOriginListensWhereTheServerDoes(t *testing.T) {
	listen, loopback := factorialtest.Listen("127.0.0.2:0"), factorialtest.Loopback("127.0.0.3:0")
	for _, test := range []struct {
		name    string
		options []factorialtest.Option
		host    string // of FilesURL
	}{
		{"on the address of Loopback", []factorialtest.Option{loopback}, "127.0.0.3"},
		{"on the address of Listen", []factorialtest.Option{listen}, "127.0.0.2"},
		{"on the address of the last of the two", []factorialtest.Option{listen, loopback}, "127.0.0.3"},
		{"on the address of ListenFiles", []factorialtest.Option{factorialtest.ListenFiles("127.0.0.4:0"), listen, loopback}, "127.0.0.4"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := factorialtest.New(t, test.options...)
			if u, err := url.Parse(srv.FilesURL); err != nil || u.Hostname() != test.host {
				t.Errorf("FilesURL is %s, %v", srv.FilesURL, err)
			}
		})
	}
}
