package control

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// privateDomains are reserved: nobody can register a name below them, so a page of a foreign web
// site cannot have one as its host (RFC 2606, RFC 6761, RFC 6762, RFC 8375; ICANN for internal).
var privateDomains = []string{".localhost", ".test", ".example", ".invalid", ".local", ".internal", ".home.arpa"}

// refusesHost returns the reason to refuse the Host of a request, or "". A browser sends the name
// in its address bar. With DNS rebinding, that name belongs to a stranger and has this machine's
// address.
func (h *Handler) refusesHost(r *http.Request) string {
	host := hostname(r.Host)
	if host == "" || !strings.Contains(host, ".") || net.ParseIP(host) != nil || slices.Contains(h.options.Hosts, host) {
		return ""
	}
	if slices.ContainsFunc(privateDomains, func(domain string) bool { return strings.HasSuffix(host, domain) }) {
		return ""
	}
	return "the control surface does not serve the host " + host + ", which a foreign web site could own: use an address, localhost or a name without a dot, or allow the host when the server starts"
}

// hostname returns the host of an authority in lower case, without its port and final dot. An
// address of IPv6 has colons and no dot.
func hostname(authority string) string {
	host, _, err := net.SplitHostPort(authority)
	if err != nil {
		host = authority
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// refusesOrigin returns the reason to refuse a request that a browser sends for another origin, or
// "". Programs other than browsers send neither header.
func refusesOrigin(w http.ResponseWriter, r *http.Request) string {
	const reason = "the control surface does not serve pages of other origins; CORS, or -cors of the command, allows them"
	origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
	switch {
	case origin != "" && (sameHost(origin, r.Host) || allowed(w, origin)):
		return ""
	case origin != "":
		return reason
	case site == "" || site == "same-origin" || site == "none":
		return ""
	case r.Header.Get("Sec-Fetch-Mode") == "navigate" && (r.Method == http.MethodGet || r.Method == http.MethodHead):
		return "" // a link to the surface: the page with the link cannot read the response
	}
	return reason
}

func sameHost(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}

// allowed reports whether a handler in front of this one lets pages of an origin read the response.
func allowed(w http.ResponseWriter, origin string) bool {
	read := w.Header().Get("Access-Control-Allow-Origin")
	return read == "*" || read == origin
}
