package cause

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
)

// describeCertificate says why a certificate was refused. It does not use the texts of x509, which
// quote names from the certificate.
func describeCertificate(err error) (text string, ok bool) {
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "TLS: the certificate is signed by an unknown authority", true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "TLS: the certificate is for another host", true
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if e.Reason == x509.Expired {
			return "TLS: the certificate has expired or is not valid yet", true
		}
		return "TLS: the certificate is not valid for this use", true
	}
	if _, ok := errors.AsType[x509.SystemRootsError](err); ok {
		return "TLS: no certificate authorities could be read, so no certificate is trusted", true
	}
	if _, ok := errors.AsType[x509.InsecureAlgorithmError](err); ok {
		return "TLS: the certificate is signed with an insecure algorithm", true
	}
	_, untrusted := find[*tls.CertificateVerificationError](err)
	_, critical := errors.AsType[x509.UnhandledCriticalExtension](err)
	_, violation := errors.AsType[x509.ConstraintViolationError](err)
	if untrusted || critical || violation {
		return "TLS: the certificate is not trusted", true
	}
	return "", false
}

// rebuildVerification keeps the reason without the certificates.
func rebuildVerification(e *tls.CertificateVerificationError) *tls.CertificateVerificationError {
	return &tls.CertificateVerificationError{Err: inner(e.Err)}
}

// rebuildHostname leaves out the names. It needs an empty certificate because the error prints the
// names of its certificate.
func rebuildHostname(x509.HostnameError) x509.HostnameError {
	return x509.HostnameError{Certificate: new(x509.Certificate)}
}

func rebuildInvalid(e x509.CertificateInvalidError) x509.CertificateInvalidError {
	return x509.CertificateInvalidError{Reason: e.Reason}
}

func rebuildAuthority(x509.UnknownAuthorityError) x509.UnknownAuthorityError {
	return x509.UnknownAuthorityError{}
}

func rebuildRoots(e x509.SystemRootsError) x509.SystemRootsError {
	if e.Err == nil {
		return e
	}
	return x509.SystemRootsError{Err: inner(e.Err)}
}
