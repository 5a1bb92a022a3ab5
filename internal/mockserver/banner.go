package mockserver

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// greet says what the server holds, where it is and how to call it. The source is the file that its
// records come from, if there is one.
func (c Config) greet(srv *factorialtest.Server, source string, w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "A fake Factorial with %s Interrupt to stop.\n\n", c.company(srv, source))
	fmt.Fprintf(&b, "  base URL  %s\n  x-api-key %s\n", srv.URL, c.Key)
	fmt.Fprintf(&b, "  OAuth     client id %q, client secret %q\n", cmp.Or(c.OAuth.ClientID, "client"), cmp.Or(c.OAuth.ClientSecret, "secret"))
	if page := pageURL(srv); page != "" {
		fmt.Fprintf(&b, "  page      %s\n", page)
		if !slices.Contains([]string{"", "on"}, c.Control) {
			fmt.Fprintf(&b, "  control   %s\n", srv.ControlURL)
		}
	}
	if c.Version != "" {
		fmt.Fprintf(&b, "  version   %s, whatever the path says\n", c.Version)
	}
	if c.State != "" {
		fmt.Fprintf(&b, "  state     %s%s\n", c.State, c.unused(source))
	}
	if !c.isLocal() {
		fmt.Fprintf(&b, "\n  Other machines can reach this server: it listens on %s, and the port of its download URLs is in %s.\n", c.Host, srv.FilesURL)
		fmt.Fprintf(&b, "  Everyone who reaches it can read and change all that it holds: keep real data out.\n")
	}
	trust := ""
	switch pem := srv.CertificatePEM(); {
	case !c.TLS.On:
	case c.TLS.Out != "":
		if err := replace(c.TLS.Out, 0o644, func(w io.Writer) error { _, err := w.Write(pem); return err }); err != nil {
			return fmt.Errorf("write the certificate: %w", err)
		}
		fmt.Fprintf(&b, "\n  Clients have to trust the certificate in %s.\n", c.TLS.Out)
		trust = "--cacert " + c.TLS.Out + " "
	default:
		fmt.Fprintf(&b, "\nClients have to trust this certificate:\n\n%s", pem)
		trust = "--cacert FILE "
	}
	fmt.Fprintf(&b, "\n  curl %s-H 'x-api-key: %s' '%s/api/%s/resources/employees/employees?limit=2'\n\n", trust, c.Key, srv.URL, cmp.Or(c.Version, srv.APIVersion()))
	_, err := w.Write(b.Bytes())
	return err
}

// company says how many employees the server has, and which file holds records of it.
func (c Config) company(srv *factorialtest.Server, source string) string {
	n, today := c.Size, srv.Now().Format(time.DateOnly)
	if source != "" { // otherwise, to count them is to make them
		n = len(srv.Records("employees/employees"))
	}
	employees := fmt.Sprintf("%d employees", n)
	if n == 1 {
		employees = "1 employee"
	}
	switch source {
	case "":
		return fmt.Sprintf("%s, around %s.", employees, today)
	case c.State:
		return fmt.Sprintf("%s and the records of %s. Its clock starts on %s.", employees, source, today)
	}
	return fmt.Sprintf("%s, around %s, and the records of %s.", employees, today, source)
}

// unused says that the records of a state are used, and that the fixture is not.
func (c Config) unused(source string) string {
	switch {
	case source != c.State:
		return ""
	case c.Load != "":
		return ": its records are used, -load is not"
	}
	return ": its records are used"
}
