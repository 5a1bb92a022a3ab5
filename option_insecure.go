package factorialhr

import (
	"slices"

	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// InsecureHTTP lets the base URL be plain http to one of these hosts, although they are other
// machines. The credential and all data then travel unencrypted: everyone on the way can read and
// change them. It is for a fake API that runs in another container, with a credential that opens
// nothing else. Never name a host that holds the data of people.
//
//	client, err := factorialhr.New(auth.APIKey("factorialtest"),
//		factorialhr.BaseURL("http://fake:8080"),
//		factorialhr.InsecureHTTP("fake:8080", "fake:8081"))
//
// A host is host or host:port, exactly as in the URL; without a port, it has port 80. It is no
// wildcard and does not include hosts below it. For every other host, plain http is refused as
// without this option, and https is not affected. [New] refuses any other text, and the hosts of
// Factorial itself, whatever the base URL.
//
// The credential goes only to the origin of the base URL, as always, and redirects of a call stay
// there. If the base URL is plain http to one of these hosts, then [Client.Download] and its
// redirects also read over plain http from these hosts, such as the second origin of the fake. Such
// a client does not read from its own machine. New still refuses a transport whose proxy would read
// the requests. It is an option of the client.
func InsecureHTTP(hosts ...string) RequestOption {
	hosts = slices.Clone(hosts)
	plain, err := origin.NamePlain(hosts...)
	return func(s *settings) {
		s.clientOnly("InsecureHTTP")
		switch {
		case err != nil:
			s.reject("InsecureHTTP: " + err.Error())
		case len(hosts) == 0:
			s.reject("InsecureHTTP names no host")
		}
		s.insecure, s.plain = hosts, plain
	}
}
