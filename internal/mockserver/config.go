// Package mockserver runs the fake API as a program: it makes a server of what a command line says,
// keeps the records in files, and ends with the program. It reads no flags itself.
package mockserver

import (
	"time"

	"github.com/factorialhr-go/factorialhr/factorialtest"
)

// Config is what the command line says.
type Config struct {
	Address          // where it listens
	TLS     TLS      // whether it serves https
	CORS    []string // the origins of web pages that may call it; "*" means all
	Control string   // on, off, or an address of its own, for the control surface and its page
	Key     string   // the API key
	OAuth   factorialtest.OAuthApp
	Version string // the only version of the API that it serves; empty: all

	Size  int       // employees
	Seed  uint64    // of the company
	At    time.Time // when the server's clock starts; zero: now
	Load  string    // the file of a fixture
	State string    // the file that keeps the records
	Dump  string    // the file that they are written to at the end

	Faults    string // as in factorialtest.ParseFaults
	FaultSeed uint64
	PostLimit int
	Loose     bool // accept references to missing records

	SyncRuns     string   // the URL of an integration
	WebhookHosts []string // other machines that webhooks are delivered to
	Quiet        bool     // print no requests
}

// options returns the options of the server.
func (c Config) options() ([]factorialtest.Option, error) {
	faults, err := c.faults()
	if err != nil {
		return nil, err
	}
	at := c.At
	if at.IsZero() {
		at = time.Now()
	}
	opts := []factorialtest.Option{
		factorialtest.Seed(c.Size), factorialtest.RandomSeed(c.Seed), factorialtest.StartAt(at),
		factorialtest.WithCredential(factorialtest.Credential{Key: c.Key}), factorialtest.WithOAuth(c.OAuth),
		factorialtest.FaultSeed(c.FaultSeed), factorialtest.Faults(faults...),
	}
	listen, err := c.listen()
	if err != nil {
		return nil, err
	}
	opts = append(opts, listen...)
	if len(c.CORS) > 0 {
		opts = append(opts, factorialtest.CORS(c.CORS...))
	}
	if c.Version != "" {
		opts = append(opts, factorialtest.OnlyVersion(c.Version))
	}
	secure, err := c.TLS.options()
	if err != nil {
		return nil, err
	}
	opts = append(opts, secure...)
	opts = append(opts, c.control()...)
	if len(c.WebhookHosts) > 0 {
		opts = append(opts, factorialtest.Webhooks(deliverTo(c.WebhookHosts)))
	}
	if c.SyncRuns != "" {
		opts = append(opts, factorialtest.SyncRunsTo(c.SyncRuns, nil))
	}
	if c.Loose {
		opts = append(opts, factorialtest.LooseReferences())
	}
	if c.PostLimit != 0 {
		opts = append(opts, factorialtest.LimitPOST(c.PostLimit))
	}
	return opts, nil
}
