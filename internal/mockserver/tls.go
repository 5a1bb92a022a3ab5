package mockserver

import (
	"crypto/tls"
	"errors"
	"fmt"
	"os"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// TLS says with which certificate the server serves https, if at all.
type TLS struct {
	On        bool     // with a certificate that the server makes
	Hosts     []string // names and addresses in that certificate, besides this machine's
	Out       string   // the file that the certificate is written to; empty: print it
	Cert, Key string   // the files of another certificate and its key, in PEM
}

func (t TLS) given() bool { return t.Cert != "" || t.Key != "" }

func (t TLS) on() bool { return t.On || t.given() }

func (t TLS) check() error {
	switch {
	case (t.Cert == "") != (t.Key == ""):
		return errors.New("-tls-cert and -tls-key belong together")
	case t.given() && (len(t.Hosts) > 0 || t.Out != ""):
		return errors.New("-tls-hosts and -tls-out are for the certificate that the server makes, not for -tls-cert")
	case !t.on() && (len(t.Hosts) > 0 || t.Out != ""):
		return errors.New("-tls-hosts and -tls-out need -tls")
	}
	return nil
}

func (t TLS) options() ([]factorialtest.Option, error) {
	switch {
	case t.given():
		cert, err := tls.LoadX509KeyPair(t.Cert, t.Key)
		if err != nil {
			return nil, fmt.Errorf("read the certificate: %w", err)
		}
		return []factorialtest.Option{factorialtest.TLSCertificate(cert)}, nil
	case t.On:
		hosts := t.Hosts
		if name, err := os.Hostname(); err == nil && name != "" {
			hosts = append(hosts[:len(hosts):len(hosts)], name)
		}
		return []factorialtest.Option{factorialtest.TLS(hosts...)}, nil
	}
	return nil, nil
}
