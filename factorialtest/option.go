package factorialtest

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/factorialhr-go/factorialhr/internal/fake/fault"
	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
	"github.com/factorialhr-go/factorialhr/internal/fake/journal"
	"github.com/factorialhr-go/factorialhr/internal/fake/serve"
	"github.com/factorialhr-go/factorialhr/internal/oauthserver"
	"github.com/factorialhr-go/factorialhr/internal/origin"
)

// An Option configures a server before it starts.
type Option func(*config) error

// config is the result of the options.
type config struct {
	listening
	known       *serve.Spec // nil: the embedded tables
	memory      bool
	address     string // of the API, if not in memory
	strict      bool
	loose       bool // references are not checked
	employees   int
	seed        uint64
	at          time.Time // zero: the clock runs
	credentials []Credential
	faults      *fault.Plan
	limit       int
	observe     func(*journal.Request)
	// observeDeliveries may be nil.
	observeDeliveries func(hook.Delivery)
	oauth             oauthserver.Options
	webhooks          Doer
	syncRuns          string // the URL of the integration to call
	// syncRunHeader is sent with each call to the integration.
	syncRunHeader http.Header
	control       controlConfig
}

func defaultConfig() config {
	return config{address: "127.0.0.1:0", employees: 20, seed: 1, faults: &fault.Plan{Seed: 1}}
}

// InMemory runs the server on its own in-memory network, which [Server.HTTPClient] reaches. It
// works inside a testing/synctest bubble and is the default of [New].
func InMemory() Option {
	return func(c *config) error {
		c.memory, c.named = true, false
		return nil
	}
}

// Loopback makes the server listen on an address of this machine, such as "127.0.0.1:8080". Port 0
// or an empty address selects a free port. Loopback is the default of [Start].
func Loopback(address string) Option {
	return func(c *config) error {
		if address == "" {
			address = "127.0.0.1:0"
		}
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return errors.New("Loopback requires host:port")
		}
		if !origin.IsLoopback(host) {
			return errors.New("Loopback requires an address of this machine: the fake must not serve other machines")
		}
		c.memory, c.address, c.named = false, address, false
		return nil
	}
}

// Seed sets the number of employees. Managers, teams, contracts, leaves, shifts and other records
// follow from it. The default is 20. Seed(0) starts without records. The server creates records on
// first use, so a large company costs nothing until then.
func Seed(employees int) Option {
	return func(c *config) error {
		if employees < 0 || employees > 1_000_000 {
			return fmt.Errorf("Seed requires 0 to 1,000,000 employees, not %d", employees)
		}
		c.employees = employees
		return nil
	}
}

// RandomSeed selects another company, with other names and dates. The same number always gives the
// same company, byte by byte. The default is 1.
func RandomSeed(n uint64) Option {
	return func(c *config) error {
		c.seed = n
		return nil
	}
}

// At stops the server's clock at t. Only [Server.Advance] moves it. The default is the clock of the
// machine or of the synctest bubble. The dates of the seeded company lie around t, or without At
// around the first day of the API version.
func At(t time.Time) Option {
	return func(c *config) error {
		c.at = t
		return nil
	}
}

// Lenient silently ignores unknown query parameters, as the real API does. The log of requests
// still has them.
func Lenient() Option {
	return func(c *config) error {
		c.strict = false
		return nil
	}
}

// WithCredential adds a credential that the server accepts. Without this option, it accepts
// [DefaultAPIKey].
func WithCredential(credential Credential) Option {
	return func(c *config) error {
		if credential.Key == "" || strings.ContainsAny(credential.Key, " \r\n") {
			return errors.New("WithCredential requires a key without blanks")
		}
		c.credentials = append(c.credentials, credential)
		return nil
	}
}

// LooseReferences accepts bodies that refer to missing records. By default, a create or an update
// with the id of a missing employee gets a 422 response, {"errors":{"employee_id":["must exist"]}}.
// This exposes a client that confuses access ids with employee ids. The server checks a reference
// only if its name tells the collection, and if the collection has records from the seeded company,
// a fixture or earlier requests. It does not check references to an empty collection, so a test
// need not load records that it does not use.
func LooseReferences() Option {
	return func(c *config) error {
		c.loose = true
		return nil
	}
}
