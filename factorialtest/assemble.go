package factorialtest

import (
	"net"

	"github.com/factorialhr-go/factorialhr/internal/fake/hook"
	"github.com/factorialhr-go/factorialhr/internal/fake/serve"
)

func (c *config) spec() (serve.Spec, error) {
	if err := c.checkListening(); err != nil {
		return serve.Spec{}, err
	}
	if c.known != nil {
		return *c.known, nil
	}
	return serve.Load()
}

func (c *config) setDefaults() {
	if len(c.credentials) == 0 {
		c.credentials = []Credential{{Key: DefaultAPIKey}}
	}
	if c.filesAddress == "" {
		host, _, _ := net.SplitHostPort(c.address) // the options have checked it
		c.filesAddress = net.JoinHostPort(host, "0")
	}
	if c.webhooks == nil && !c.memory {
		c.webhooks = hook.Loopback()
	}
}

// serving returns the options of the server below.
func (c *config) serving(tb TB, spec serve.Spec) serve.Options {
	o := serve.Options{
		Spec: spec, Employees: c.employees, Seed: c.seed, At: c.at, OAuth: c.oauth, Faults: c.faults, PostLimit: c.limit,
		Loose: c.loose, Observe: c.observe,
	}
	o.Start, o.Version = c.start, c.version
	for _, credential := range c.credentials {
		o.Credentials = append(o.Credentials, serve.Credential(credential))
	}
	if c.strict && tb != nil {
		o.Errorf = tb.Errorf
	}
	return o
}

// delivering returns the options of the webhooks.
func (c *config) delivering(tb TB) hook.Options {
	o := hook.Options{Doer: c.webhooks, Observe: c.observeDeliveries, SyncRuns: c.syncRuns, SyncRunHeader: c.syncRunHeader}
	if tb != nil {
		o.Logf = tb.Logf
	}
	return o
}
