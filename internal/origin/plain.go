package origin

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Plain is a set of hosts that the caller lets this module reach over plain http, although they are
// other machines. Its zero value is empty. It is never changed after [NamePlain].
type Plain []Origin

// The reasons why a host cannot be in a [Plain].
var (
	ErrPlainName = errors.New("the host must be host or host:port, as in the base URL, in ASCII and without a scheme, a path or a wildcard")
	ErrFactorial = errors.New("a host of Factorial holds real data and is reached over https only")
)

// factorial are the domains of Factorial's environments.
var factorial = []string{"factorialhr.com", "factorial.dev"}

// NamePlain returns the set of the named hosts. A host is written as in a URL: "fake:8080",
// "10.0.0.7:8080", "[fd00::7]:8080". Without a port, it has port 80.
func NamePlain(hosts ...string) (Plain, error) {
	var p Plain
	for _, text := range hosts {
		u, err := url.Parse("http://" + text)
		if err != nil || u.Host != text || !isName(u) {
			return nil, ErrPlainName
		}
		o, err := Of(u)
		if err != nil && err != ErrPlainHTTP {
			return nil, ErrPlainName
		}
		for _, domain := range factorial {
			if host := strings.TrimRight(o.Host, "."); host == domain || strings.HasSuffix(host, "."+domain) {
				return nil, ErrFactorial
			}
		}
		p = append(p, o)
	}
	return p, nil
}

// isName reports whether the host of u is an address, or a name of the characters that names of
// hosts and of containers have, and its port, if any, a number. Other characters could turn into a
// host of Factorial on the way: net/http maps letters outside ASCII to others.
func isName(u *url.URL) bool {
	host, port := u.Hostname(), u.Port()
	if strings.HasSuffix(u.Host, ":") {
		return false
	}
	if n, err := strconv.Atoi(port); port != "" && (err != nil || n < 1 || n > 65535 || strconv.Itoa(n) != port) {
		return false
	}
	if strings.HasPrefix(u.Host, "[") {
		ip, err := netip.ParseAddr(host)
		return err == nil && ip.Zone() == ""
	}
	for _, c := range []byte(strings.ToLower(host)) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return host != ""
}

// Of is [Of], except that it also returns the origin of a plain http URL without an error if the
// set has that host and port.
func (p Plain) Of(u *url.URL) (Origin, error) {
	o, err := Of(u)
	if err == ErrPlainHTTP && p.has(o) {
		return o, nil
	}
	return o, err
}

func (p Plain) has(o Origin) bool {
	for _, named := range p {
		if named == o {
			return true
		}
	}
	return false
}
