package hook

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// errNoURL is the error for a target URL that no client can call.
var errNoURL = errors.New("factorialtest: the target URL is not an http or https URL")

// Hint says why webhooks to a target URL cannot be delivered. It returns "" if they perhaps can.
func (h *Sender) Hint(target string) string {
	if h.doer == nil {
		return "the server delivers no webhooks: use the option DeliverTo or Webhooks"
	}
	if _, ok := h.doer.(passing); ok {
		return ""
	}
	u, err := url.Parse(target)
	if err != nil {
		return explain(errNoURL)
	}
	if err := checkTarget(u); err != nil {
		return explain(err)
	}
	if checker, ok := h.doer.(interface{ check(host string) error }); ok {
		if err := checker.check(u.Hostname()); err != nil {
			return explain(err)
		}
	}
	return ""
}

// checkTarget returns an error for a URL that no HTTP client can call.
func checkTarget(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errNoURL
	}
	return nil
}

// hint says why an attempt failed: err, or else the status of the response.
func (d *delivery) hint(status int, err error) string {
	if err != nil {
		return explain(err)
	}
	text := fmt.Sprintf("the receiver responded with %d", status)
	webhook := d.subscription != ""
	switch {
	case status >= 200 && status < 300:
		return ""
	case status >= 300 && status < 400:
		return text + ": deliveries follow no redirect"
	case (status == http.StatusUnauthorized || status == http.StatusForbidden) && webhook && d.header.Get(challengeHeader) == "":
		return text + ", and the subscription has no challenge"
	case (status == http.StatusUnauthorized || status == http.StatusForbidden) && webhook:
		return text + ": does it expect another challenge than the one of the subscription?"
	case status == http.StatusNotFound:
		return text + ": its handler is at another path"
	case status == http.StatusMethodNotAllowed:
		return text + ": it must take a POST"
	}
	return text + ": only 2xx counts as delivered"
}

// explain says why there was no response. The text of an error may quote the target URL, which may
// hold a secret, so the hint never has it.
func explain(err error) string {
	var (
		dns       *net.DNSError
		untrusted *tls.CertificateVerificationError
		noTLS     tls.RecordHeaderError
		timeout   interface{ Timeout() bool }
		own       interface{ Hint() string }
	)
	switch {
	case errors.As(err, &own):
		return own.Hint()
	case errors.Is(err, errNoURL):
		return "the target URL is not an http or https URL"
	case errors.Is(err, errNotLoopback):
		return "the fake delivers only to this machine: the host of the target URL must be localhost or a loopback address"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens at the target URL"
	case errors.As(err, &dns):
		return "the host of the target URL is unknown"
	case errors.As(err, &untrusted), isX509(err):
		return "the certificate of the receiver is not trusted: use http:, or the option Webhooks with a client that trusts it"
	case errors.As(err, &noTLS), errors.Is(err, http.ErrSchemeMismatch):
		return "the receiver does not speak TLS: use http:"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("the receiver did not respond within %v", deliveryTimeout)
	case errors.Is(err, context.Canceled):
		return "the server was closed before the receiver responded"
	case errors.Is(err, errAborted), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return "the receiver cut the connection"
	}
	return "there was no response"
}

func isX509(err error) bool {
	var (
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
	)
	return errors.As(err, &unknown) || errors.As(err, &name) || errors.As(err, &invalid)
}
