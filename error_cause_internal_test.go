package factorialhr

import (
	"compress/flate"
	"compress/gzip"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestWhatIsSaidOfABrokenConnection(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string
	}{
		"refused":            {&net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, "dial: connection refused"},
		"reset":              {&net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}, "read: connection reset by peer"},
		"a bare number":      {syscall.EPIPE, "broken pipe"},
		"an unknown host":    {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "secret"}}, "the host name was not resolved"},
		"a timeout":          {&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, "no response in time"},
		"another of an Op":   {&net.OpError{Op: "dial", Err: errors.New("secret")}, "dial failed"},
		"a certificate":      {&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, "TLS: the certificate is signed by an unknown authority"},
		"no TLS":             {tls.RecordHeaderError{Msg: "secret"}, "the server does not speak TLS"},
		"the end":            {io.EOF, "the connection ended before the response did"},
		"an end too early":   {fmt.Errorf("secret: %w", io.ErrUnexpectedEOF), "the connection ended before the response did"},
		"no gzip":            {gzip.ErrHeader, "the response is not compressed as its header says"},
		"a wrong sum":        {gzip.ErrChecksum, "the response is not compressed as its header says"},
		"broken compression": {flate.CorruptInputError(7), "the response is not compressed as its header says"},
		"anything else":      {errors.New("secret"), "the transport failed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := attemptCause(t.Context(), handed(), &url.Error{Op: "Get", URL: "https://secret", Err: test.err})
			if err.Error() != test.want || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %q, want %q", err, test.want)
			}
			if !errors.Is(err, test.err) {
				t.Errorf("it is not %v any more", test.err)
			}
		})
	}
}

// handed is the fate of a request that was sent.
func handed() *fate {
	f := new(fate)
	f.note(handedOver)
	return f
}
