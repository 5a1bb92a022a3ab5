package mockserver

import (
	"io"
	"net"
	"strings"
	"testing"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

func TestConfigurationsThatMakeNoSense(t *testing.T) {
	app := func(redirect string) Config { return Config{OAuth: factorialtest.OAuthApp{RedirectURI: redirect}} }
	for _, test := range []struct {
		name string
		c    Config
		want string
	}{
		{"nothing", Config{}, ""},
		{"one file twice", Config{State: "a", Dump: "a"}, "-state alone"},
		{"a port that is none", Config{Address: Address{Port: 65536}}, "a port is a number"},
		{"a host with a port", Config{Address: Address{Host: "localhost:80"}}, "-host requires"},
		{"a certificate without its key", Config{TLS: TLS{Cert: "a"}}, "belong together"},
		{"a certificate that is not made", Config{TLS: TLS{Out: "a"}}, "need -tls"},
		{"hosts of a given certificate", Config{TLS: TLS{Cert: "a", Key: "b", Hosts: []string{"fake"}}}, "not for -tls-cert"},
		{"a webhook host that is a URL", Config{WebhookHosts: []string{"http://app"}}, "-webhook-hosts requires"},
		{"a webhook host with a port", Config{WebhookHosts: []string{"app:80"}}, "-webhook-hosts requires"},
		{"webhook hosts", Config{WebhookHosts: []string{"app", "App.internal", "10.0.0.7", "fd00::7"}}, ""},
		{"a redirect without a scheme", app("foo"), "-oauth-redirect requires"},
		{"a redirect that names a host only", app("localhost:3000/callback"), "-oauth-redirect requires"},
		{"a redirect without a host", app("http:///callback"), "-oauth-redirect requires"},
		{"a redirect", app("http://localhost:3000/callback"), ""},
		{"a redirect to a native application", app("com.example.app:/callback"), ""},
		{"a redirect to nowhere", app("urn:ietf:wg:oauth:2.0:oob"), ""},
		{"a control that is none", Config{Control: "yes"}, `-control is on, off or an address of this machine, such as 127.0.0.1:9090, not "yes"`},
		{"a control that others reach", Config{Control: "0.0.0.0:0"}, "address of this machine"},
		{"a control without a host", Config{Control: ":9090"}, "-control is"},
		{"a control on IPv6", Config{Control: "[::1]:9090"}, ""},
		{"a version that is none", Config{Version: "2026-11-01"}, "-version requires one of the versions"},
		{"an integration that is none", Config{SyncRuns: "here"}, "-sync-runs requires"},
		{"a share in percent", Config{Faults: "server-error=50%"}, `-faults: "50%" is not a share`},
		{"a kind that is none", Config{Faults: "gremlins"}, "-faults: "},
		{"a port twice", Config{Address: Address{Port: 8080, FilesPort: 8080}}, "-port and -files-port are both 8080"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := test.c.check()
			if err == nil {
				_, err = test.c.options()
			}
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAPortThatIsTakenSaysWhichFlagSetsAnother(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := l.Addr().(*net.TCPAddr).Port
	for want, c := range map[string]Config{
		"choose another -port":             {Address: Address{Port: port}},
		"choose another -files-port":       {Address: Address{FilesPort: port}},
		"choose another port for -control": {Control: l.Addr().String()},
	} {
		c.Key = "key"
		err := Run(t.Context(), c, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
