package mockserver

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// check refuses what makes no sense, alone or together. Its errors name flags.
func (c Config) check() error {
	if c.State != "" && c.State == c.Dump {
		return errSameFile()
	}
	if versions := factorialhr.APIVersions(); c.Version != "" && !slices.Contains(versions, c.Version) {
		return fmt.Errorf("-version requires one of the versions %s, not %q", strings.Join(versions, ", "), c.Version)
	}
	if u, err := url.Parse(c.SyncRuns); c.SyncRuns != "" && (err != nil || u.Host == "") {
		return errors.New("-sync-runs requires an absolute URL, such as http://127.0.0.1:9000/runs")
	}
	if uri := c.OAuth.RedirectURI; uri != "" && !isAbsolute(uri) {
		return fmt.Errorf("-oauth-redirect requires an absolute URL, such as http://localhost:3000/callback, not %q", uri)
	}
	for _, host := range c.WebhookHosts {
		if !isHost(host) {
			return fmt.Errorf("-webhook-hosts requires hosts without scheme and port, such as app, not %q", host)
		}
	}
	return errors.Join(c.Address.check(), checkControl(c.Control), c.TLS.check())
}

func errSameFile() error {
	return errors.New("-state and -dump name the same file: -state alone also writes it at the end")
}

func (a Address) check() error {
	if a.Port < 0 || a.Port > 65535 || a.FilesPort < 0 || a.FilesPort > 65535 {
		return errors.New("-port and -files-port: a port is a number from 0 to 65535")
	}
	if a.Host != "" && !isHost(a.Host) {
		return fmt.Errorf("-host requires an address without a port, such as 0.0.0.0, not %q", a.Host)
	}
	return nil
}

func checkControl(control string) error {
	if slices.Contains([]string{"", "on", "off"}, control) {
		return nil
	}
	host, _, err := net.SplitHostPort(control)
	if err != nil || host == "" || !(Address{Host: host}).isLocal() {
		return fmt.Errorf("-control is on, off or an address of this machine, such as 127.0.0.1:9090, not %q", control)
	}
	return nil
}

// isHost reports whether a text is an address or a name, without a port.
func isHost(text string) bool {
	return net.ParseIP(text) != nil || text != "" && !strings.ContainsAny(text, "/:@[]? ")
}

// isAbsolute reports whether a URI can be the redirect URI of an application. A native application
// may have a scheme of its own, or a URN.
func isAbsolute(uri string) bool {
	u, err := url.Parse(uri)
	switch {
	case err != nil:
		return false
	case u.Scheme == "http" || u.Scheme == "https":
		return u.Host != ""
	}
	return u.Scheme == "urn" || u.Scheme != "" && (u.Host != "" || strings.HasPrefix(u.Path, "/"))
}

// faults reads the flag -faults.
func (c Config) faults() ([]factorialtest.Fault, error) {
	faults, err := factorialtest.ParseFaults(c.Faults)
	if number, ok := errors.AsType[*strconv.NumError](err); ok {
		return nil, fmt.Errorf("-faults: %q is not a share of requests: write a number from 0 to 1, such as 0.05 for 5%%", number.Num)
	}
	if err != nil {
		return nil, fmt.Errorf("-faults: %w", err)
	}
	return faults, nil
}
