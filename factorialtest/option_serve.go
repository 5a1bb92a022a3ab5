package factorialtest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr"
	"github.com/factorialhr-go/factorialhr/internal/apitable"
	"github.com/factorialhr-go/factorialhr/internal/fake/certificate"
	"github.com/factorialhr-go/factorialhr/internal/fake/edge"
	"github.com/factorialhr-go/factorialhr/internal/fake/openapi"
)

// listening is the result of the options below: where and how the server serves, and which API.
type listening struct {
	filesAddress string // empty: a free port of the host of the API
	named        bool   // other machines reach the server by names of their own
	cors         edge.CORS
	secure       bool
	certificate  tls.Certificate
	start        time.Time // zero: the clock shows the time of the machine
	version      string    // empty: all
}

// Listen makes the server listen on any address of this machine, such as "0.0.0.0:8080" in a
// container. Other machines can then reach it, and everyone who reaches it can read and change all
// that it holds: keep real data out, and use [Loopback] where that is enough. Port 0 selects a free
// port. [Server.URL] is the address by which this machine reaches the server. Download URLs name
// the host to which a client sent its request. Clients of the SDK on other machines need the option
// factorialhr.InsecureHTTP, unless the server has [TLS].
func Listen(address string) Option {
	return func(c *config) error {
		if _, _, err := net.SplitHostPort(address); err != nil {
			return errors.New("Listen requires host:port")
		}
		c.memory, c.address, c.named = false, address, true
		return nil
	}
}

// ListenFiles sets the address of the second origin, which serves the download URLs. The default is
// a free port of the host that [Listen] or [Loopback] names. A container needs a known one.
func ListenFiles(address string) Option {
	return func(c *config) error {
		if _, _, err := net.SplitHostPort(address); err != nil {
			return errors.New("ListenFiles requires host:port")
		}
		c.filesAddress = address
		return nil
	}
}

// CORS lets the scripts of web pages from these origins, such as "http://localhost:5173", call the
// server with every method and header, x-api-key and Authorization included, and read the headers
// of its responses. "*" means every origin. Cookies are never allowed. Without CORS, a browser
// keeps the responses from pages of other origins, as with the real API.
func CORS(origins ...string) Option {
	return func(c *config) error {
		cors, err := edge.NewCORS(origins...)
		if err != nil {
			return fmt.Errorf("CORS: %w", err)
		}
		c.cors = cors
		return nil
	}
}

// TLS makes the server serve https with a certificate that it makes for localhost, the loopback
// addresses and these hosts. [Server.HTTPClient] trusts the certificate; other clients need
// [Server.CertificatePEM]. The server must listen: a server in memory has https anyway.
func TLS(hosts ...string) Option {
	return func(c *config) error {
		own, err := certificate.New(hosts...)
		if err != nil {
			return fmt.Errorf("TLS: %w", err)
		}
		c.secure, c.certificate = true, own
		return nil
	}
}

// TLSCertificate is like [TLS], with a given certificate.
func TLSCertificate(given tls.Certificate) Option {
	return func(c *config) error {
		if _, err := certificate.Trust(given); err != nil {
			return fmt.Errorf("TLSCertificate: %w", err)
		}
		c.secure, c.certificate = true, given
		return nil
	}
}

// CertificatePEM returns the certificate with which the server serves https, in PEM and without its
// key, for the trust store of a client. It is nil without [TLS] and [TLSCertificate].
func (s *Server) CertificatePEM() []byte { return certificate.PEM(s.certificate) }

// StartAt sets the server's clock to t when the server starts. Unlike with [At], the clock then
// runs. The dates of the seeded company lie around t.
func StartAt(t time.Time) Option {
	return func(c *config) error {
		c.start = t
		return nil
	}
}

// OnlyVersion makes the server serve one version of the API at every path, whatever date the path
// has, as the real API does with a version that it no longer serves. The log has a hint for each
// request of another version. It must be one of [factorialhr.APIVersions].
func OnlyVersion(version string) Option {
	return func(c *config) error {
		c.version = version
		return nil
	}
}

// Writes returns the number of requests so far that may have changed something: all that have
// arrived at [Server.URL] and ended, except GET, HEAD and OPTIONS. A program that saves the records
// with [Server.Dump] compares it to see whether they can have changed.
func (s *Server) Writes() uint64 { return s.edge.Writes() }

// checkListening refuses options that contradict each other.
func (c *config) checkListening() error {
	versions := factorialhr.APIVersions()
	switch {
	case c.secure && c.memory:
		return errors.New("TLS needs a server that listens: add Loopback or Listen")
	case !c.start.IsZero() && !c.at.IsZero():
		return errors.New("At stops the clock that StartAt lets run: use one of them")
	case c.version == "":
		return nil
	}
	if slices.Contains(versions, c.version) {
		return nil
	}
	return fmt.Errorf("OnlyVersion requires one of the versions %s", strings.Join(versions, ", "))
}

// surround returns the handler of the port: api behind what surrounds it.
func (c *config) surround(s *Server, api http.Handler) *edge.Edge {
	return &edge.Edge{
		API: api, CORS: c.cors, Methods: s.engine.Methods,
		Document: func(version, server string) ([]byte, error) {
			tables, err := apitable.Load()
			if err != nil {
				return nil, err
			}
			if version == "" {
				version = s.APIVersion()
			}
			if c.memory {
				server = s.URL // in memory, https is plain text
			}
			return openapi.Document(tables, version, server)
		},
	}
}
