package certificate_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/factorialhr-go/factorialhr/internal/fake/certificate"
)

func TestAClientThatTrustsTheCertificateReachesTheServer(t *testing.T) {
	own, err := certificate.New("fake", "10.0.0.7")
	if err != nil {
		t.Fatal(err)
	}
	other, err := certificate.New("fake")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{own}}
	server.StartTLS()
	defer server.Close()
	var dialer net.Dialer
	for _, test := range []struct {
		host  string
		trust tls.Certificate
		ok    bool
	}{
		{"127.0.0.1", own, true},
		{"localhost", own, true},
		{"fake", own, true},
		{"10.0.0.7", own, true},
		{"another", own, false},
		{"fake.example.com", own, false},
		{"127.0.0.1", other, false},
	} {
		t.Run(test.host, func(t *testing.T) {
			config, err := certificate.Trust(test.trust)
			if err != nil {
				t.Fatal(err)
			}
			conn, err := dialer.DialContext(t.Context(), "tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			config.ServerName = test.host
			if err := tls.Client(conn, config).HandshakeContext(t.Context()); (err == nil) != test.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestTheCertificateSignsNoOther(t *testing.T) {
	c, err := certificate.New()
	if err != nil {
		t.Fatal(err)
	}
	if c.Leaf.IsCA || c.Leaf.KeyUsage&x509.KeyUsageCertSign != 0 {
		t.Error("it is the certificate of an authority")
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(certificate.PEM(c)) {
		t.Error("the PEM text cannot be read")
	}
}

// A certificate of a name is served on a loopback address: the client of the server still checks
// the name.
func TestACertificateOfAnotherNameIsCheckedByItsName(t *testing.T) {
	c, err := certificate.New("fake")
	if err != nil {
		t.Fatal(err)
	}
	if config, err := certificate.Trust(c); err != nil || config.ServerName != "" {
		t.Errorf("got %v, %v", config.ServerName, err)
	}
	if _, err := certificate.Trust(tls.Certificate{}); err == nil {
		t.Error("an empty certificate is trusted")
	}
}
