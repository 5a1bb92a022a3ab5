package mockserver

import (
	"fmt"
	"io"
	"net/url"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// DeliveryPrinter prints a line for each attempt to deliver a webhook, and the hint if there is
// one, in one write. Of the target URL it prints no password and no query, which may hold secrets.
func DeliveryPrinter(w io.Writer) func(factorialtest.Delivery) {
	return func(d factorialtest.Delivery) {
		target := "a URL that cannot be read"
		if u, err := url.Parse(d.URL); err == nil {
			u.User, u.RawQuery, u.Fragment = nil, "", ""
			target = u.String()
		}
		result := "no response"
		if d.Status != 0 {
			result = fmt.Sprint(d.Status)
		}
		text := fmt.Sprintf("webhook %s to %s, attempt %d: %s\n", d.Event, target, d.Attempt, result)
		if d.Hint != "" {
			text += "    " + d.Hint + "\n"
		}
		_, _ = io.WriteString(w, text)
	}
}
