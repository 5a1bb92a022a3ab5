package cause

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
)

// Stage is how far net/http came with a request that failed.
type Stage uint8

const (
	// Elsewhere means that net/http did not begin: a transport of the caller failed by itself.
	Elsewhere Stage = iota
	// Connecting means that net/http was about to set up a connection, through a proxy or not.
	Connecting
	// Connected means that net/http had a connection.
	Connected
)

// describe says in words of this package what err is, and whether it can pass by itself.
func describe(err error, at Stage) (text string, passes bool) {
	if text, passes, known := describeKnown(err, at); known {
		return text, passes
	}
	switch {
	case at == Connected && isStandard(err):
		return "the connection failed", true // net/http has many texts and few types
	case at == Connected:
		return "the transport failed", false
	case at == Connecting && isStandard(err):
		return "no connection could be set up", false
	default:
		return "the transport failed", false
	}
}

// describeKnown is describe for the kinds of errors that say themselves what they are.
func describeKnown(err error, at Stage) (text string, passes, known bool) {
	if text, passes, ok := describeProxy(err, at); ok {
		return text, passes, true
	}
	if text, passes, ok := describeTLS(err, at); ok {
		return text, passes, true
	}
	if _, ok := find[*net.DNSError](err); ok {
		return "the host name was not resolved", true, true
	}
	op, isOp := find[*net.OpError](err)
	number, isNumber := errors.AsType[syscall.Errno](err)
	network, isNetwork := errors.AsType[net.Error](err)
	switch {
	case isOp && isNumber:
		return operation(op.Op) + ": " + number.Error(), true, true
	case isNumber:
		return number.Error(), true, true
	case errors.Is(err, context.Canceled):
		return context.Canceled.Error(), true, true
	case isNetwork && network.Timeout(), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return "no response in time", true, true
	case isCompression(err):
		return "the response is not compressed as its header says", true, true
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection ended before the response did", true, true
	case isOp:
		return operation(op.Op) + " failed", true, true
	case errors.Is(err, net.ErrClosed), errors.Is(err, io.ErrClosedPipe):
		return "the connection was closed", true, true
	case strings.HasPrefix(textOf(err), "unsupported protocol scheme "):
		return "the transport does not speak the protocol of the URL", false, true
	}
	return "", false, false
}

func isCompression(err error) bool {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	return corrupt || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
}

// describeTLS says what refused a TLS connection. But for a few alerts, nothing of that passes by
// itself.
func describeTLS(err error, at Stage) (text string, passes, ok bool) {
	if text, ok := describeCertificate(err); ok {
		return text, false, true
	}
	if number, ok := alertOf(err); ok {
		return "TLS: " + strings.TrimPrefix(number.Error(), "tls: "), passingAlerts[number], true
	}
	if _, ok := find[*tls.ECHRejectionError](err); ok {
		return "TLS: the server rejected the encrypted client hello", false, true
	}
	_, record := errors.AsType[tls.RecordHeaderError](err)
	switch {
	case record && at == Connected:
		return "TLS: the connection is corrupt", true, true
	case record, errors.Is(err, http.ErrSchemeMismatch):
		return "the server does not speak TLS", false, true
	case at == Connecting && strings.HasPrefix(textOf(err), "tls: "):
		return "TLS: the two sides do not agree", false, true
	}
	return "", false, false
}

// passingAlerts are the alerts (RFC 8446 §6) that say nothing of the two sides, but of the moment.
var passingAlerts = map[tls.AlertError]bool{
	0:  true, // close notify
	10: true, // unexpected message
	20: true, // bad record MAC
	80: true, // internal error
	90: true, // user canceled
}

// alertOf finds a TLS alert of either side. crypto/tls has two types for them, and exports one.
func alertOf(err error) (tls.AlertError, bool) {
	if number, ok := errors.AsType[tls.AlertError](err); ok {
		return number, true
	}
	op, ok := find[*net.OpError](err)
	for ok && op.Op != "remote error" && op.Op != "local error" {
		op, ok = find[*net.OpError](op.Err)
	}
	if !ok {
		return 0, false
	}
	text := textOf(op.Err)
	for number := range 256 {
		if alert := tls.AlertError(number); alert.Error() == text {
			return alert, true
		}
	}
	return 0, false
}

// operations are the words that the standard library has for [net.OpError.Op]. Any other is a
// caller's, which could hold anything.
var operations = map[string]bool{
	"accept": true, "close": true, "dial": true, "listen": true, "local error": true, "proxyconnect": true, "read": true,
	"readfrom": true, "remote error": true, "set": true, "socks connect": true, "write": true, "writeto": true,
}

func operation(op string) string {
	if operations[op] {
		return op
	}
	return "connect"
}

// textOf returns the text of an error, to be compared with texts that are known. A nil error has
// none.
func textOf(err error) string {
	if err == nil || isNil(err) {
		return ""
	}
	return err.Error()
}
