package cause

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// proxyRefusal is the status of a proxy that refused a CONNECT request.
type proxyRefusal struct{ status int }

func (e *proxyRefusal) Error() string { return "the proxy refused: " + statusText(e.status) }

// ProxyAnswered implements [http.Transport.OnProxyConnectResponse]. It keeps the status code;
// net/http itself would return only the reason phrase.
func ProxyAnswered(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusal{resp.StatusCode}
}

// describeProxy says why a proxy refused. A proxy that cannot reach the server or is busy may
// succeed on the next attempt; one that requires a password does not.
func describeProxy(err error, at Stage) (text string, passes, ok bool) {
	if e, ok := find[*proxyRefusal](err); ok {
		return e.Error(), passingStatus(e.status), true
	}
	op, isOp := find[*net.OpError](err)
	switch {
	case isOp && op.Op == "proxyconnect":
		text, passes := describe(op.Err, Connecting)
		return "the proxy: " + text, passes, true
	case isOp && op.Op == "socks connect":
		if text, passes, ok := describeSOCKS(op.Err); ok {
			return text, passes, true
		}
	case at == Connecting && isStandard(err) && !isOp:
		return describeText(textOf(err))
	}
	return "", false, false
}

// describeText recognises the error that net/http makes of a proxy's status line: its text is the
// reason phrase alone.
func describeText(text string) (string, bool, bool) {
	if text == "" || text == "unknown status code" {
		return "the proxy refused", false, true
	}
	for status := 100; status < 600; status++ {
		if known := http.StatusText(status); known != "" && strings.EqualFold(known, strings.TrimSpace(text)) {
			return "the proxy refused: " + statusText(status), passingStatus(status), true
		}
	}
	return "", false, false
}

func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

func passingStatus(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// socksReplies are the texts of net/http for the replies of a SOCKS proxy (RFC 1928 §6), and
// whether another attempt may get another reply.
var socksReplies = map[string]bool{
	"unknown error general SOCKS server failure":      true,
	"unknown error connection not allowed by ruleset": false,
	"unknown error network unreachable":               true,
	"unknown error host unreachable":                  true,
	"unknown error connection refused":                true,
	"unknown error TTL expired":                       true,
	"unknown error command not supported":             false,
	"unknown error address type not supported":        false,
	"no acceptable authentication methods":            false,
	"invalid username/password":                       false,
	"username/password authentication failed":         false,
}

func describeSOCKS(err error) (text string, passes, ok bool) {
	passes, ok = socksReplies[textOf(err)]
	if ok {
		return "the proxy refused: " + strings.TrimPrefix(textOf(err), "unknown error "), passes, true
	}
	if _, _, known := describeKnown(err, Elsewhere); known || !isStandard(err) {
		return "", false, false
	}
	return "the proxy refused", false, true
}
