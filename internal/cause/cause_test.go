package cause_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/oauth2"

	"github.com/factorialhr-go/factorialhr/internal/cause"
)

const leak = "hunter2"

type custom struct{ Text string }

func (e *custom) Error() string { return e.Text }
func (e *custom) Code() int     { return 7 }

// coded is an interface that a caller may pass to errors.As.
type coded interface{ Code() int }

func secretCertificate() *x509.Certificate {
	return &x509.Certificate{DNSNames: []string{leak}}
}

func TestWhatIsRebuiltHoldsNoText(t *testing.T) {
	original := errors.Join(
		&net.OpError{Op: leak, Net: leak, Source: &net.UnixAddr{Name: leak}, Addr: &net.UnixAddr{Name: leak}, Err: &os.SyscallError{Syscall: leak + "!", Err: syscall.ECONNRESET}},
		&net.DNSError{Err: leak, Name: leak, Server: leak, IsTimeout: true, UnwrapErr: errors.New(leak)},
		&net.AddrError{Err: leak, Addr: leak}, &net.ParseError{Type: leak, Text: leak},
		&os.SyscallError{Syscall: leak + "!", Err: errors.New(leak)}, &fs.PathError{Op: leak, Path: leak, Err: errors.New(leak)},
		&tls.CertificateVerificationError{UnverifiedCertificates: []*x509.Certificate{secretCertificate()}, Err: errors.New(leak)},
		&tls.ECHRejectionError{RetryConfigList: []byte(leak)}, tls.RecordHeaderError{Msg: leak, RecordHeader: [5]byte{'h', 'u', 'n', 't', 'e'}},
		x509.UnknownAuthorityError{Cert: secretCertificate()}, x509.HostnameError{Host: leak, Certificate: secretCertificate()},
		x509.CertificateInvalidError{Reason: x509.Expired, Detail: leak, Cert: secretCertificate()}, x509.SystemRootsError{Err: errors.New(leak)},
	)
	err := error(cause.Of(original, cause.Connected))
	check(t, as[*net.OpError](t, err))
	check(t, as[*net.DNSError](t, err))
	check(t, as[*net.AddrError](t, err))
	check(t, as[*net.ParseError](t, err))
	check(t, as[*os.SyscallError](t, err))
	check(t, as[*fs.PathError](t, err))
	check(t, as[*tls.CertificateVerificationError](t, err))
	check(t, as[*tls.ECHRejectionError](t, err))
	check(t, as[tls.RecordHeaderError](t, err))
	check(t, as[x509.UnknownAuthorityError](t, err))
	check(t, as[x509.HostnameError](t, err))
	check(t, as[x509.CertificateInvalidError](t, err))
	check(t, as[x509.SystemRootsError](t, err))
	check(t, err)
	if !as[*net.DNSError](t, err).IsTimeout || !errors.Is(as[*net.OpError](t, err), syscall.ECONNRESET) {
		t.Error("the safe parts are lost")
	}
}

func as[T error](t *testing.T, err error) T {
	t.Helper()
	e, ok := errors.AsType[T](err)
	if !ok {
		t.Fatalf("%T is not found", *new(T))
	}
	return e
}

// check prints err, and everything that it wraps, in every way.
func check(t *testing.T, err error) {
	t.Helper()
	var out strings.Builder
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
			fmt.Fprintf(&out, verb+" "+verb+"\n", e, struct{ err error }{e})
		}
		asJSON, _ := json.Marshal(e)
		out.Write(asJSON)
		slog.New(slog.NewJSONHandler(&out, nil)).Error("failed", "error", e)
	}
	if text := out.String(); strings.Contains(text, leak) || strings.Contains(text, fmt.Sprintf("%x", leak)) {
		t.Errorf("%T says\n%s", err, text)
	}
}

func TestWhatQuotesAndIsNotRebuiltIsNotHandedOut(t *testing.T) {
	for _, original := range []error{
		&url.Error{Op: leak, URL: leak, Err: errors.New(leak)}, textproto.ProtocolError(leak), &textproto.Error{Code: 500, Msg: leak},
		&json.UnmarshalTypeError{Value: leak}, net.UnknownNetworkError(leak), net.InvalidAddrError(leak),
		&os.LinkError{Op: leak, Old: leak, New: leak, Err: errors.New(leak)}, &oauth2.RetrieveError{ErrorCode: leak},
	} {
		err := error(cause.Of(fmt.Errorf("%s: %w", leak, original), cause.Connected))
		check(t, err)
		var (
			e1 *url.Error
			e2 textproto.ProtocolError
			e3 *textproto.Error
			e5 *json.UnmarshalTypeError
			e6 net.UnknownNetworkError
			e7 net.InvalidAddrError
			e8 *os.LinkError
			e9 *oauth2.RetrieveError
		)
		for _, target := range []any{&e1, &e2, &e3, &e5, &e6, &e7, &e8, &e9} {
			if errors.As(err, target) {
				t.Errorf("%T is handed out", original)
			}
		}
		if !errors.Is(err, original) {
			t.Errorf("errors.Is does not find %T", original)
		}
	}
}

func TestAnErrorOfAnotherPackageIsHandedOut(t *testing.T) {
	own := &custom{leak}
	err := error(cause.Of(&url.Error{URL: leak, Err: errors.Join(io.EOF, &net.OpError{Op: "dial", Err: own})}, cause.Elsewhere))
	check(t, err)
	if e, ok := errors.AsType[*custom](err); !ok || e != own {
		t.Error("not by its type")
	}
	var byInterface coded
	if !errors.As(err, &byInterface) || byInterface != coded(own) {
		t.Error("not by an interface of its package")
	}
	op, ok := errors.AsType[*net.OpError](err)
	if e, found := errors.AsType[*custom](op); !ok || !found || e != own {
		t.Error("not within a rebuilt error")
	}
	check(t, op)
	var unwrapper interface{ Unwrap() error }
	if errors.As(err, &unwrapper) {
		t.Errorf("an interface that only unwraps gets %T", unwrapper)
	}
	var network net.Error
	if !errors.As(err, &network) || network.(error) != err {
		t.Errorf("net.Error gets %T", network)
	}
}

func TestAnAlertIsFoundByItsNumber(t *testing.T) {
	for number := range 256 {
		alert := tls.AlertError(number)
		err := error(cause.Of(&net.OpError{Op: "remote error", Err: errors.New(alert.Error())}, cause.Connecting)) // crypto/tls has its own type for it
		found, ok := errors.AsType[tls.AlertError](err)
		if !ok || found != alert || !strings.HasPrefix(err.Error(), "TLS: ") {
			t.Errorf("%d: got %v, %v", number, found, err)
		}
	}
}

func TestNothingIsFoundInNothing(t *testing.T) {
	err := error(cause.New("nothing", nil))
	for _, target := range []any{new(*net.OpError), new(*net.DNSError), new(tls.AlertError), new(*custom), new(coded), new(syscall.Errno)} {
		if errors.As(err, target) {
			t.Errorf("%T is found", target)
		}
	}
	if cause.Original(errors.New("other")) != nil || cause.Passes(nil) || cause.FromNetwork(nil) {
		t.Error("there is no cause")
	}
	check(t, err)
}
