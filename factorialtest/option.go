package factorialtest

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
)

// An Option changes a server before it starts.
type Option func(*config) error

// config is what the options come to.
type config struct {
	memory      bool
	address     string // of the API, where it is not in memory
	strict      bool
	loose       bool // references are not checked
	employees   int
	seed        uint64
	at          time.Time // zero: the clock goes on by itself
	credentials []Credential
	faults      *faults
	limit       *postLimit
	observe     func(Request)
	oauth       oauthserver.Options
	webhooks    Doer
	syncRuns    string // where an integration is called
	// syncRunHeader goes with each of those calls.
	syncRunHeader http.Header
}

func defaultConfig() config {
	return config{address: "127.0.0.1:0", employees: 20, seed: 1, faults: &faults{seed: 1}, limit: new(postLimit)}
}

// InMemory runs the server on a network of its own in memory, reached through [Server.HTTPClient]. It is the default
// of [New], and what works inside a bubble of testing/synctest.
func InMemory() Option {
	return func(c *config) error {
		c.memory = true
		return nil
	}
}

// Loopback makes the server listen on an address of this machine, as "127.0.0.1:8080"; port 0 or an empty address is a
// free port. The default of [Start].
func Loopback(address string) Option {
	return func(c *config) error {
		if address == "" {
			address = "127.0.0.1:0"
		}
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return errors.New("Loopback wants host:port")
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return errors.New("Loopback wants an address of this machine: the fake is no server for others")
		}
		c.memory, c.address = false, address
		return nil
	}
}

// Seed sets how many employees the company has; managers, teams, contracts, leaves, shifts and the rest follow from
// that. The default is 20. Seed(0) starts with no records at all. Whatever the size, records are made when somebody first
// asks for them, so a large company costs nothing until then.
func Seed(employees int) Option {
	return func(c *config) error {
		if employees < 0 || employees > 1_000_000 {
			return fmt.Errorf("Seed wants 0 to 1,000,000 employees, not %d", employees)
		}
		c.employees = employees
		return nil
	}
}

// RandomSeed chooses another company: other names, other dates. The same number gives the same company, byte by byte.
// The default is 1.
func RandomSeed(n uint64) Option {
	return func(c *config) error {
		c.seed = n
		return nil
	}
}

// At stops the server's clock at t; it moves by [Server.Advance] only. Without it, the clock is that of the machine, or
// of the bubble. The seeded company lives around t; without At around the first day of the API version.
func At(t time.Time) Option {
	return func(c *config) error {
		c.at = t
		return nil
	}
}

// Lenient ignores query parameters that the API does not know without a word, as the real API does. They are in the log
// of requests nevertheless.
func Lenient() Option {
	return func(c *config) error {
		c.strict = false
		return nil
	}
}

// WithCredential adds a credential that the server accepts. Without any, [DefaultAPIKey] is accepted.
func WithCredential(credential Credential) Option {
	return func(c *config) error {
		if credential.Key == "" || strings.ContainsAny(credential.Key, " \r\n") {
			return errors.New("WithCredential wants a key without blanks")
		}
		c.credentials = append(c.credentials, credential)
		return nil
	}
}
